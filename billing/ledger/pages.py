"""The browser's door to the ledger: open items, entries, and taking back."""

from datetime import date
from uuid import UUID

from django.db.models import DateField, QuerySet, Value
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from o2c.accounts.customers.queries import customers
from o2c.accounts.financial_accounts.queries import financial_accounts
from o2c.billing.ledger import queries, services
from o2c.billing.ledger.choices import EntryKind
from o2c.billing.ledger.filters import EntryFilter, OpenItemFilter
from o2c.billing.ledger.forms import ReversalForm
from o2c.billing.ledger.models import JournalEntry, JournalLine, OpenItem
from o2c.billing.ledger.tables import ALLOCATION_COLUMNS, ITEM_COLUMNS, LINE_COLUMNS, UNDO_COLUMN, EntryTable, OpenItemTable
from o2c.core.clock import local_today
from o2c.core.doors import access, who
from o2c.core.pages import done, list_page, one, page, run
from o2c.core.pages.display import link_to
from o2c.core.pages.related import part, related
from o2c.core.spoken import day


def _asked_day(request: HttpRequest) -> date | None:
    """The day of `as_of` in the address, as the filter reads it."""
    form = OpenItemFilter(request.GET, queryset=OpenItem.objects.none(), request=request).form
    found: date | None = form.cleaned_data.get("as_of") if form.is_valid() else None
    return found


def _seen(rows: QuerySet[OpenItem], on: date) -> QuerySet[OpenItem]:
    return rows.annotate(seen_on=Value(on, output_field=DateField()))


@access("billing.view_ledger")
def open_item_list(request: HttpRequest) -> HttpResponseBase:
    """Open items now, or as they were open at the end of the day of `as_of`."""
    actor, as_of = who(request), _asked_day(request)
    rows = queries.open_on(actor, as_of) if as_of else queries.open_items(actor)
    return list_page(request, _seen(rows, as_of or local_today(actor)), OpenItemFilter, OpenItemTable)


@access("billing.view_ledger")
def entry_list(request: HttpRequest) -> HttpResponseBase:
    return list_page(request, queries.journal(who(request)), EntryFilter, EntryTable)


@access("billing.view_ledger")
def entry_detail(request: HttpRequest, public_id: UUID) -> HttpResponse:
    actor = who(request)
    entry = one(queries.entries(actor), public_id)
    lines = JournalLine.objects.filter(entry=entry).select_related("entry__entity").order_by("pk")
    undo = [UNDO_COLUMN] if actor.may("billing.reverse_allocation") else []
    return page(
        request,
        "billing/ledger/entry.html",
        title=capfirst(str(entry)),
        subject=entry,
        crumbs=[(_("Journal"), reverse("entry_list"))],
        facts=_facts(entry),
        parts=[
            part(_("Journal lines"), lines, LINE_COLUMNS),
            part(_("Open items"), OpenItem.objects.filter(entry=entry).order_by("pk"), ITEM_COLUMNS),
            part(_("Allocations"), queries.allocations_of(actor, entry), [*ALLOCATION_COLUMNS, *undo]),
        ],
        may_reverse=actor.may("billing.reverse_entry") and entry.kind not in {EntryKind.REVERSAL, EntryKind.ALLOCATION},
    )


def _facts(entry: JournalEntry) -> list[tuple[str, object]]:
    return [
        (_("Customer"), link_to(entry.customer, entry.customer.legal_name) if entry.customer else None),
        (_("Account"), link_to(entry.account) if entry.account else None),
        (_("Our entity"), entry.entity),
        (_("Document date"), day(entry.document_date)),
        (_("Posting date"), day(entry.posting_date)),
        (_("Currency"), entry.currency),
        (_("Rate"), entry.rate.normalize() if entry.currency != entry.entity.base_currency else None),
        (_("Recorded by"), entry.recorded_by.name),
    ]


@access("billing.reverse_entry")
def entry_reverse(request: HttpRequest, public_id: UUID) -> HttpResponse:
    entry = one(queries.entries(who(request)), public_id)
    form = ReversalForm(request.POST or None, initial={"on": local_today(entry.entity)})
    if reversal := run(form, services.reverse_entry, entry.pk, actor=who(request)):
        return done(request, _("The entry is reversed."), to=reversal)
    return _reversal(request, form, _("Reverse %(entry)s") % {"entry": entry}, entry)


@access("billing.reverse_allocation")
def allocation_reverse(request: HttpRequest, public_id: UUID) -> HttpResponse:
    allocation = one(queries.allocations(who(request)), public_id)
    entry = allocation.debit_item.entry
    form = ReversalForm(request.POST or None, initial={"on": local_today(allocation.entity)})
    if run(form, services.reverse_allocation, allocation.pk, actor=who(request)):
        return done(request, _("The allocation is taken back."), to=entry)
    return _reversal(request, form, _("Take back %(amount)s") % {"amount": allocation}, entry)


def _reversal(request: HttpRequest, form: ReversalForm, title: str, entry: JournalEntry) -> HttpResponse:
    crumbs = [(_("Journal"), reverse("entry_list")), (str(entry), entry.get_absolute_url())]
    return page(request, "layouts/form.html", title=title, form=form, submit=_("Reverse"), cancel=entry.get_absolute_url(), crumbs=crumbs)


PANEL = OpenItemTable.pick("reference", "kind", "due_date", "overdue", "original_amount", "balance")


@access("billing.view_ledger")
def customer_open_items(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The open items of a customer, on its page."""
    actor = who(request)
    customer = one(customers(actor), public_id)
    rows = _seen(queries.open_items(actor).filter(customer=customer), local_today(actor))
    return related(request, rows, PANEL, title=_("Open items"), everything=f"{reverse('open_item_list')}?customer={customer.number}")


@access("billing.view_ledger")
def customer_balance(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """What the customer owes, in the head of its page."""
    actor = who(request)
    customer = one(customers(actor), public_id)
    return render(request, "billing/ledger/_balance.html", {"balances": queries.balances(actor, customer, local_today(actor))})


@access("billing.view_ledger")
def account_open_items(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The open items of a financial account, on its page."""
    actor = who(request)
    account = one(financial_accounts(actor), public_id)
    rows = _seen(queries.open_items(actor).filter(account=account), local_today(actor))
    return related(request, rows, PANEL, title=_("Open items"), everything=f"{reverse('open_item_list')}?account={account.number}")


urlpatterns = [
    path("open-items/", open_item_list, name="open_item_list"),
    path("journal/", entry_list, name="entry_list"),
    path("journal/<uuid:public_id>/", entry_detail, name="entry_detail"),
    path("journal/<uuid:public_id>/reverse/", entry_reverse, name="entry_reverse"),
    path("allocations/<uuid:public_id>/reverse/", allocation_reverse, name="allocation_reverse"),
    path("customers/<uuid:public_id>/panels/open-items/", customer_open_items, name="customer_open_items"),
    path("customers/<uuid:public_id>/panels/balance/", customer_balance, name="customer_balance"),
    path("financial-accounts/<uuid:public_id>/panels/open-items/", account_open_items, name="account_open_items"),
]

"""A client's process: the sheet on the customer's page, and its changes from request to confirmation."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from o2c.accounts.customers import queries
from o2c.accounts.customers.filters import ProcessChangeFilter
from o2c.accounts.customers.forms import ProcessForm
from o2c.accounts.customers.models import ClientProcess, PoRule
from o2c.accounts.customers.pages.frame import customer_form
from o2c.accounts.customers.rules.process import PROCESS_FIELDS
from o2c.accounts.customers.services import process
from o2c.accounts.customers.tables import ProcessChangeTable
from o2c.core.doors import access, who
from o2c.core.pages import Form, done, list_page, one, page, run
from o2c.core.pages.display import moment
from o2c.core.pages.moves import Move, carry_out, offered
from o2c.core.spoken import spoken


class AnswerForm(Form):
    answer = forms.CharField(label=gettext_lazy("Answer"), max_length=300, help_text=gettext_lazy("Who said so, and how; or why not"))


MOVES = [
    Move("apply", gettext_lazy("Apply"), gettext_lazy("The change is applied."), process.apply_process_change, ["requested"], main=True),
    Move(
        "confirm", gettext_lazy("The client confirms"), gettext_lazy("The change is confirmed."), process.confirm_process_change,
        ["applied"], AnswerForm, main=True,
    ),
    Move(
        "reject", gettext_lazy("Reject"), gettext_lazy("The change is rejected."), process.reject_process_change,
        ["requested"], AnswerForm,
    ),
]  # fmt: skip


@access("accounts.view_customers")
def customer_process(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The panel with the sheet and the changes that are not closed."""
    actor = who(request)
    customer = one(queries.customers(actor), public_id)
    sheet = ClientProcess.objects.filter(customer=customer).first()
    waiting = queries.process_changes(actor).filter(customer=customer, state__in=["requested", "applied"])
    facts = _words({name: getattr(sheet, name) for name in PROCESS_FIELDS}) if sheet else []
    may = actor.may("accounts.request_process_change")
    context = {"subject": customer, "facts": facts, "waiting": waiting, "may": may}
    return render(request, "accounts/customers/_process.html", context)


def _words(values: dict[str, Any]) -> list[tuple[str, str]]:
    """Fields of the sheet as (label, value in words)."""
    shown = []
    for name, value in values.items():
        label = str(ClientProcess._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
        match name:
            case "po_rule":
                words = str(PoRule(value).label)
            case "payment_run_days":
                words = ", ".join(map(str, value))
            case _:
                words = spoken(value) if value not in (None, "") else ""
        shown.append((label[:1].upper() + label[1:], words))
    return shown


@access("accounts.request_process_change")
def process_change_new(request: HttpRequest, public_id: UUID) -> HttpResponse:
    customer = one(queries.customers(who(request)), public_id)
    sheet = ClientProcess.objects.filter(customer=customer).first() or ClientProcess(customer=customer)
    form = ProcessForm(request.POST or None, initial=ProcessForm.shown(sheet))
    if asked := run(form, process.request_process_change, customer.pk, actor=who(request)):
        return done(request, _("The change is requested."), to=asked)
    return customer_form(request, customer, form, _("Change the client's process"), _("Request the change"))


@access("accounts.view_customers")
def process_change_list(request: HttpRequest) -> HttpResponseBase:
    return list_page(request, queries.process_changes(who(request)), ProcessChangeFilter, ProcessChangeTable)


@access("accounts.view_customers")
def process_change_detail(request: HttpRequest, public_id: UUID) -> HttpResponse:
    asked = one(queries.process_changes(who(request)), public_id)
    customer = asked.customer
    return page(
        request,
        "accounts/customers/process_change.html",
        title=_("Process of %(name)s") % {"name": customer.legal_name},
        subject=asked,
        wanted=_words(asked.wanted),
        facts=[
            (_("Customer"), customer.legal_name),
            (_("Why"), asked.reason),
            (_("Requested by"), str(asked.created_by or "")),
            (_("Due"), moment(asked.due_at)),
            (_("Applied"), moment(asked.applied_at) if asked.applied_at else None),
            (_("Answer"), asked.answer),
        ],
        moves=offered(MOVES, asked, who(request), "process_change_move"),
        crumbs=[(_("Customers"), reverse("customer_list")), (customer.legal_name, customer.get_absolute_url())],
    )


@access("accounts.view_customers")
def process_change_move(request: HttpRequest, public_id: UUID, move: str) -> HttpResponse:
    return carry_out(request, one(queries.process_changes(who(request)), public_id), MOVES, move)


urlpatterns = [
    path("process-changes/", process_change_list, name="process_change_list"),
    path("process-changes/<uuid:public_id>/", process_change_detail, name="process_change_detail"),
    path("process-changes/<uuid:public_id>/<slug:move>/", process_change_move, name="process_change_move"),
    path("customers/<uuid:public_id>/panels/process/", customer_process, name="customer_process"),
    path("customers/<uuid:public_id>/process-changes/new/", process_change_new, name="process_change_new"),
]

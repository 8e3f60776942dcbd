"""How matching is listed: what waits, what was booked, free credits, deductions, what was learned."""

from datetime import date
from decimal import Decimal
from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from o2c.billing.ledger.choices import EntryKind
from o2c.billing.ledger.models import OpenItem
from o2c.collections.cash.matching import rules, services, shown
from o2c.collections.cash.matching.models import (
    Application,
    CreditQuestion,
    Deduction,
    DeductionReason,
    MatchProposal,
    MemoryKind,
    MemoryState,
    Mistake,
    PayerMemory,
    QuestionState,
    Tier,
)
from o2c.collections.cash.receipts.models import Receipt, ReceiptState
from o2c.core.clock import local_today
from o2c.core.entities.models import LegalEntity
from o2c.core.pages import BuiltInView, BulkAction, Column, DateFilter, FilterSet, Table

USES: dict[str, str | Promise] = {
    "use_on_debts": _("allocate to what the account owes"),
    "use_credit_note_ask": _("ask the client, or refund"),
    "use_credit_note_wait": _("wait for the next invoice"),
    "use_ask": _("ask the client what it is for"),
    "use_wait": _("wait for the advice or the next invoice"),
}
NEXT: dict[str, str | Promise] = {
    "auto": _("booked at the next run"),
    "suggest": _("confirm the proposal"),
    "account": _("put it on the customer's account"),
    "none": _("find the payer"),
    "": _("match it"),
}


def age(on: date, entity: LegalEntity) -> int:
    """Days since the value date, on the entity's calendar."""
    return (local_today(entity) - on).days


def suggested(row: Any) -> str | Promise:
    """What to do with a free credit, in words."""
    return USES[rules.suggested_use(row.kind, debts=row.debts or Decimal(0), age=age(row.due_date, row.entity))]


def ask_of(row: Any) -> str:
    return reverse("credit_ask", args=[row.public_id])


def refund_of(row: Any) -> str:
    return reverse("refund_new", args=[row.account.public_id])


def customer_of(row: Any) -> str:
    return str(row.customer.get_absolute_url())


def receipt_of(row: Any) -> str:
    return str(row.receipt.get_absolute_url())


def panel_of(row: MatchProposal) -> str:
    return reverse("match_panel", args=[row.public_id])


class QueueFilter(FilterSet):
    q = django_filters.CharFilter(method="by_words", label=_("Payer, purpose or customer"))
    tier = django_filters.ChoiceFilter(label=_("Tier"), choices=Tier.choices)
    entity = django_filters.CharFilter(label=_("Our entity"), field_name="entity__code")

    class Meta(FilterSet.Meta):
        model = MatchProposal
        fields = ["q", "tier", "entity"]

    def by_words(self, rows: QuerySet[MatchProposal], _name: str, text: str) -> QuerySet[MatchProposal]:
        found = Q(receipt__payer__icontains=text) | Q(receipt__text__icontains=text) | Q(customer__legal_name__icontains=text)
        return rows.filter(found)


class QueueTable(Table):
    title = _("Matching")
    columns = [
        Column(
            "receipt__payer",
            _("Payer"),
            "link",
            of=lambda row: str(row.receipt),
            words=lambda row: row.receipt.payer or _("unnamed"),
            narrow=True,
        ),
        Column("receipt__amount", _("Amount"), "money", sort="receipt__amount", narrow=True),
        Column("tier", _("Tier"), "badge", sort="tier", narrow=True),
        Column("score", _("Score"), "number", sort="score"),
        Column("customer__legal_name", _("Customer"), sort="customer__legal_name"),
        Column("why", _("Reason"), of=lambda row: next(iter(shown.reasons(row)), "")),
        Column("receipt__value_on", _("Value date"), "date", sort="receipt__value_on"),
        Column("receipt__text", _("Purpose"), of=lambda row: row.receipt.text[:80], shown=False),
        Column("entity__code", _("Our entity"), "code", sort="entity__code", shown=False),
    ]
    views = [
        BuiltInView(_("To confirm"), "tier=suggest"),
        BuiltInView(_("Certain"), "tier=auto"),
        BuiltInView(_("Customer known"), "tier=account"),
        BuiltInView(_("Payer unknown"), "tier=none"),
    ]
    actions = [BulkAction("confirm", _("Confirm"), services.confirm_match)]
    panel = staticmethod(panel_of)  # type: ignore[assignment]
    nothing_yet = _("Nothing waits: every receipt is on its invoice, or nobody has run the matcher since the last import.")


class ApplicationTable(Table):
    title = _("Applied receipts")
    order = ["-created_at"]
    columns = [
        Column("receipt__payer", _("Receipt"), "link", url=receipt_of, words=lambda row: str(row.receipt), narrow=True),
        Column("applied", _("Applied"), "money", sort="applied", total=True, narrow=True),
        Column("by_rule", _("Decided by"), of=lambda row: row.by_rule, words=lambda row: _("the rule") if row.by_rule else row.created_by),
        Column("created_at", _("On"), "moment", sort="created_at"),
        Column("undone_on", _("Taken back on"), "date", sort="undone_on", narrow=True),
        Column("undone_kind", _("What was wrong")),
        Column("undone_reason", _("Why it was taken back")),
        Column("undo", _("Take back"), "action", of=lambda row: "" if row.undone_on else _("Take back"),
               url=lambda row: reverse("application_undo", args=[row.public_id]), permission="collections.unallocate_receipt"),
    ]  # fmt: skip
    views = [BuiltInView(_("Taken back"), "undone=true")]
    nothing_yet = _("No receipt has been applied yet.")


class ApplicationFilter(FilterSet):
    undone = django_filters.BooleanFilter(label=_("Taken back"), field_name="undone_on", lookup_expr="isnull", exclude=True)
    by_rule = django_filters.BooleanFilter(label=_("By rule"))
    undone_kind = django_filters.ChoiceFilter(label=_("What was wrong"), choices=Mistake.choices)
    undone_from = DateFilter(label=_("Taken back from"), field_name="undone_on", lookup_expr="gte")
    undone_until = DateFilter(label=_("Taken back until"), field_name="undone_on", lookup_expr="lte")

    class Meta(FilterSet.Meta):
        model = Application
        fields = ["undone", "by_rule", "undone_kind", "undone_from", "undone_until"]


class UnidentifiedFilter(FilterSet):
    state = django_filters.ChoiceFilter(
        label=_("State"), choices=[(s.value, s.label) for s in (ReceiptState.UNIDENTIFIED, ReceiptState.PARKED)]
    )
    value_until = DateFilter(label=_("Value date until"), field_name="value_on", lookup_expr="lte")
    amount_from = django_filters.NumberFilter(label=_("Amount from"), field_name="amount", lookup_expr="gte")

    class Meta(FilterSet.Meta):
        model = Receipt
        fields = ["state", "value_until", "amount_from"]


class UnidentifiedTable(Table):
    title = _("Unidentified money")
    columns = [
        Column("payer", _("Payer"), "link", of=lambda row: row.payer or row.text[:40] or _("unnamed"), narrow=True),
        Column("value_on", _("Value date"), "date", sort="value_on"),
        Column("age", _("Days"), "number", of=lambda row: age(row.value_on, row.entity), narrow=True),
        Column("amount", _("Amount"), "money", sort="amount", total=True, narrow=True),
        Column("state", _("State"), "badge", sort="state"),
        Column("next", _("Next step"), of=lambda row: row.reason or NEXT[row.tier or ""]),
        Column("match", _("Match"), "action", of=lambda row: _("Match") if row.proposal else "",
               url=lambda row: reverse("match_detail", args=[row.proposal]) if row.proposal else ""),
        Column("entity__code", _("Our entity"), "code", sort="entity__code", shown=False),
    ]  # fmt: skip
    nothing_yet = _("Every payment has its customer.")


class CreditFilter(FilterSet):
    q = django_filters.CharFilter(method="by_words", label=_("Customer or number"))
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=EntryKind.choices)
    due_until = DateFilter(label=_("Value date until"), field_name="due_date", lookup_expr="lte")

    class Meta(FilterSet.Meta):
        model = OpenItem
        fields = ["q", "kind", "due_until"]

    def by_words(self, rows: QuerySet[OpenItem], _name: str, text: str) -> QuerySet[OpenItem]:
        return rows.filter(Q(customer__legal_name__icontains=text) | Q(reference__icontains=text))


class CreditTable(Table):
    title = _("Free credits")
    columns = [
        Column("customer__legal_name", _("Customer"), "link", sort="customer__legal_name", narrow=True),
        Column("kind", _("Kind"), "badge", sort="kind"),
        Column("reference", _("Number"), "code", sort="reference"),
        Column("due_date", _("Value date"), "date", sort="due_date"),
        Column("age", _("Days"), "number", of=lambda row: age(row.due_date, row.entity), narrow=True),
        Column("open_amount", _("Free"), "money", sort="open_amount", total=True, narrow=True),
        Column("debts", _("The account owes"), "money"),
        Column("use", _("Suggested use"), of=suggested),
        Column("ask", _("Ask"), "action", of=lambda row: _("Ask"), url=ask_of, permission="collections.ask_client"),
        Column("refund", _("Refund"), "action", of=lambda row: _("Refund"), url=refund_of, permission="billing.draft_refund"),
        Column("transfer", _("Transfer"), "action", of=lambda row: _("Transfer") if row.control_account == "unapplied" else "",
               url=lambda row: reverse("credit_transfer", args=[row.public_id]), permission="collections.transfer_credit"),
    ]  # fmt: skip
    views = [BuiltInView(_("Unapplied cash"), "kind=receipt"), BuiltInView(_("Credit notes"), "kind=credit_note")]
    nothing_yet = _("No customer has free credit.")


class QuestionFilter(FilterSet):
    q = django_filters.CharFilter(label=_("Customer"), field_name="customer__legal_name", lookup_expr="icontains")
    state = django_filters.ChoiceFilter(label=_("State"), choices=QuestionState.choices)

    class Meta(FilterSet.Meta):
        model = CreditQuestion
        fields = ["q", "state"]


def close_of(row: Any) -> str:
    return reverse("question_close", args=[row.public_id]) if row.state in {"sent", "answered"} else ""


class QuestionTable(Table):
    title = _("Asked clients")
    order = ["-created_at"]
    columns = [
        Column("customer__legal_name", _("Customer"), "link", url=lambda row: row.item.get_absolute_url(), narrow=True),
        Column("amount", _("Free when asked"), "money"),
        Column("email", _("E-mail")),
        Column("state", _("State"), "badge", sort="state", narrow=True),
        Column("choice", _("Answer"), narrow=True),
        Column("note", _("In their words")),
        Column("created_at", _("Asked"), "moment", sort="created_at"),
        Column(
            "close",
            _("Close"),
            "action",
            of=lambda row: _("Close") if close_of(row) else "",
            url=close_of,
            permission="collections.close_question",
        ),
    ]
    views = [BuiltInView(_("Answered"), "state=answered")]
    nothing_yet = _("No client was asked yet: choose a credit in the list of free credits.")


class DeductionFilter(FilterSet):
    q = django_filters.CharFilter(label=_("Customer"), field_name="customer__legal_name", lookup_expr="icontains")
    reason = django_filters.ChoiceFilter(label=_("Reason"), choices=DeductionReason.choices)

    class Meta(FilterSet.Meta):
        model = Deduction
        fields = ["q", "reason"]


class DeductionTable(Table):
    title = _("Deductions")
    order = ["-created_at"]
    columns = [
        Column("customer__legal_name", _("Customer"), "link", sort="customer__legal_name", narrow=True),
        Column("invoice_item__reference", _("Invoice"), "code", sort="invoice_item__reference"),
        Column("reason", _("Reason"), sort="reason", narrow=True),
        Column("amount", _("Deducted"), "money", sort="amount", total=True),
        Column("rest", _("Still open"), "money", sort="rest", total=True, narrow=True),
        Column("note", _("Note")),
        Column("created_by", _("Booked by"), of=lambda row: row.created_by),
        Column("created_at", _("On"), "moment", sort="created_at"),
    ]
    nothing_yet = _("Nobody deducted anything yet.")


class MemoryFilter(FilterSet):
    q = django_filters.CharFilter(method="by_words", label=_("Account, name or customer"))
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=MemoryKind.choices)
    state = django_filters.ChoiceFilter(label=_("State"), choices=MemoryState.choices[:2])

    class Meta(FilterSet.Meta):
        model = PayerMemory
        fields = ["q", "kind", "state"]

    def by_words(self, rows: QuerySet[PayerMemory], _name: str, text: str) -> QuerySet[PayerMemory]:
        return rows.filter(Q(value__icontains=text) | Q(customer__legal_name__icontains=text))


class MemoryTable(Table):
    title = _("Known payers")
    columns = [
        Column("value", _("As the bank writes it"), "code", sort="value", narrow=True),
        Column("kind", _("Kind"), sort="kind"),
        Column("customer__legal_name", _("Customer"), "link", sort="customer__legal_name", url=customer_of, narrow=True),
        Column("confirmations", _("Confirmed"), "number", sort="confirmations"),
        Column("contradictions", _("Taken back"), "number", sort="contradictions"),
        Column("state", _("State"), "badge", sort="state", narrow=True),
        Column("last_on", _("Last used"), "date", sort="last_on"),
        Column("forget", _("Forget"), "action", of=lambda row: _("Forget"), url=lambda row: reverse("payer_forget", args=[row.public_id]),
               permission="collections.forget_payer"),
    ]  # fmt: skip
    nothing_yet = _("Nothing was learned yet: confirmed receipts teach which accounts and names belong to which customer.")

"""Billing runs and what is in them, as the actor may see it."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import F, QuerySet

from o2c.billing.controls.queries import why as why_excepted
from o2c.billing.invoicing.models import BillingRun, RunDocument, RunItem, RunSpend
from o2c.core.access.models import User
from o2c.core.access.queries import scope
from o2c.core.money import Money
from o2c.core.sentences import sentence

VIEW = "billing.view_billing_runs"


def runs(actor: User) -> QuerySet[BillingRun]:
    """Billing runs, the latest month first."""
    return scope(BillingRun.objects, actor, VIEW).select_related("entity", "created_by").order_by("-month", "-sequence", "-pk")


def run_documents(actor: User) -> QuerySet[RunDocument]:
    """The invoices of runs, the largest first."""
    rows = scope(RunDocument.objects, actor, VIEW).select_related("run__entity", "account", "customer", "document")
    return rows.order_by("-net", "pk")


def run_items(actor: User) -> QuerySet[RunItem]:
    """What runs made of the spend of each campaign and month, the largest amounts first."""
    rows = scope(RunItem.objects, actor, VIEW)
    related = ["run__entity", "customer", "account", "campaign", "purchase_order", "condition", "discount", "exception", "document"]
    return rows.select_related(*related).order_by("-amount", "pk")


def spend_of(item: RunItem) -> QuerySet[RunSpend]:
    """The records of spend an item holds. Whoever sees the item sees them."""
    rows = RunSpend.objects.filter(item=item).select_related("spend", "item")
    return rows.annotate(currency=F("item__currency"), day=F("spend__service_date")).order_by("day", "pk")


def why(item: RunItem) -> str:
    """Why an item is not billed, in the reader's language; nothing for one that is."""
    if item.reason == "run_exception" and item.exception:
        return why_excepted(item.exception)
    if item.reason == "run_document_held":
        return " ".join(reasons(item.facts.get("why", [])))
    return sentence(item.reason, _with_money(item.facts)) if item.reason else ""


def _with_money(facts: dict[str, Any]) -> dict[str, Any]:
    return facts | {"over": Money(Decimal(facts["over"]), facts["currency"])} if "over" in facts else facts


def reasons(found: list[dict[str, Any]]) -> list[str]:
    """The sentences of what stands against an invoice."""
    return [sentence(each["code"], _dated(each["values"])) for each in found]


def _dated(values: dict[str, Any]) -> dict[str, Any]:
    return {name: _day(value) for name, value in values.items()}


def _day(value: Any) -> Any:
    if isinstance(value, str) and len(value) == len("2026-01-31"):
        try:
            return date.fromisoformat(value)
        except ValueError:
            return value
    return value

"""What is in a run: its invoices with a preview of each, and what became of the spend of each campaign."""

import dataclasses
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import path, reverse
from django.utils.translation import gettext as _

from o2c.billing.invoicing import queries
from o2c.billing.invoicing.filters import RunDocumentFilter, RunItemFilter
from o2c.billing.invoicing.lines import new_document, with_items
from o2c.billing.invoicing.models import RunDocument, RunItem
from o2c.billing.invoicing.tables import LINE_COLUMNS, SPEND_COLUMNS, RunDocumentTable, RunItemTable
from o2c.core.access.models import User
from o2c.core.clock import local_today
from o2c.core.doors import access, who
from o2c.core.money import Money
from o2c.core.pages import list_page, one, page
from o2c.core.pages.display import link_to
from o2c.core.pages.listing import Heading
from o2c.core.pages.tables import Column, Row
from o2c.core.spoken import day, spoken

MOST = 500  # lines and records a page shows; the Excel file of the list has all of them


@access("billing.view_billing_runs")
def run_document_list(request: HttpRequest) -> HttpResponseBase:
    return list_page(request, queries.run_documents(who(request)), RunDocumentFilter, RunDocumentTable)


@access("billing.view_billing_runs")
def run_document_detail(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The invoice as it would be issued, line by line, or the way to the one it became."""
    found = one(with_items(queries.run_documents(who(request))), public_id)
    lines = [
        {**dataclasses.asdict(line), "currency": found.currency, "key": number}
        for number, line in enumerate(new_document(found, local_today(found.run.entity)).lines[:MOST], 1)
    ]  # fmt: skip
    return page(
        request,
        "billing/invoicing/contents.html",
        title=_("Invoice to %(customer)s") % {"customer": found.customer.legal_name},
        subject=found,
        crumbs=[(_("Billing runs"), reverse("billing_run_list")), (str(found.run), found.run.get_absolute_url())],
        figures=[(_("Spend"), spoken(Money(found.net, found.currency))), (_("Lines"), found.lines)],
        reasons=queries.reasons(found.why),
        facts=[
            (_("Billed to"), link_to(found.customer, found.customer.legal_name)),
            (_("Account"), link_to(found.account)),
            (_("Billing profile"), link_to(found.account.billing_profile) if found.account.billing_profile else None),
            (_("Document"), link_to(found.document) if found.document else None),
        ],
        part=_part(_("Lines of the invoice"), [Row(line, LINE_COLUMNS) for line in lines], LINE_COLUMNS),
    )


@access("billing.view_billing_runs")
def run_item_list(request: HttpRequest) -> HttpResponseBase:
    return list_page(request, queries.run_items(who(request)), RunItemFilter, RunItemTable)


@access("billing.view_billing_runs")
def run_item_detail(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The spend of a campaign in a run: why it is billed or not, and each record of it."""
    actor = who(request)
    found = one(queries.run_items(actor), public_id)
    rows = [Row(row, SPEND_COLUMNS) for row in queries.spend_of(found)[:MOST]]
    return page(
        request,
        "billing/invoicing/contents.html",
        title=str(found),
        subject=found,
        state=(found.result, found.get_result_display()),
        crumbs=[(_("Billing runs"), reverse("billing_run_list")), (str(found.run), found.run.get_absolute_url())],
        figures=[(_("Amount"), spoken(Money(found.amount, found.currency))), (_("Records"), found.records)],
        reasons=[queries.why(found)] if found.reason else [],
        facts=_facts(found, actor),
        part=_part(_("Records of spend"), rows, SPEND_COLUMNS),
    )


def _facts(found: RunItem, actor: User) -> list[tuple[str, Any]]:
    agreed = [link_to(found.condition, _price(found)) if found.condition else None, link_to(found.discount) if found.discount else None]
    return [
        (_("Campaign"), link_to(found.campaign)),
        (_("Customer"), link_to(found.customer, found.customer.legal_name)),
        (_("Account"), link_to(found.account) if found.account else None),
        (_("Service days"), f"{day(found.first)} - {day(found.last)}"),
        (_("Units"), found.units.normalize()),
        (_("Purchase order"), link_to(found.purchase_order) if found.purchase_order else None),
        (_("Price"), agreed[0]),
        (_("Discount"), agreed[1]),
        (_("Billing exception"), link_to(found.exception) if found.exception else None),
        (_("Invoice"), _invoice(found.document) if found.document else None),
    ]


def _price(found: RunItem) -> str:
    return f"{found.condition} {found.condition.value.normalize():f}" if found.condition else ""


def _invoice(document: RunDocument) -> str:
    return link_to(document)


def _part(title: str, rows: list[Row], columns: list[Column]) -> dict[str, Any]:
    return {"title": title, "rows": rows, "headings": [Heading(column, "", "") for column in columns]}


urlpatterns = [
    path("run-documents/", run_document_list, name="run_document_list"),
    path("run-documents/<uuid:public_id>/", run_document_detail, name="run_document_detail"),
    path("run-items/", run_item_list, name="run_item_list"),
    path("run-items/<uuid:public_id>/", run_item_detail, name="run_item_detail"),
]

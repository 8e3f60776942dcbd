"""The list of contracts as an Excel sheet, edited and brought back in: drafts change, new rows are new drafts."""

from collections.abc import Collection
from typing import Any

from django.utils.translation import gettext_lazy as _

from o2c.accounts.contracts.imports.references import customer_named, entity_named, terms_named
from o2c.accounts.contracts.models import Contract, Renewal
from o2c.accounts.contracts.queries import contracts as rows_of
from o2c.accounts.contracts.services import contracts
from o2c.accounts.customers.models import Language
from o2c.core.access.models import User
from o2c.core.errors import BusinessError
from o2c.core.excel.imports import Current, SheetImport, keys_of
from o2c.core.excel.read import InColumn

COLUMNS = [
    InColumn("number", _("Number"), required=True, longest=40),
    InColumn("customer_number", _("Customer number"), longest=40),
    InColumn("entity", _("Our entity"), longest=10),
    InColumn("starts_on", _("Starts on"), "date"),
    InColumn("ends_on", _("Until and including"), "last_day"),
    InColumn("renewal", _("Renewal"), "choice", choices=dict(Renewal.choices)),
    InColumn("notice_days", _("Notice in days"), "number"),
    InColumn("currency", _("Currency"), longest=3),
    InColumn("terms", _("Payment terms"), longest=20),
    InColumn("expected_exposure", _("Expected exposure"), "number"),
    InColumn("credit_limit", _("Credit limit"), "number"),
    InColumn("products", _("Products")),
    InColumn("party_name", _("Party as the contract names it"), longest=200),
    InColumn("party_tax_id", _("Tax id in the contract"), longest=30),
    InColumn("language", _("Language of the contract"), "choice", choices=dict(Language.choices)),
]
NEEDED = {"customer_number", "entity", "starts_on", "currency", "terms"}
SAID = {"customer_number", "entity", "terms", "products", "number"}


def current(actor: User, keys: Collection[str]) -> dict[str, Current]:
    """The contracts behind the keys that the actor may see, as the sheet shows them."""
    rows = rows_of(actor).filter(public_id__in=keys_of(keys))
    return {str(row.public_id): Current(row.pk, row.version, str(row), _values(row)) for row in rows}


def _values(contract: Contract) -> dict[str, Any]:
    stated = {column.name: getattr(contract, column.name) for column in COLUMNS if column.name not in SAID}
    named = {
        "number": str(contract),
        "customer_number": contract.customer.number,
        "entity": contract.entity.code,
        "terms": contract.terms.code,
    }
    return {**stated, **named, "products": ", ".join(contract.products)}


def change(pk: int, *, version: int, actor: User, **values: Any) -> Contract:
    """One edited row. Raises as `edit_contract`, and BusinessError "row_chosen_once", "reference_unknown"."""
    if "customer_number" in values:
        raise BusinessError("row_chosen_once", field="customer_number")
    return contracts.edit_contract(pk, version=version, actor=actor, **_meant(actor, values))


def create(*, actor: User, **values: Any) -> Contract:
    """One new row. Raises as `create_contract`, and BusinessError "cell_required", "reference_unknown"."""
    for column in COLUMNS:
        if column.name in NEEDED and not values.get(column.name):
            raise BusinessError("cell_required", field=column.name, column=column.label)
    customer = customer_named(actor, values.pop("customer_number"))
    return contracts.create_contract(customer=customer, actor=actor, **_meant(actor, values))


def _meant(actor: User, values: dict[str, Any]) -> dict[str, Any]:
    """The values as the verbs take them: rows instead of their codes, words instead of a line of them."""
    meant = dict(values)
    if "entity" in meant:
        meant["entity"] = entity_named(actor, meant["entity"])
    if "terms" in meant:
        meant["terms"] = terms_named(meant["terms"])
    if "products" in meant:
        meant["products"] = sorted({word.strip() for word in str(meant["products"] or "").split(",") if word.strip()})
    if "notice_days" in meant:
        meant["notice_days"] = int(meant["notice_days"] or 0)
    return meant


CONTRACTS = SheetImport("accounts.contracts", _("Bring contracts in from Excel"), COLUMNS, current, change, create)

"""The customers' list as an Excel sheet, edited and brought back in."""

from collections.abc import Collection
from typing import Any

from django.utils.translation import gettext_lazy as _

from o2c.accounts.customers.forms import entities_of
from o2c.accounts.customers.models import Customer, CustomerType, Language, RiskClass, Tier
from o2c.accounts.customers.queries import customer_list
from o2c.accounts.customers.services import customers
from o2c.core import countries
from o2c.core.access.models import User
from o2c.core.entities.models import LegalEntity
from o2c.core.errors import BusinessError
from o2c.core.excel.imports import Current, SheetImport, keys_of
from o2c.core.excel.read import InColumn


class CountryName:
    """The name of a country in whatever language is read when it is asked for."""

    def __init__(self, code: str) -> None:
        self.code = code

    def __str__(self) -> str:
        return countries.name(self.code)


COLUMNS = [
    InColumn("number", _("Number"), longest=40),
    InColumn("legal_name", _("Legal name"), required=True, longest=200),
    InColumn("name_latin", _("Name in Latin letters"), longest=200),
    InColumn("name_native", _("Name in its own script"), longest=200),
    InColumn("country", _("Country"), "choice", choices={code: CountryName(code) for code in sorted(countries.known())}),
    InColumn("type", _("Type"), "choice", choices=dict(CustomerType.choices)),
    InColumn("entities", _("Our entities")),
    InColumn("vat_id", _("VAT id"), longest=20),
    InColumn("reg_no", _("Registration number"), longest=40),
    InColumn("lei", _("Legal entity identifier"), longest=20),
    InColumn("tier", _("Tier"), "choice", choices=dict(Tier.choices)),
    InColumn("risk_class", _("Risk class"), "choice", choices=dict(RiskClass.choices)),
    InColumn("language", _("Language"), "choice", choices=dict(Language.choices)),
]


def current(actor: User, keys: Collection[str]) -> dict[str, Current]:
    """The customers behind the keys that the actor may see, as the sheet shows them."""
    rows = customer_list(actor).filter(public_id__in=keys_of(keys))
    return {str(row.public_id): Current(row.pk, row.version, str(row), _values(row)) for row in rows}


def _values(customer: Customer) -> dict[str, Any]:
    shown = {column.name: getattr(customer, column.name, None) for column in COLUMNS}
    return {**shown, "entities": customer.entity_codes}  # type: ignore[attr-defined]


def change(pk: int, *, version: int, actor: User, **values: Any) -> Customer:
    """One edited row. Raises as `edit_customer`, and BusinessError "customer_number_stays"."""
    if "number" in values:
        raise BusinessError("customer_number_stays", field="number")
    return customers.edit_customer(pk, version=version, actor=actor, **_meant(actor, values))


def create(*, actor: User, **values: Any) -> Customer:
    """One new row. Raises as `create_customer`."""
    return customers.create_customer(actor=actor, **_meant(actor, {"entities": "", **values}))


def _meant(actor: User, values: dict[str, Any]) -> dict[str, Any]:
    """The values as the verbs take them: entities instead of their codes."""
    if "entities" in values:
        codes = str(values["entities"] or "").replace(",", " ").split()
        values = {**values, "entities": [_entity(actor, code) for code in codes]}
    return values


def _entity(actor: User, code: str) -> LegalEntity:
    entity: LegalEntity | None = entities_of(actor).filter(code=code).first()
    if entity is None:
        raise BusinessError("entity_unknown", field="entities", entity=code)
    return entity


SHEET = SheetImport("accounts.customers", _("Bring customers back in from Excel"), COLUMNS, current, change, create)

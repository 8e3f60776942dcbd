"""Our companies in the demo, their bank accounts and the rates they book with."""

from datetime import date, timedelta
from decimal import Decimal

from o2c.core.approvals.queries import to_decide
from o2c.core.approvals.services import decide_approval
from o2c.core.approvals.services.own_accounts import MOVE, add_own_account
from o2c.core.dates import add_months, first_of_month
from o2c.core.entities import services
from o2c.core.entities.models import LegalEntity
from o2c.core.entities.readers import RateRow
from o2c.story.cast import Cast

COMPANIES = [
    ("FR01", "Aurore Media France SAS", "FR", "EUR", "Europe/Paris", "FR7630006000011234567890189", "AGRIFRPP"),
    ("DE01", "Aurore Media Deutschland GmbH", "DE", "EUR", "Europe/Berlin", "DE89370400440532013000", "COBADEFF"),
    ("GB01", "Aurore Media UK Ltd", "GB", "GBP", "Europe/London", "GB82WEST12345698765432", "WESTGB2L"),
]
# VAT number and address, as they stand on invoices.
SEATS = {
    "FR01": ("FR83404833048", "12 rue de la Paix\n75002 Paris"),
    "DE01": ("DE136695976", "Hauptstraße 12\n10115 Berlin"),
    "GB01": ("GB980780684", "12 High Street\nEC1A 1BB London"),
}
# Units of the currency for one euro on the first day; they drift a little from week to week.
AGAINST_EURO = {"USD": Decimal("1.0850"), "GBP": Decimal("0.8420"), "CHF": Decimal("0.9430"), "JPY": Decimal("163.20")}
DRIFT = [Decimal(step) / 10_000 for step in (0, 12, 5, -8, -15, -3, 9, 17, 4, -11)]


def found(cast: Cast) -> dict[str, LegalEntity]:
    """The companies."""
    entities = {}
    for code, name, country, currency, zone, _iban, _bic in COMPANIES:
        entity = services.create_entity(
            code=code, name=name, country=country, base_currency=currency, time_zone=zone, calendar=country, vat_id=SEATS[code][0],
            address=SEATS[code][1], actor=cast.admin,
        )  # fmt: skip
        entities[code] = entity
    return entities


def open_accounts(cast: Cast, entities: dict[str, LegalEntity]) -> None:
    """The bank account that stands on each company's invoices: one person enters it, another agrees."""
    approver = cast.by_role["approver"]
    for code, _name, _country, currency, _zone, iban, bic in COMPANIES:
        facts = {"name": f"{code} main", "iban": iban, "bic": bic, "currency": currency}
        account = add_own_account(entities[code].pk, **facts, reason="Letter of the bank", actor=cast.admin)
        decide_approval(to_decide(approver).get(subject_id=account.pk, kind=MOVE).pk, approve=True, actor=approver)


def open_months(cast: Cast, entities: dict[str, LegalEntity], today: date) -> None:
    """This month and the last are open for posting; those before are opened and closed by the import of history."""
    for entity in entities.values():
        for month in (add_months(first_of_month(today), -1), first_of_month(today)):
            services.open_period(entity.pk, month, actor=cast.who_may("core.open_period"))


def load_rates(cast: Cast, today: date, days: int) -> None:
    """One rate per currency and day, from long enough ago until today."""
    rows = []
    for back in range(days, -1, -1):
        day, drift = today - timedelta(days=back), 1 + DRIFT[(back // 7) % len(DRIFT)]
        rows += [RateRow(day, "EUR", code, round(value * drift, 6)) for code, value in AGAINST_EURO.items()]
        rows += [RateRow(day, "GBP", code, round(_per_pound(code) * drift, 6)) for code in ("EUR", "USD")]
    services.load_rates(rows, source="demo", actor=cast.who_may("core.load_rates"))


def _per_pound(code: str) -> Decimal:
    return AGAINST_EURO.get(code, Decimal(1)) / AGAINST_EURO["GBP"]

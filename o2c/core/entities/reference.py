"""The currencies in use today, as Unicode's table of territories and ISO's table of minor units know them."""

from babel import Locale
from babel.numbers import get_territory_currencies

from o2c.core.entities.models import Currency
from o2c.core.money import DIGITS, digits


def sync_currencies() -> None:
    """Write the currencies as the tables say; safe to run at any time."""
    english = Locale("en")
    countries = [code for code in map(str, english.territories) if len(code) == 2 and code.isalpha()]
    codes = {currency for country in countries for currency in get_territory_currencies(country)} | set(DIGITS)
    Currency.objects.bulk_create(
        [Currency(code=code, name=english.currencies.get(code, code), digits=digits(code)) for code in sorted(codes)],
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["name", "digits"],
    )

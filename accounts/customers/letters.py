"""Where a letter to a customer goes, and how its envelope reads."""

from datetime import date

from o2c.accounts.customers.models import Address, AddressKind, Customer
from o2c.core import countries
from o2c.core.fields import valid_on


def address_on(customer: Customer, on: date) -> Address | None:
    """Where letters go: the billing address of that day, else the registered office."""
    held = {address.kind: address for address in Address.objects.filter(valid_on(on), customer=customer)}
    return held.get(AddressKind.BILLING) or held.get(AddressKind.REGISTERED)


def recipient(customer: Customer, address: Address | None, from_country: str) -> list[str]:
    """Name and address as on an envelope; the country only when the letter leaves ours."""
    if address is None:
        return [customer.legal_name]
    place = f"{address.postcode} {address.city}".strip()
    abroad = [countries.name(address.country).upper()] if address.country != from_country else []
    return [customer.legal_name, *address.lines.splitlines(), place, *abroad]

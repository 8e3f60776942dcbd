"""A listed company, a customer of nearly its name, and an alert between them."""

from factories.accounts import CustomerFactory
from factories.compliance import load_list, screened
from people import person

from o2c.accounts.customers.models import Customer
from o2c.compliance.alerts.models import ComplianceAlert
from o2c.compliance.watchlists.readers import Identifier, Listed, ListedName
from o2c.core.access.models import User

NORDHAVN = Listed(
    "4711",
    "organisation",
    (ListedName("NORDHAVN SHIPPING & TRADING LLC"), ListedName("NORDHAVN MARITIME", "aka")),
    countries=("RU",),
    identifiers=(Identifier("tax", "7744001497", "RU"),),
)
BOREALIS = Listed("4712", "organisation", (ListedName("BOREALIS CARGO HOLDING"),))
CLEAN = Listed("4713", "person", (ListedName("ZYXWVUT, Qwertz"),))


def clerk(name: str = "") -> User:
    return person("compliance_clerk", name=name)


def officer(name: str = "") -> User:
    return person("compliance_officer", name=name)


def legal(name: str = "") -> User:
    return person("legal", name=name)


def near_miss(name: str = "Nordhavn Shiping and Trading Ltd", **known: str) -> Customer:
    return CustomerFactory(**{"legal_name": name, "country": "DK", **known})


def alert_of(customer: Customer) -> ComplianceAlert:
    """Screen against the three parties; the one alert of the customer."""
    load_list(NORDHAVN, BOREALIS, CLEAN)
    screened(customer)
    return ComplianceAlert.objects.get(customer=customer)

"""What billing needs to know about a customer before anything can be invoiced to it."""

from dataclasses import dataclass

from o2c.accounts.customers.rules.identifiers import UNION

# Where a business customer has a tax id that an invoice must show.
TAX_ID_NEEDED = UNION | {"CH", "GB", "NO"}


@dataclass(frozen=True, slots=True)
class BillingFacts:
    """A customer on one day. `contacts` are the states of its finance contacts, `tax` those of its registrations."""

    country: str
    has_entity: bool
    has_billing_address: bool
    contacts: frozenset[str]
    tax: frozenset[str]


@dataclass(frozen=True, slots=True)
class Gap:
    """One missing or wrong fact: its sentence, and the part of the customer's page where it is put right."""

    code: str
    place: str


def billing_gaps(facts: BillingFacts) -> list[Gap]:
    """Everything that stands in the way of an invoice; nothing when the customer is ready."""
    found = [
        (not facts.country, Gap("country_missing", "identity")),
        (not facts.has_entity, Gap("entity_missing", "identity")),
        (not facts.has_billing_address, Gap("billing_address_missing", "addresses")),
        (not facts.contacts, Gap("finance_contact_missing", "contacts")),
        (facts.contacts == {"invalid"}, Gap("finance_contact_invalid", "contacts")),
        (facts.country in TAX_ID_NEEDED and not facts.tax, Gap("tax_id_missing", "tax")),
        (bool(facts.tax) and facts.tax == {"invalid"}, Gap("tax_id_invalid", "tax")),
    ]
    return [gap for is_missing, gap in found if is_missing]

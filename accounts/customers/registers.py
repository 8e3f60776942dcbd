"""What this room tells the house when it loads."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from o2c.accounts.customers import queries
from o2c.core.access.models import User
from o2c.core.files.reach import carries_files
from o2c.core.pages import jump, menu
from o2c.core.pages.jump import Hit


def customers_like(actor: User, text: str) -> Iterator[Hit]:
    """Customers by name, number or tax id for the global search."""
    if actor.may(queries.VIEW):
        for customer in queries.named(queries.customers(actor), text)[:5]:
            yield Hit(customer.legal_name, _("Customer"), customer.get_absolute_url(), customer.number)


menu.add("accounts", _("Customers"), "customer_list", queries.VIEW, order=10)
jump.source(customers_like)
carries_files("accounts.customer", queries.customers)

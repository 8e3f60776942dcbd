"""What this room tells the house when it loads."""

from collections.abc import Iterator
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from o2c.accounts.customers import queries
from o2c.accounts.customers.services.bank import KIND
from o2c.accounts.customers.services.reach import record_bounce
from o2c.core import events
from o2c.core.access.models import User
from o2c.core.access.queries import the_night
from o2c.core.approvals.registry import approval_kind
from o2c.core.files.reach import carries_files
from o2c.core.pages import jump, menu
from o2c.core.pages.jump import Hit


def customers_like(actor: User, text: str) -> Iterator[Hit]:
    """Customers by name, number or tax id for the global search."""
    if actor.may(queries.VIEW):
        for customer in queries.named(queries.customers(actor), text)[:5]:
            yield Hit(customer.legal_name, _("Customer"), customer.get_absolute_url(), customer.number)


def on_bounce(outbox_id: int, bounce: dict[str, Any]) -> None:
    """A mail of ours came back: every contact with its address knows."""
    reason = f"{bounce['status']} {bounce['diagnostic']}".strip()
    record_bounce(bounce["address"], bounce=bounce["severity"], reason=reason, at=timezone.now(), actor=the_night())


events.listen("mail.bounced", "accounts.contacts", on_bounce)
approval_kind(KIND, _("Verify bank details"), "accounts.verify_bank_account", roles=["approver"])
menu.add("accounts", _("Customers"), "customer_list", queries.VIEW, order=10)
jump.source(customers_like)
carries_files("accounts.customer", queries.customers)

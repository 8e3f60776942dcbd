"""One person's data, handed out when that person asks what we hold."""

from o2c.accounts.customers import personal
from o2c.accounts.customers.models import Contact
from o2c.accounts.customers.personal import PersonalRow
from o2c.core.access.models import User
from o2c.core.access.queries import scope
from o2c.core.audit.services import record
from o2c.core.verbs import lock_one, verb


@verb("accounts.export_personal_data")
def export_personal_data(pk: int, *, reason: str, actor: User) -> list[PersonalRow]:
    """Everything held about the person behind a contact: every contact with the same address, and what belongs to them.

    That it was handed out, to whom and why, stays in the trail.
    """
    within = scope(Contact.objects, actor, "accounts.view_customers")
    contact = lock_one(within, pk)
    same = within.filter(email=contact.email) if contact.email else within.filter(pk=pk)
    rows = personal.gathered(list(same.select_related("customer").order_by("pk")), actor)
    record("personal_data.exported", contact, actor=actor, after={"rows": len(rows)}, reason=reason)
    return rows

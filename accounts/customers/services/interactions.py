"""What was said with a customer, and how often we may remind it."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone

from o2c.accounts.customers.models import Contact, ContactCap, Customer, Interaction
from o2c.accounts.customers.queries import customers
from o2c.accounts.customers.rules.caps import Cap, is_reached
from o2c.core.access.models import User
from o2c.core.audit.services import record
from o2c.core.errors import BusinessError
from o2c.core.verbs import lock_one, verb


@verb("accounts.note_interaction")
def note_interaction(
    customer_id: int,
    *,
    channel: str,
    subject: str,
    direction: str = "out",
    purpose: str = "general",
    tone: str = "neutral",
    text: str = "",
    at: datetime | None = None,
    contact: Contact | None = None,
    over_cap: str = "",
    actor: User,
) -> Interaction:
    """One contact with the customer, for its timeline. Nothing of it is changed or deleted later.

    Raises BusinessError "contact_cap_reached" for a reminder beyond the cap of the customer's tier without a reason (`over_cap`),
    "interaction_in_the_future", "interaction_subject_given", "contact_of_another_customer".
    """
    customer, at = lock_one(customers(actor), customer_id), at or timezone.now()
    if at > timezone.now():
        raise BusinessError("interaction_in_the_future", field="at")
    if not subject.strip():
        raise BusinessError("interaction_subject_given", field="subject")
    if contact and contact.customer_id != customer.pk:
        raise BusinessError("contact_of_another_customer", field="contact")
    if purpose == "reminder" and direction == "out":
        _within_cap(customer, at, over_cap)
    made = Interaction.objects.create(
        customer=customer, contact=contact, at=at, channel=channel, direction=direction, purpose=purpose, tone=tone,
        subject=subject.strip(), text=text.strip(), over_cap=over_cap.strip(),
    )  # fmt: skip
    record("interaction.noted", made, actor=actor, after={"channel": channel, "subject": made.subject}, reason=over_cap)
    return made


def _within_cap(customer: Customer, at: datetime, over_cap: str) -> None:
    cap = cap_of(customer)
    if cap and not over_cap.strip() and is_reached(reminders(customer), at, cap):
        raise BusinessError("contact_cap_reached", field="over_cap", most=cap.most, days=cap.days)


def cap_of(customer: Customer) -> Cap | None:
    """How often customers of this tier may be reminded; None when nobody has said."""
    row = ContactCap.objects.filter(tier=customer.tier).first()
    return Cap(row.most, row.days) if row else None


def reminders(customer: Customer) -> QuerySet[Interaction, datetime]:
    """When the customer was reminded, the latest first; as many as a cap can count."""
    sent = Interaction.objects.filter(customer=customer, purpose="reminder", direction="out")
    return sent.order_by("-at").values_list("at", flat=True)[:100]

"""What this room holds about people, and what the house sent to them."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext_lazy as _

from o2c.accounts.customers.models import Contact, ContactBounce, Interaction
from o2c.accounts.customers.personal import PersonalRow
from o2c.core.access.models import User
from o2c.core.audit.history import versions_of
from o2c.core.outbox.models import Outbox


def contacts_held(contacts: Sequence[Contact], actor: User) -> Iterator[PersonalRow]:
    """Each contact in all its versions."""
    for contact in contacts:
        kind = str(contact.customer)
        for version in versions_of(contact):
            for fact, value in version.facts.items():
                yield PersonalRow(kind, fact, value, version.at)


def bounces_held(contacts: Sequence[Contact], actor: User) -> Iterator[PersonalRow]:
    for bounce in ContactBounce.objects.filter(contact__in=contacts).order_by("at", "pk"):
        yield PersonalRow(_("Mail that came back"), bounce.get_bounce_display(), bounce.reason, bounce.at)


def interactions_held(contacts: Sequence[Contact], actor: User) -> Iterator[PersonalRow]:
    for said in Interaction.objects.filter(contact__in=contacts).order_by("at", "pk"):
        yield PersonalRow(said.get_channel_display(), said.subject, said.text, said.at)


def mails_held(contacts: Sequence[Contact], actor: User) -> Iterator[PersonalRow]:
    """The mails sent to the person's addresses."""
    addresses = sorted({contact.email for contact in contacts if contact.email})
    for mail in Outbox.objects.filter(channel="mail", recipient__in=addresses).order_by("created_at", "pk"):
        yield PersonalRow(_("Mail sent"), mail.recipient, str(mail.rendered.get("subject") or mail.topic), mail.created_at)

"""Addresses and contacts. A change is a new row from a day on; the old one keeps its days."""

from datetime import date, datetime

from django.db.models import Exists, OuterRef
from django.utils import timezone

from o2c.accounts.customers.models import Address, Contact, ContactBounce, MailDomain
from o2c.accounts.customers.queries import customers, of_customer
from o2c.accounts.customers.rules.answers import domain_of
from o2c.core import countries
from o2c.core.access.models import User
from o2c.core.access.queries import scope
from o2c.core.audit.services import record
from o2c.core.changes import change
from o2c.core.errors import BusinessError
from o2c.core.events import publish
from o2c.core.fields import valid_on
from o2c.core.verbs import lock_one, verb

VIEW = "accounts.view_customers"


@verb("accounts.set_address")
def set_address(
    customer_id: int, *, kind: str, lines: str, city: str, country: str, valid_from: date, postcode: str = "", actor: User
) -> Address:
    """The customer's address of this kind from a day on; the one before ends there.

    Raises BusinessError "country_unknown", "address_one_per_kind" when another address of the kind starts on or after that day.
    """
    customer = lock_one(customers(actor), customer_id)
    if country not in countries.known():
        raise BusinessError("country_unknown", field="country", country=country)
    earlier = of_customer(Address, actor, customer).filter(valid_on(valid_from), kind=kind, valid_from__lt=valid_from).first()
    if earlier:
        change(earlier, valid_until=valid_from)
    address = Address.objects.create(
        customer=customer,
        kind=kind,
        lines=lines.strip(),
        postcode=postcode.strip(),
        city=city.strip(),
        country=country,
        valid_from=valid_from,
    )
    was = {"address": str(earlier)} if earlier else {}
    record("address.set", address, actor=actor, before=was, after={"address": str(address), "kind": kind, "valid_from": valid_from})
    publish("customer.changed", customer, fields=["addresses"])
    return address


@verb("accounts.add_contact")
def add_contact(
    customer_id: int,
    *,
    person: str,
    role: str,
    valid_from: date,
    email: str = "",
    phone: str = "",
    language: str = "en",
    replaces: Contact | None = None,
    actor: User,
) -> Contact:
    """A person at the customer from a day on; the contact it `replaces` ends there and stays in the list.

    Raises BusinessError "contact_reachable" without e-mail and phone, "contact_of_another_customer", "mail_domain_missing" for an
    address whose domain takes no mail.
    """
    customer = lock_one(customers(actor), customer_id)
    if MailDomain.objects.filter(name=domain_of(email), state="missing").exists():
        raise BusinessError("mail_domain_missing", field="email", domain=domain_of(email))
    if replaces:
        if replaces.customer_id != customer.pk:
            raise BusinessError("contact_of_another_customer", field="replaces")
        end_contact.step(replaces.pk, valid_until=valid_from, actor=actor)
    facts = {"person": person.strip(), "role": role, "email": email.strip().lower(), "phone": phone.strip(), "language": language}
    contact = Contact.objects.create(customer=customer, valid_from=valid_from, **facts)
    record("contact.added", contact, actor=actor, after={**facts, "valid_from": valid_from})
    publish("customer.changed", customer, fields=["contacts"])
    return contact


@verb("accounts.end_contact")
def end_contact(pk: int, *, valid_until: date, actor: User, version: int | None = None) -> Contact:
    """Nothing is sent to this contact from that day on. Raises BusinessError "contact_ends_after_start"."""
    contact = lock_one(scope(Contact.objects, actor, VIEW), pk, version)
    before, after = change(contact, valid_until=valid_until)
    record("contact.ended", contact, actor=actor, before=before, after=after)
    publish("contact.changed", contact.customer, fields=sorted(after))
    return contact


@verb("accounts.confirm_contact")
def confirm_contact(pk: int, *, actor: User, version: int | None = None) -> Contact:
    """Somebody reached this person: the contact is valid and its bounce forgotten."""
    contact = lock_one(scope(Contact.objects, actor, VIEW), pk, version)
    before, after = change(contact, state="valid", bounce="", bounced_at=None, bounce_reason="")
    record("contact.confirmed", contact, actor=actor, before=before, after=after)
    publish("contact.changed", contact.customer, fields=sorted(after))
    return contact


@verb("accounts.record_bounce")
def record_bounce(email: str, *, bounce: str, at: datetime, reason: str = "", actor: User) -> list[Contact]:
    """A mail came back. A hard bounce makes every contact with this address invalid at once; a soft one is only noted.

    Every bounce is kept; told twice on a day, it changes nothing the second time.
    """
    reason = reason[:200]
    known = scope(Contact.objects, actor, VIEW).filter(email=email.strip().lower(), valid_until=None)
    told = ContactBounce.objects.filter(contact=OuterRef("pk"), bounce=bounce, reason=reason, at__date=at.date())
    contacts = [lock_one(Contact.objects, contact.pk) for contact in known.filter(~Exists(told)).order_by("pk")]
    for contact in contacts:
        ContactBounce.objects.create(contact=contact, at=at, bounce=bounce, reason=reason)
        state = "invalid" if bounce == "hard" else contact.state
        before, after = change(contact, state=state, bounce=bounce, bounced_at=at, bounce_reason=reason)
        record("contact.bounced", contact, actor=actor, before=before, after=after)
        publish("contact.changed", contact.customer, fields=sorted(after))
    return contacts


@verb("accounts.record_mail_domain")
def record_mail_domain(name: str, *, state: str, actor: User) -> MailDomain:
    """What the name servers say about a domain: whether it takes mail."""
    domain, _made = MailDomain.objects.update_or_create(name=name, defaults={"state": state, "checked_at": timezone.now()})
    record("mail_domain.checked", domain, actor=actor, after={"domain": name, "state": state})
    return domain

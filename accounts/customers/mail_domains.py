"""Whether a domain takes mail, asked of its name servers and remembered."""

import dns.exception
import dns.resolver
from django.conf import settings
from django.utils import timezone

from o2c.accounts.customers.models import DomainState, MailDomain
from o2c.accounts.customers.rules.answers import domain_of, is_domain_known, is_reserved
from o2c.accounts.customers.services.reach import record_mail_domain
from o2c.core.access.models import User

SECONDS = 3.0


def make_known(address: str, *, actor: User) -> None:
    """Ask about the domain of an e-mail address unless its answer is known; the verbs that take the address read it."""
    domain = domain_of(address)
    if not settings.CHECK_MAIL_DOMAINS or "." not in domain or is_reserved(domain):
        return
    known = MailDomain.objects.filter(name=domain).first()
    if known is None or not is_domain_known(known.state, known.checked_at, timezone.now()):
        record_mail_domain(domain, state=asked(domain), actor=actor)


def asked(domain: str) -> str:
    """What the name servers say: mail goes to its MX records, without any to the host itself; an empty MX takes none."""
    try:
        return DomainState.FOUND if _takes_mail(domain) else DomainState.MISSING
    except dns.resolver.NXDOMAIN:
        return DomainState.MISSING
    except dns.exception.DNSException:
        return DomainState.UNREACHABLE


def _takes_mail(domain: str) -> bool:
    try:
        records = dns.resolver.resolve(domain, "MX", lifetime=SECONDS)
        return any(str(record.exchange) != "." for record in records)
    except dns.resolver.NoAnswer:
        return _has_host(domain)


def _has_host(domain: str) -> bool:
    for kind in ("A", "AAAA"):
        try:
            dns.resolver.resolve(domain, kind, lifetime=SECONDS)
        except dns.resolver.NoAnswer:
            continue
        return True
    return False

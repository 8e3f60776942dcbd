"""When an answer from outside still counts, and when it is time to ask again."""

from datetime import datetime, timedelta

REUSED_FOR = timedelta(days=1)
RECHECKED_AFTER = timedelta(days=365)
TRIED_AGAIN_AFTER = timedelta(hours=12)
DOMAIN_KNOWN_FOR = timedelta(days=30)
RESERVED = ("example", "test", "invalid", "localhost", "example.com", "example.net", "example.org")


def is_reusable(state: str, answered_at: datetime, now: datetime) -> bool:
    """A valid or invalid answer is used again for a day; that a register was not reachable is never worth keeping."""
    return state in {"valid", "invalid"} and now - answered_at < REUSED_FOR


def is_domain_known(state: str, checked_at: datetime, now: datetime) -> bool:
    """Whether what the name servers said about a domain still counts."""
    return state != "unreachable" and now - checked_at < DOMAIN_KNOWN_FOR


def domain_of(address: str) -> str:
    """The domain behind the @, in lower case; empty when there is none."""
    return address.rpartition("@")[2].strip().lower().rstrip(".") if "@" in address else ""


def is_reserved(domain: str) -> bool:
    """Domains that exist for documentation and tests only (RFC 2606): nobody is asked about them."""
    return any(domain == name or domain.endswith(f".{name}") for name in RESERVED)

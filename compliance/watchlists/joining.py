"""Looking for the same party on several lists, after a list has changed."""

from o2c.compliance.watchlists import services
from o2c.compliance.watchlists.queries import current_parties
from o2c.compliance.watchlists.rules.clusters import links
from o2c.core.access.models import User


def join_again(version_id: int, *, actor: User) -> int:
    """Compare all parties of all active lists; how many new pairs were found. Safe to repeat."""
    return services.join_parties(version_id, links(current_parties()), actor=actor)

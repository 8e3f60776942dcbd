"""A row for every rule of the catalogue; what a team changed about its own stays."""

from o2c.accounts.quality.catalogue import CHECKS
from o2c.accounts.quality.models import QualityRule


def sync_rules() -> None:
    """Write the rows that are missing; safe to run at any time."""
    known = set(QualityRule.objects.values_list("code", flat=True))
    QualityRule.objects.bulk_create(QualityRule(code=check.code, team=check.team) for check in CHECKS.values() if check.code not in known)

"""The target times and caps every database starts with; what a team changed about them stays."""

from decimal import Decimal

from o2c.accounts.customers.models import ContactCap, ServiceKind, Tier, TierTarget

HOURS = {
    Tier.KEY: {"request": 8, "case": 8, "onboarding": 24, "process": 16},
    Tier.STANDARD: {"request": 16, "case": 16, "onboarding": 40, "process": 24},
    Tier.SMALL: {"request": 24, "case": 24, "onboarding": 40, "process": 40},
}
REMINDERS = {Tier.KEY: 1, Tier.STANDARD: 2, Tier.SMALL: 3}
WINDOW = 7


def sync_levels() -> None:
    """Write what is missing; safe to run at any time."""
    known = set(TierTarget.objects.values_list("tier", "kind"))
    wanted = [(tier, kind, hours) for tier, kinds in HOURS.items() for kind, hours in kinds.items() if (tier, kind) not in known]
    TierTarget.objects.bulk_create(TierTarget(tier=tier, kind=ServiceKind(kind), hours=Decimal(hours)) for tier, kind, hours in wanted)
    capped = set(ContactCap.objects.values_list("tier", flat=True))
    missing = [(tier, most) for tier, most in REMINDERS.items() if tier not in capped]
    ContactCap.objects.bulk_create(ContactCap(tier=tier, most=most, days=WINDOW) for tier, most in missing)

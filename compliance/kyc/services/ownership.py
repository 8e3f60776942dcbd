"""The 50 % rule at work: an alert when confirmed owners together hold one half of a customer, or control it."""

from django.utils.translation import gettext as _

from o2c.compliance.alerts.models import AlertKind, AlertOrigin, ComplianceAlert
from o2c.compliance.alerts.services.reports import report
from o2c.compliance.kyc import queries
from o2c.compliance.kyc.models import KycFile
from o2c.compliance.kyc.rules.owners import Blocked, fifty_percent
from o2c.core.access.models import User
from o2c.core.sentences import sentence
from o2c.core.verbs import verb


@verb("compliance.check_ownership")
def check_ownership(customer_id: int, *, actor: User) -> ComplianceAlert | None:
    """Raise an alert that holds the customer when listed owners hold one half together; None when they do not."""
    file = KycFile.objects.select_related("customer").filter(customer=customer_id).first()
    listed = queries.listed_owners(file) if file else set()
    if file is None or not listed:
        return None
    found = fifty_percent(queries.graph(queries.shares_of(file)), listed)
    if not found.is_blocked:
        return None
    return report(
        file.customer,
        kind=AlertKind.OWNERSHIP,
        origin=AlertOrigin.INTERNAL,
        title=_("Owned by listed parties"),
        summary=_words(file, found),
        holds=True,
        about=f"ownership:{file.pk}",
        actor=actor,
    )


def _words(file: KycFile, found: Blocked) -> str:
    names = {owner.pk: owner.name for owner in queries.owners_of(file)}
    owners = [names[node] for node in found.through]
    code = "controlled_by_listed" if found.by_control else "owned_by_listed"
    return sentence(code, {"percent": found.percent, "owners": owners})

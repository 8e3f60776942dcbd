"""What this room tells the house when it loads."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from o2c.accounts.quality import night
from o2c.accounts.quality.catalogue import CHECKS
from o2c.accounts.quality.queries import VIEW
from o2c.accounts.quality.reference import sync_rules
from o2c.accounts.quality.services.runs import recheck_customer
from o2c.core import events
from o2c.core.access.queries import the_night
from o2c.core.clock import local_today
from o2c.core.jobs.night import step
from o2c.core.pages import menu, panels
from o2c.core.reference import reference
from o2c.core.sentences import name


def on_change(customer_id: int, _facts: dict[str, Any]) -> None:
    """Something about a customer changed: its issues follow at once, not only in the night."""
    recheck_customer(customer_id, day=local_today(), actor=the_night())


reference("quality rules", sync_rules)
for check in CHECKS.values():
    name(f"check:{check.code}", check.title)
for topic in ("customer.changed", "contact.changed", "tax_number.checked"):
    events.listen(topic, "accounts.quality", on_change)
step("accounts.duplicates", _("Duplicate customers looked for"), night.look_for_duplicates, per_entity=False)
step(
    "accounts.quality",
    _("Rules of data quality asked"),
    night.ask_every_rule,
    after=("accounts.readiness", "accounts.duplicates"),
    per_entity=False,
)
menu.add("accounts", _("Data quality"), "quality_board", VIEW, order=70)
menu.add("accounts", _("Quality issues"), "quality_issues", VIEW, order=71)
menu.add("accounts", _("Contacts we cannot reach"), "contact_issues", VIEW, order=72)
menu.add("accounts", _("Contract against master data"), "agreed_issues", VIEW, order=73)
menu.add("accounts", _("Possible duplicates"), "merge_proposals", VIEW, order=74)
menu.add("accounts", _("Merged customers"), "customer_merges", VIEW, order=75)
panels.add("accounts.customer", _("Data quality"), "customer_issues", permission=VIEW, order=60)

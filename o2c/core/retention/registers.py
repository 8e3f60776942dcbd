"""What this room tells the house when it loads."""

from django.utils.translation import gettext_lazy as _

from o2c.core.approvals.registry import approval_kind
from o2c.core.files.models import Attachment
from o2c.core.jobs.kinds import kind
from o2c.core.jobs.night import step
from o2c.core.outbox.models import Enclosure
from o2c.core.pages import menu
from o2c.core.reference import reference
from o2c.core.retention import files, running
from o2c.core.retention.queries import VIEW
from o2c.core.retention.reference import sync_periods
from o2c.core.retention.registry import named, source
from o2c.core.retention.services import COUNTING
from o2c.core.retention.services.periods import APPROVAL

reference("retention_periods", sync_periods)
source(files.made())
named(Attachment, "file", files.attached)
named(Enclosure, "file", files.copies(Enclosure, "file"))
kind(COUNTING, _("What is over its legal period counted"))
step("core.remove_records", _("Released records removed"), running.remove, per_entity=False)
approval_kind(APPROVAL, _("Change a legal period"), "core.activate_retention_period", roles=["approver"])
menu.add("core", _("Removal after legal periods"), "retention_release_list", VIEW, order=86)
menu.add("core", _("Legal periods"), "retention_period_list", VIEW, order=87)

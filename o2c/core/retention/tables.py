"""How legal periods, releases and what they hold are listed."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from o2c.core.pages import BuiltInView, Column, Create, Table
from o2c.core.retention.models import RetentionItem, RetentionPeriod
from o2c.core.retention.registry import title_of
from o2c.core.sentences import sentence


def length_of(row: RetentionPeriod) -> str:
    return ngettext("%(count)s year", "%(count)s years", row.years) % {"count": row.years}


def counted_from(row: RetentionPeriod) -> str:
    return str(_("the end of the year") if row.from_year_end else _("the day"))


class RetentionPeriodTable(Table):
    title = _("Legal periods")
    columns = [
        Column("country", _("Country"), "code", sort="country", narrow=True),
        Column("kind", _("Kind of record"), sort="kind", narrow=True),
        Column("years", _("Kept for"), of=length_of, sort="years", narrow=True),
        Column("from_year_end", _("Counted from"), of=counted_from),
        Column("valid_from", _("From day"), "date", sort="valid_from"),
        Column("valid_until", _("Until and including"), "last_day", sort="valid_until"),
        Column("state", _("State"), "badge", sort="state"),
        Column("source", _("Source")),
    ]
    views = [BuiltInView(_("In force"), "state=active"), BuiltInView(_("Proposed"), "state=proposed")]
    create = Create(_("Propose a period"), "retention_period_new", "core.propose_retention_period")
    nothing_yet = _("No legal period is known, so nothing is ever removed.")


class RetentionReleaseTable(Table):
    title = _("Removal after legal periods")
    columns = [
        Column("day", _("As of"), "link", sort="day", narrow=True),
        Column("state", _("State"), "badge", sort="state", narrow=True),
        Column("created_by", _("Proposed by"), narrow=True),
        Column("released_by", _("Released by"), narrow=True),
        Column("released_at", _("Released at"), "moment", sort="released_at"),
        Column("reason", _("Reason")),
    ]
    create = Create(_("Count what is over"), "retention_release_new", "core.propose_removal")
    nothing_yet = _("Nothing was counted yet: a dry run shows what would go and removes nothing.")


def what(row: RetentionItem) -> str:
    return title_of(row.object_type)


def why_kept(row: RetentionItem) -> str:
    return sentence(row.why["code"], row.why["values"]) if row.why else ""


class RetentionItemTable(Table):
    title = _("Records of releases")
    columns = [
        Column("name", _("Name"), sort="name", narrow=True),
        Column("object_type", _("What"), of=what, sort="object_type"),
        Column("country", _("Country"), "code", sort="country", narrow=True),
        Column("kind", _("Kind of record"), sort="kind"),
        Column("entity", _("Our entity")),
        Column("event_on", _("Kept since"), "date", sort="event_on"),
        Column("free_on", _("Period over on"), "date", sort="free_on", narrow=True),
        Column("size", _("Bytes"), "number", sort="size"),
        Column("sha256", "SHA-256", "code", shown=False),
        Column("state", _("State"), "badge", sort="state", narrow=True),
        Column("done_at", _("Done at"), "moment", sort="done_at"),
        Column("why", _("Why kept"), of=why_kept),
        Column("release", _("Release"), "link", url=lambda item: str(item.release.get_absolute_url())),
    ]
    nothing_yet = _("No release holds anything.")

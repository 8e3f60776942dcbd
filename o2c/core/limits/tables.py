"""How limits are listed."""

from decimal import Decimal

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from o2c.core.limits.models import Limit
from o2c.core.limits.registry import LIMIT_KINDS
from o2c.core.pages import BuiltInView, Column, Create, Table
from o2c.core.spoken import spoken


def title_of(row: Limit) -> str:
    return str(LIMIT_KINDS[row.kind].title) if row.kind in LIMIT_KINDS else row.kind


def definition_of(row: Limit) -> str:
    return str(LIMIT_KINDS[row.kind].definition) if row.kind in LIMIT_KINDS else ""


def value_of(row: Limit) -> str:
    number = Decimal(f"{row.value.normalize():f}")
    match LIMIT_KINDS[row.kind].unit if row.kind in LIMIT_KINDS else "":
        case "days":
            return ngettext("%(count)s day", "%(count)s days", int(number)) % {"count": spoken(number)}
        case "percent":
            return f"{spoken(number)} %"
        case _:
            return f"{spoken(number)} {row.currency}".strip()


def holds_for(row: Limit) -> str:
    return row.entity.code if row.entity else str(_("the whole house"))


class LimitTable(Table):
    title = _("Limits")
    columns = [
        Column("kind", _("Limit"), of=title_of, sort="kind", narrow=True),
        Column("value", _("Value"), of=value_of, sort="value", narrow=True),
        Column("entity", _("Holds for"), of=holds_for, sort="entity__code"),
        Column("starts_on", _("From day"), "date", sort="starts_on", narrow=True),
        Column("ends_on", _("Until and including"), "last_day", sort="ends_on"),
        Column("state", _("State"), "badge", sort="state"),
        Column("definition", _("What it limits"), of=definition_of),
        Column("reason", _("Reason")),
    ]
    views = [BuiltInView(_("In force"), "state=active"), BuiltInView(_("Proposed"), "state=proposed")]
    create = Create(_("Propose a limit"), "limit_new", "core.propose_limit")
    nothing_yet = _("No limit was set yet: nothing is tolerated or written off by itself, and any open month may be posted into.")

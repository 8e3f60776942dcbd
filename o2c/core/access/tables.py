"""The lists about people."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from o2c.core.access.models import Grant, Holding, SignIn
from o2c.core.access.roles import ROLE_NAMES
from o2c.core.pages.tables import BuiltInView, Column, Create, Table


def roles_in_words(user: Any) -> str:
    return ", ".join(str(ROLE_NAMES.get(code, code)) for code in (user.roles or "").split(", ") if code)


class UserTable(Table):
    title = _("Users")
    columns = [
        Column("name", _("Name"), "link", sort="name", narrow=True),
        Column("email", _("E-mail address"), sort="email"),
        Column("state", _("State"), "badge", narrow=True),
        Column("roles", _("Roles today"), of=roles_in_words),
        Column("last_seen", _("Last signed in"), "moment", sort="last_seen", narrow=True),
        Column("language", _("Language"), shown=False),
        Column("time_zone", _("Time zone"), shown=False),
    ]
    order = ["name"]
    views = [BuiltInView(_("May sign in"), "active=true")]
    create = Create(_("Invite a person"), "user_invite", "core.invite_user")


def _person_url(row: Holding | SignIn) -> str:
    return row.user.get_absolute_url() if row.user else ""


class HoldingTable(Table):
    title = _("Who may what")
    columns = [
        Column("user", _("Person"), "link", sort="user__name", narrow=True, url=_person_url),
        Column("permission", _("Permission"), sort="permission", narrow=True),
        Column("role__label", _("Role"), sort="role__code"),
        Column("entity", _("Entity"), sort="entity__code", of=lambda row: row.entity or _("all")),
        Column("region", _("Region"), sort="region", of=lambda row: row.region or _("all")),
        Column("portfolio", _("Portfolio"), sort="portfolio", of=lambda row: row.portfolio or _("all")),
        Column("starts_on", _("From"), "date", sort="starts_on"),
        Column("ends_on", _("Until and including"), "last_day", sort="ends_on"),
        Column("through", _("In cover of"), sort="through__name", narrow=True),
    ]


class SignInTable(Table):
    title = _("Sign-ins")
    columns = [
        Column("at", _("At"), "moment", sort="at", narrow=True),
        Column("email", _("E-mail address tried"), sort="email", narrow=True),
        Column("user", _("Person"), sort="user__name"),
        Column("outcome", _("Outcome"), "badge", sort="outcome", narrow=True),
        Column("address", _("Address"), sort="address"),
    ]
    order = ["-at"]
    views = [BuiltInView(_("Locked out"), "outcome=locked_out"), BuiltInView(_("Wrong password"), "outcome=wrong_password")]


class CoverTable(Table):
    title = _("Covers")
    columns = [
        Column("absent", _("Away"), "link", sort="absent__name", narrow=True),
        Column("by", _("Stands in"), sort="by__name", narrow=True),
        Column("starts_on", _("From"), "date", sort="starts_on", narrow=True),
        Column("ends_on", _("Back on"), "date", sort="ends_on"),
        Column("reason", _("Reason")),
        Column("cancelled_at", _("Cancelled"), "moment", sort="cancelled_at"),
    ]
    order = ["-starts_on"]
    nothing_yet = _("Nobody is away: a cover lets somebody work your queues with your rights for some days.")
    create = Create(_("Arrange my cover"), "cover_new", "core.arrange_cover")


def _review_url(row: Grant) -> str:
    return reverse("emergency_review", args=[row.public_id])


class EmergencyTable(Table):
    title = _("Emergency access")
    columns = [
        Column("user", _("Person"), "link", sort="user__name", narrow=True, url=_review_url),
        Column("role__label", _("Role"), sort="role__code", narrow=True),
        Column("created_at", _("Taken"), "moment", sort="created_at"),
        Column("expires_at", _("Ended"), "moment", sort="expires_at"),
        Column("reason", _("Reason")),
        Column("reviewed_by", _("Reviewed by"), narrow=True),
        Column("review_note", _("Review")),
    ]
    views = [BuiltInView(_("Waits for review"), "waiting=true")]

"""How requests and policies are listed."""

from django.utils.translation import gettext_lazy as _

from o2c.core.approvals.models import ApprovalPolicy
from o2c.core.approvals.registry import KINDS
from o2c.core.pages import BuiltInView, Column, Create, Table


def kind_title(row: object) -> str:
    code = str(getattr(row, "kind", ""))
    return str(KINDS[code].title) if code in KINDS else code


def roles_words(policy: ApprovalPolicy) -> str:
    return ", ".join(policy.roles)


class ApprovalTable(Table):
    title = _("Approvals")
    columns = [
        Column("subject_label", _("Record"), "link", narrow=True),
        Column("kind", _("What"), of=kind_title, sort="kind", narrow=True),
        Column("amount", _("Amount"), "money", sort="amount", narrow=True),
        Column("entity__code", _("Entity"), "code", sort="entity__code"),
        Column("requester", _("Asked by"), sort="requester__name"),
        Column("reason", _("Reason")),
        Column("created_at", _("Asked"), "moment", sort="created_at"),
        Column("expires_at", _("Expires"), "moment", sort="expires_at"),
        Column("state", _("State"), "badge", sort="state"),
    ]
    views = [BuiltInView(_("Waiting"), "state=pending")]
    nothing_yet = _("Nothing was asked for yet.")


class DecideTable(ApprovalTable):
    title = _("Waiting for my approval")
    views = []
    nothing_yet = _("Nothing waits for your approval.")
    personal = True


class PolicyTable(Table):
    title = _("Approval policies")
    columns = [
        Column("kind", _("What"), of=kind_title, sort="kind", narrow=True),
        Column("from_amount", _("From"), "money", narrow=True),
        Column("until_amount", _("Below"), "money", narrow=True),
        Column("roles", _("Who decides, one step each"), of=roles_words),
        Column("starts_on", _("From day"), "date", sort="starts_on"),
        Column("ends_on", _("Until and including"), "last_day", sort="ends_on"),
        Column("state", _("State"), "badge", sort="state"),
        Column("reason", _("Reason")),
    ]
    create = Create(_("Propose a policy"), "approval_policy_new", "core.propose_policy")
    nothing_yet = _("No policy was set yet: each kind of request goes to the role its room names.")

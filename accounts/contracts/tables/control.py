"""How policies, authorities, waivers and payment terms are listed."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from o2c.core.dates import due_date
from o2c.core.pages import BuiltInView, Column, Create, Table

SAMPLE = date(2026, 1, 15)
VALID = [
    Column("valid_from", _("Valid from"), "date", sort="valid_from"),
    Column("valid_until", _("Until and including"), "last_day", sort="valid_until"),
]


class WaiverTable(Table):
    title = _("Waivers")
    order = ["until"]
    columns = [
        Column("contract", _("Contract"), "link", narrow=True, of=lambda row: str(row.contract)),
        Column("contract__customer__legal_name", _("Customer"), sort="contract__customer__search_name"),
        Column("contract__entity__code", _("Our entity"), "code", sort="contract__entity__code"),
        Column("rule", _("Rule"), "code", sort="rule", narrow=True),
        Column("reason", _("Reason")),
        Column("created_by", _("Asked by"), of=lambda row: str(row.created_by or "")),
        Column("granted_by", _("Granted by"), of=lambda row: str(row.granted_by or "")),
        Column("until", _("Until and including"), "last_day", sort="until"),
        Column("state", _("State"), "badge", sort="state", narrow=True),
        Column(
            "end", _("Actions"), "action", of=lambda row: "" if row.state == "ended" else _("End"),
            url=lambda row: reverse("contract_waiver_end", args=[row.public_id]), permission="accounts.end_contract_waiver",
        ),
    ]  # fmt: skip
    views = [BuiltInView(_("In force"), "state=granted&in_force=true"), BuiltInView(_("Expired"), "state=granted&in_force=false")]
    nothing_yet = _("No rule of a contract has been waived.")


class PolicyTable(Table):
    title = _("Contract policies")
    order = ["entity__code"]
    columns = [
        Column("entity__code", _("Our entity"), "link", sort="entity__code", narrow=True),
        *VALID,
        Column("terms", _("Approved payment terms"), of=lambda row: ", ".join(row.terms)),
        Column("currencies", _("Allowed currencies"), of=lambda row: ", ".join(row.currencies)),
        Column("state", _("State"), "badge", sort="state", narrow=True),
    ]
    create = Create(_("New policy"), "contract_policy_new", "accounts.propose_contract_policy")
    nothing_yet = _("No entity has a policy yet: no contract can come into force.")


class AuthorityTable(Table):
    title = _("Who signs for us")
    order = ["person"]
    columns = [
        Column("person", _("Name"), sort="person", narrow=True),
        Column("entity__code", _("Our entity"), "code", sort="entity__code"),
        Column("up_to", _("Signs up to"), "money", sort="up_to", narrow=True),
        *VALID,
        Column(
            "end", _("Actions"), "action", of=lambda row: "" if row.valid_until else _("End"),
            url=lambda row: reverse("signing_authority_end", args=[row.public_id]), permission="accounts.end_signing_authority",
        ),
    ]  # fmt: skip
    create = Create(_("New authority"), "signing_authority_new", "accounts.add_signing_authority")
    nothing_yet = _("Nobody may sign for us yet: enter who does.")


class TermTable(Table):
    title = _("Payment terms")
    order = ["net_days"]
    columns = [
        Column("code", _("Code"), "code", sort="code", narrow=True),
        Column("net_days", _("Net days"), "number", sort="net_days", narrow=True),
        Column("eom_mode", _("End of month"), sort="eom_mode"),
        Column("discount_percent", _("Early payment discount in percent"), "number", shown=False),
        Column("discount_days", _("Discount within days"), "number", shown=False),
        Column("means", _("Paid by")),
        Column("due", _("15 January falls due on"), "date", of=lambda row: due_date(SAMPLE, row.net_days, row.mode)),
    ]
    create = Create(_("New payment terms"), "payment_term_new", "accounts.create_payment_term")

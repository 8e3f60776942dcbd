"""How payment methods, mandates and registrations are listed."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from o2c.core.pages import BuiltInView, Column, Table
from o2c.core.sentences import sentence


def of_customer(narrow: bool = True) -> Column:
    return Column(
        "customer__legal_name",
        _("Customer"),
        "link",
        sort="customer__search_name",
        narrow=narrow,
        url=lambda row: row.customer.get_absolute_url(),
    )


class MethodTable(Table):
    title = _("Payment methods")
    order = ["customer__search_name"]
    columns = [
        Column("name", _("Method"), "link", narrow=True, of=str),
        of_customer(),
        Column("rank", _("Rank"), sort="rank"),
        Column("expires", _("Expires"), of=lambda row: f"{row.expires:%m/%Y}" if row.expires else None, sort="expires"),
        Column("answer", _("Last authorisation")),
        Column("answered_at", _("Last authorisation at"), "moment", sort="answered_at"),
        Column("state", _("State"), "badge", sort="state", narrow=True),
    ]
    views = [
        BuiltInView(_("Cards"), "kind=card"),
        BuiltInView(_("Suspended"), "state=suspended"),
        BuiltInView(_("Expiring"), "kind=card&state=active&o=expires"),
    ]
    nothing_yet = _("No customer has a payment method yet.")


class MandateTable(Table):
    title = _("Mandates")
    order = ["-pk"]
    columns = [
        Column("reference", _("Reference"), "link", sort="reference", narrow=True),
        of_customer(),
        Column("entity__code", _("Our entity"), "code", sort="entity__code"),
        Column("scheme", _("Scheme")),
        Column("masked", _("IBAN"), "code"),
        Column("signed_on", _("Signed on"), "date", sort="signed_on"),
        Column("last_used_on", _("Last collection"), "date", sort="last_used_on"),
        Column("reason", _("Why")),
        Column("state", _("State"), "badge", sort="state", narrow=True),
    ]
    views = [BuiltInView(_("Suspended"), "state=suspended"), BuiltInView(_("To be signed"), "state=draft&state=sent")]
    nothing_yet = _("No mandate yet.")


def why(row: Any) -> str:
    return sentence(f"failure_{row.failure}") if row.failure else ""


def next_step(row: Any) -> str:
    return sentence(f"failure_{row.failure}_next") if row.state == "failed" else ""


class RegistrationTable(Table):
    title = _("Registrations of payment methods")
    order = ["-created_at"]
    columns = [
        Column("kind", _("Kind"), "link", narrow=True),
        of_customer(),
        Column("email", _("Link sent to")),
        Column("failures", _("Failed attempts"), "number", sort="failures"),
        Column("failure", _("What went wrong"), of=why),
        Column("next", _("Next step"), of=next_step),
        Column("expires_at", _("Link good until"), "moment", sort="expires_at"),
        Column("state", _("State"), "badge", sort="state", narrow=True),
    ]
    views = [BuiltInView(_("Failed"), "state=failed"), BuiltInView(_("Waiting"), "state=invited")]
    nothing_yet = _("No customer was asked to register a payment method yet.")

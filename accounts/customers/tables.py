"""How customers are listed."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from o2c.core import countries
from o2c.core.pages import BuiltInView, Column, Create, Table


class CustomerTable(Table):
    title = _("Customers")
    order = ["search_name"]
    columns = [
        Column("legal_name", _("Legal name"), "link", sort="search_name", narrow=True),
        Column("number", _("Number"), "code", sort="number"),
        Column("country", _("Country"), sort="country", of=lambda row: countries.name(row.country) if row.country else None),
        Column("type", _("Type"), sort="type"),
        Column("entity_codes", _("Our entities")),
        Column("vat_id", _("VAT id"), "code"),
        Column("tier", _("Tier"), sort="tier"),
        Column("risk_class", _("Risk class"), sort="risk_class", shown=False),
        Column("language", _("Language"), shown=False),
        Column("name_latin", _("Name in Latin letters"), shown=False),
        Column("name_native", _("Name in its own script"), shown=False),
        Column("reg_no", _("Registration number"), "code", shown=False),
        Column("lei", _("Legal entity identifier"), "code", shown=False),
        Column("origin", _("Origin"), shown=False),
        Column("created_at", _("Entered"), "moment", sort="created_at", shown=False),
        Column("verdict", _("Billing"), "badge"),
        Column("state", _("State"), "badge", sort="state", narrow=True),
    ]
    views = [
        BuiltInView(_("In onboarding"), "state=draft&state=onboarding"),
        BuiltInView(_("Active"), "state=active"),
        BuiltInView(_("Blocked for billing"), "billing=blocked"),
    ]
    create = Create(_("New customer"), "customer_new", "accounts.create_customer")
    also = [Create(_("Import from Excel"), "customer_import", "accounts.edit_customer")]
    nothing_yet = _("No customer has been entered yet.")


OF_CUSTOMER = [
    Column(
        "customer__legal_name", _("Customer"), "link", sort="customer__search_name", narrow=True,
        url=lambda row: row.customer.get_absolute_url(),
    ),
    Column("customer__number", _("Customer number"), "code", sort="customer__number"),
]  # fmt: skip


class AddressTable(Table):
    title = _("Addresses")
    order = ["customer__search_name"]
    columns = [
        *OF_CUSTOMER,
        Column("kind", _("Kind"), sort="kind"),
        Column("lines", _("Street and number")),
        Column("postcode", _("Postcode"), "code"),
        Column("city", _("City"), sort="city", narrow=True),
        Column("country", _("Country"), sort="country", of=lambda row: countries.name(row.country)),
        Column("valid_from", _("Valid from"), "date", sort="valid_from"),
        Column("valid_until", _("Until and including"), "last_day"),
    ]
    also = [Create(_("Import from Excel"), "address_import", "accounts.set_address")]
    nothing_yet = _("No address has been entered yet.")


class ContactTable(Table):
    title = _("Contacts")
    order = ["customer__search_name"]
    columns = [
        *OF_CUSTOMER,
        Column("person", _("Name"), "link", sort="person", narrow=True),
        Column("role", _("Role"), sort="role"),
        Column("email", _("E-mail address"), "code"),
        Column("phone", _("Phone"), "code"),
        Column("language", _("Language")),
        Column("valid_from", _("Valid from"), "date", sort="valid_from"),
        Column("valid_until", _("Until and including"), "last_day"),
        Column("state", _("State"), "badge", sort="state", narrow=True),
    ]
    views = [BuiltInView(_("Mail comes back"), "state=invalid")]
    also = [Create(_("Import from Excel"), "contact_import", "accounts.add_contact")]
    nothing_yet = _("No contact has been entered yet.")


class ProcessChangeTable(Table):
    title = _("Changes of client processes")
    order = ["due_at"]
    columns = [
        Column("customer__legal_name", _("Customer"), "link", narrow=True),
        Column("reason", _("Why")),
        Column("created_by", _("Requested by")),
        Column("due_at", _("Due"), "moment", sort="due_at", narrow=True),
        Column("applied_at", _("Applied"), "moment", sort="applied_at"),
        Column("answer", _("The client's answer"), shown=False),
        Column("standing", _("State"), "badge", sort="state", narrow=True),
    ]
    views = [BuiltInView(_("To apply"), "state=requested"), BuiltInView(_("To be confirmed"), "state=applied")]
    nothing_yet = _("No change of a client's process has been requested yet.")


class RecordsHoldTable(Table):
    title = _("Holds on records")
    columns = [
        Column(
            "customer",
            _("Customer"),
            "link",
            sort="customer__search_name",
            narrow=True,
            url=lambda hold: str(hold.customer.get_absolute_url()),
        ),
        Column("kind", _("Why"), sort="kind", narrow=True),
        Column("reason", _("Reason")),
        Column("created_at", _("Since"), "moment", sort="created_at"),
        Column("created_by", _("Placed by")),
        Column("ended_at", _("Ended at"), "moment", sort="ended_at", narrow=True),
        Column("ended_by", _("Ended by")),
        Column("end_reason", _("Why it ended")),
        Column(
            "end",
            _("End"),
            "action",
            of=lambda hold: "" if hold.ended_at else str(_("End the hold")),
            url=lambda hold: reverse("records_hold_end", args=[hold.public_id]),
            permission="accounts.end_records_hold",
        ),
    ]
    views = [BuiltInView(_("Standing"), "standing=true")]
    nothing_yet = _("No records are held: everything may go once its legal period is over.")

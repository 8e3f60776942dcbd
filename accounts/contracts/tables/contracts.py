"""How contracts and insertion orders are listed."""

from django.utils.translation import gettext_lazy as _

from o2c.core.pages import BuiltInView, Column, Create, Table

CUSTOMER = Column(
    "customer__legal_name", _("Customer"), "link", sort="customer__search_name", url=lambda row: row.customer.get_absolute_url()
)
ENTITY = Column("entity__code", _("Our entity"), "code", sort="entity__code")
SPAN = [
    Column("starts_on", _("Starts on"), "date", sort="starts_on"),
    Column("ends_on", _("Until and including"), "last_day", sort="ends_on"),
]
STATE = Column("state", _("State"), "badge", sort="state", narrow=True)


class ContractTable(Table):
    title = _("Contracts")
    order = ["-starts_on"]
    columns = [
        Column("number", _("Number"), "link", sort="number", narrow=True, of=str),
        CUSTOMER,
        ENTITY,
        *SPAN,
        Column("currency", _("Currency"), "code", sort="currency"),
        Column("terms__code", _("Payment terms"), "code", sort="terms__net_days"),
        Column("customer__number", _("Customer number"), "code", shown=False),
        Column("expected_exposure", _("Expected exposure"), "money", shown=False),
        Column("credit_limit", _("Credit limit"), "money", shown=False),
        Column("renewal", _("Renewal"), shown=False),
        Column("notice_days", _("Notice in days"), "number", shown=False),
        Column("products", _("Products"), shown=False, of=lambda row: ", ".join(row.products)),
        Column("party_name", _("Party as the contract names it"), shown=False),
        Column("party_tax_id", _("Tax id in the contract"), "code", shown=False),
        Column("language", _("Language of the contract"), shown=False),
        Column("signed_on", _("Signed on"), "date", shown=False),
        STATE,
    ]
    views = [BuiltInView(_("To approve"), "state=submitted"), BuiltInView(_("Active"), "state=active")]
    create = Create(_("New contract"), "contract_new", "accounts.create_contract")
    also = [Create(_("Import from Excel"), "contract_import", "accounts.create_contract")]
    nothing_yet = _("No contract has been entered yet.")


class OrderTable(Table):
    title = _("Insertion orders")
    order = ["-starts_on"]
    columns = [
        Column("number", _("Number"), "link", sort="number", narrow=True),
        CUSTOMER,
        ENTITY,
        *SPAN,
        Column("amount", _("Amount"), "money", sort="amount", total=True),
        Column("signed_on", _("Signed on"), "date", sort="signed_on"),
        STATE,
    ]
    views = [BuiltInView(_("Not signed"), "state=draft")]
    create = Create(_("New insertion order"), "insertion_order_new", "accounts.create_insertion_order")
    nothing_yet = _("No insertion order has been entered yet.")

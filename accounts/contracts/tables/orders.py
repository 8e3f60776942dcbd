"""How purchase orders, price lists and conditions are listed."""

from django.utils.translation import gettext_lazy as _

from o2c.accounts.contracts.tables.contracts import CUSTOMER, ENTITY, STATE
from o2c.core.pages import BuiltInView, Column, Create, Table


class PurchaseOrderTable(Table):
    title = _("Purchase orders")
    order = ["-starts_on"]
    columns = [
        Column("number", _("Number"), "link", sort="number", narrow=True),
        CUSTOMER,
        ENTITY,
        Column("starts_on", _("Valid from"), "date", sort="starts_on"),
        Column("ends_on", _("Until and including"), "last_day", sort="ends_on"),
        Column("amount", _("Amount"), "money", sort="amount", total=True),
        Column("billed", _("Billed"), "money", shown=True),
        Column("held", _("Held"), "money"),
        Column("remaining", _("Remaining"), "money", sort="remaining", narrow=True),
        Column("tolerance_percent", _("Tolerance in percent"), "number", shown=False),
        Column("reference", _("Customer's reference"), shown=False),
        Column("standing", _("State"), "badge", sort="standing"),
    ]
    views = [
        BuiltInView(_("Open"), "standing=open"),
        BuiltInView(_("Expired"), "standing=expired"),
        BuiltInView(_("Nearly used up"), "standing=open&remaining_share=10"),
    ]
    create = Create(_("New purchase order"), "purchase_order_new", "accounts.create_purchase_order")
    nothing_yet = _("No purchase order has been taken in yet.")


class PriceListTable(Table):
    title = _("Price lists")
    order = ["code"]
    columns = [
        Column("code", _("Code"), "link", sort="code", narrow=True),
        Column("name", _("Name"), sort="name"),
        Column("entity__code", _("Our entity"), "code", sort="entity__code"),
        Column("currency", _("Currency"), "code", sort="currency"),
    ]
    create = Create(_("New price list"), "price_list_new", "accounts.create_price_list")
    nothing_yet = _("No price list has been entered yet.")


class ConditionTable(Table):
    title = _("Prices and conditions")
    order = ["-valid_from"]
    columns = [
        Column("kind", _("Kind"), "link", sort="kind", narrow=True, of=lambda row: row.get_kind_display()),
        Column("owner", _("Contract or list"), of=lambda row: str(row.contract or row.price_list)),
        Column("customer__legal_name", _("Customer"), sort="customer__search_name"),
        Column("entity__code", _("Our entity"), "code", sort="entity__code"),
        Column("product", _("Product"), sort="product"),
        Column("value", _("Value"), "code", sort="value", narrow=True, of=lambda row: f"{row.value.normalize():f}"),
        Column("currency", _("Currency"), "code"),
        Column("unit", _("Per"), shown=False),
        Column("valid_from", _("Valid from"), "date", sort="valid_from"),
        Column("valid_until", _("Until and including"), "last_day", sort="valid_until"),
        Column("approved_by", _("Approved by"), of=lambda row: str(row.approved_by or ""), shown=False),
        STATE,
    ]
    views = [BuiltInView(_("Waiting for approval"), "state=proposed"), BuiltInView(_("Active"), "state=active")]
    nothing_yet = _("No price or condition has been proposed yet: open a contract or a price list.")

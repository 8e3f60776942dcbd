"""What this room tells the house when it loads."""

from django.utils.translation import gettext_lazy as _

from o2c.accounts.contracts.queries.purchase_orders import used_by
from o2c.billing.invoicing.night import repropose
from o2c.billing.invoicing.proofs import runs_are_complete, spend_billed_once
from o2c.billing.invoicing.queries import VIEW
from o2c.billing.invoicing.services import APPROVAL, POSTING, PROPOSING
from o2c.billing.invoicing.usage import billed_of_order, held_of_order
from o2c.billing.spend.queries import VIEW as VIEW_SPEND
from o2c.core.approvals.registry import approval_kind
from o2c.core.jobs.kinds import kind
from o2c.core.jobs.night import step
from o2c.core.pages import menu, panels
from o2c.core.proofs.registry import proof

menu.add("billing", _("Billing runs"), "billing_run_list", VIEW, order=10)
menu.add("billing", _("Spend in billing runs"), "run_item_list", VIEW, order=12)
menu.add("billing", _("Invoices of billing runs"), "run_document_list", VIEW, order=11)
menu.add("billing", _("Unbilled spend by reason"), "unbilled_board", VIEW_SPEND, order=13)
panels.add("home", _("Held invoices"), "home_held", permission="billing.open_billing_run", order=38)
panels.add("accounts.customer", _("Unbilled and held"), "customer_unbilled", permission=VIEW, order=22)
panels.add("accounts.purchaseorder", _("Use"), "purchase_order_use", permission=VIEW, order=10)
panels.add("accounts.purchaseorder", _("What it releases"), "purchase_order_releases", permission=VIEW, order=20)
panels.add("accounts.vendorregistration", _("Invoices it holds up"), "vendor_held", permission=VIEW, order=10)
used_by(billed=billed_of_order, held=held_of_order)
step("billing.repropose", _("Billing proposals brought up to date"), repropose, after=("billing.controls",))
proof("spend_billed_once", _("Spend is billed once, and for its amount"), spend_billed_once, "billing")
proof("runs_are_complete", _("Billed, held, stopped, test and not billed are all spend"), runs_are_complete, "billing")
kind(PROPOSING, _("Billing run proposed"))
kind(POSTING, _("Billing run posted"))
approval_kind(APPROVAL, _("Issue the invoices of a billing run"), "billing.approve_run", roles=["approver"])

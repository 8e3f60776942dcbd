"""What this room tells the house when it loads."""

from django.utils.translation import gettext_lazy as _

from o2c.accounts.contracts import queries, retained, traced, watch
from o2c.accounts.contracts.gates import credit_checked_since_return
from o2c.accounts.contracts.reference import sync_terms
from o2c.accounts.contracts.services import control, prices, review
from o2c.core import gates
from o2c.core.approvals.registry import approval_kind
from o2c.core.files.reach import carries_files
from o2c.core.jobs import night
from o2c.core.pages import menu, panels
from o2c.core.reference import reference

RETAINED = retained  # importing it registers how long files are kept
TRACED = traced  # importing it registers what lies on the way of the money

gates.answer("activate_customer", credit_checked_since_return)
reference("payment_terms", sync_terms)
menu.add("accounts", _("Contracts"), "contract_list", queries.VIEW, order=20)
menu.add("accounts", _("Insertion orders"), "insertion_order_list", queries.VIEW, order=21)
panels.add("accounts.customer", _("Contracts"), "customer_contracts", permission=queries.VIEW, order=20)
carries_files("accounts.contract", queries.contracts)
carries_files("accounts.insertionorder", queries.insertion_orders)
carries_files("accounts.purchaseorder", queries.purchase_orders)
carries_files("accounts.pricelist", queries.price_lists)
carries_files("accounts.condition", queries.conditions)
carries_files("accounts.contractpolicy", queries.policies)

menu.add("accounts", _("Purchase orders"), "purchase_order_list", queries.VIEW, order=22)
menu.add("accounts", _("Prices and conditions"), "condition_list", queries.VIEW, order=23)
menu.add("accounts", _("Price lists"), "price_list_list", queries.VIEW, order=24)
menu.add("accounts", _("Waivers"), "contract_waiver_list", queries.VIEW, order=25)
menu.add("accounts", _("Contract policies"), "contract_policy_list", queries.VIEW, order=90)
menu.add("accounts", _("Who signs for us"), "signing_authority_list", queries.VIEW, order=91)
menu.add("accounts", _("Payment terms"), "payment_term_list", queries.VIEW, order=92)
panels.add("accounts.customer", _("Purchase orders"), "customer_purchase_orders", permission=queries.VIEW, order=25)
panels.add("accounts.contract", _("Internal control"), "contract_control", permission=queries.VIEW, order=10)
panels.add("accounts.contract", _("Prices and conditions"), "contract_conditions", permission=queries.VIEW, order=20)
panels.add("accounts.contract", _("Revisions"), "contract_revisions", permission=queries.VIEW, order=30)
panels.add("accounts.pricelist", _("Prices and conditions"), "price_list_conditions", permission=queries.VIEW, order=10)

approval_kind(review.KIND, _("Waive a rule of a contract"), "accounts.grant_contract_waiver", roles=["approver"])
approval_kind(control.POLICY_KIND, _("Change a contract policy"), "accounts.activate_contract_policy", roles=["approver"])
approval_kind(prices.KIND, _("Bring a price or condition into force"), "accounts.activate_condition", roles=["approver"])

night.step("accounts.expire_contracts", _("Contracts that ended"), watch.expire)
night.step("accounts.renew_contracts", _("Contracts that renew, and notices due"), watch.renew)

"""What this room tells the house when it loads."""

from django.utils.translation import gettext_lazy as _

from o2c.accounts.contracts import queries
from o2c.accounts.contracts.reference import sync_terms
from o2c.core.files.reach import carries_files
from o2c.core.pages import menu, panels
from o2c.core.reference import reference

reference("payment_terms", sync_terms)
menu.add("accounts", _("Contracts"), "contract_list", queries.VIEW, order=20)
menu.add("accounts", _("Insertion orders"), "insertion_order_list", queries.VIEW, order=21)
panels.add("accounts.customer", _("Contracts"), "customer_contracts", permission=queries.VIEW, order=20)
carries_files("accounts.contract", queries.contracts)
carries_files("accounts.insertionorder", queries.insertion_orders)

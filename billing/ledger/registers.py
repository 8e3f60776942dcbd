"""What this room tells the house when it loads."""

from django.utils.translation import gettext_lazy as _

from o2c.accounts.customers.erasing import last_use
from o2c.billing.ledger import exposure, proofs, traced
from o2c.billing.ledger.gates import settled_accounts_only
from o2c.billing.ledger.queries.items import VIEW
from o2c.billing.ledger.retained import last_posted, still_open
from o2c.core import gates
from o2c.core.jobs.night import step
from o2c.core.pages import menu, panels
from o2c.core.proofs.registry import proof
from o2c.core.retention.judging import QUESTION

TRACED = traced  # importing it registers what lies on the way of the money

gates.answer_for_many(QUESTION, still_open)
last_use(last_posted)
gates.answer("close_account", settled_accounts_only)
step("billing.open_amounts", _("Open amounts told to master data"), exposure.tell, per_entity=False)
menu.add("billing", _("Open items"), "open_item_list", VIEW, order=10)
menu.add("billing", _("Journal"), "entry_list", VIEW, order=30)
panels.add("accounts.customer.head", _("Open balance"), "customer_balance", permission=VIEW)
panels.add("accounts.customer", _("Open items"), "customer_open_items", permission=VIEW, order=5)
panels.add("accounts.financialaccount", _("Open items"), "account_open_items", permission=VIEW, order=10)

proof(
    "open_amounts_match_allocations",
    _("Open amounts are original amounts less allocations"),
    proofs.open_amounts_match_allocations,
    "billing",
)
proof("items_match_journal", _("Open items and journal agree on every control account"), proofs.items_match_journal, "billing")
proof("allocations_have_two_sides", _("As much is settled on debits as with credits"), proofs.allocations_have_two_sides, "billing")
proof("customers_settle_their_own", _("Credits settle only what may be settled with them"), proofs.customers_settle_their_own, "billing")
proof("entries_are_complete", _("Every entry has lines that balance"), proofs.entries_are_complete, "billing")
proof("posted_rows_are_unchanged", _("No posted row has changed"), proofs.posted_rows_are_unchanged, "billing")

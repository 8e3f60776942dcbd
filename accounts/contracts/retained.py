"""How long the files of contracts, orders and prices are kept: from their end."""

from o2c.accounts.contracts.models import Condition, Contract, PurchaseOrder
from o2c.core.retention.files import of_column
from o2c.core.retention.models import RecordKind
from o2c.core.retention.registry import named

for model, column, end, number in [
    (Contract, "signed_file", "ends_on", "number"),
    (PurchaseOrder, "document", "ends_on", "number"),
    (Condition, "document", "valid_until", "product"),
]:
    uses = of_column(model, column, RecordKind.CONTRACT, event=end, entity="entity", customer="customer", name=number)
    named(model, column, uses)

"""On what terms we deal: payment terms, contracts with their control, insertion and purchase orders, prices."""

from o2c.accounts.contracts.models.contracts import Clause, Contract, ContractState, CreditResult, Renewal
from o2c.accounts.contracts.models.control import ContractPolicy, PolicyState, SigningAuthority
from o2c.accounts.contracts.models.orders import InsertionOrder, OrderState
from o2c.accounts.contracts.models.prices import SHARES, Condition, ConditionKind, ConditionState, PriceList
from o2c.accounts.contracts.models.purchase_orders import PurchaseOrder, PurchaseOrderState
from o2c.accounts.contracts.models.review import ContractRuleResult, ContractWaiver, Stage, WaiverState
from o2c.accounts.contracts.models.terms import EndOfMonth, Means, PaymentTerm

__all__ = [
    "SHARES",
    "Clause",
    "Condition",
    "ConditionKind",
    "ConditionState",
    "Contract",
    "ContractPolicy",
    "ContractRuleResult",
    "ContractState",
    "ContractWaiver",
    "CreditResult",
    "EndOfMonth",
    "InsertionOrder",
    "Means",
    "OrderState",
    "PaymentTerm",
    "PolicyState",
    "PriceList",
    "PurchaseOrder",
    "PurchaseOrderState",
    "Renewal",
    "SigningAuthority",
    "Stage",
    "WaiverState",
]

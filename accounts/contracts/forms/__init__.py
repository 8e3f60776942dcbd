"""What is typed about contracts, their control, orders and prices."""

from o2c.accounts.contracts.forms.contracts import (
    AnnexForm,
    ContractEditForm,
    ContractForm,
    ContractNewForm,
    CreditCheckForm,
    LegalReviewForm,
    SignedCopyForm,
    TerminateForm,
    WaiverForm,
)
from o2c.accounts.contracts.forms.control import AuthorityForm, PolicyForm, TermForm
from o2c.accounts.contracts.forms.fields import WordsField, currency_field, entity_field, file_field, stored, terms_field
from o2c.accounts.contracts.forms.orders import OrderEditForm, OrderForm, OrderNewForm, SignForm
from o2c.accounts.contracts.forms.prices import ConditionForm, EndConditionForm, PriceListForm
from o2c.accounts.contracts.forms.purchase_orders import PurchaseOrderForm, PurchaseOrderNewForm, PurchaseOrderUpdateForm

__all__ = [
    "AnnexForm",
    "AuthorityForm",
    "ConditionForm",
    "ContractEditForm",
    "ContractForm",
    "ContractNewForm",
    "CreditCheckForm",
    "EndConditionForm",
    "LegalReviewForm",
    "OrderEditForm",
    "OrderForm",
    "OrderNewForm",
    "PolicyForm",
    "PriceListForm",
    "PurchaseOrderForm",
    "PurchaseOrderNewForm",
    "PurchaseOrderUpdateForm",
    "SignForm",
    "SignedCopyForm",
    "TermForm",
    "TerminateForm",
    "WaiverForm",
    "WordsField",
    "currency_field",
    "entity_field",
    "file_field",
    "stored",
    "terms_field",
]

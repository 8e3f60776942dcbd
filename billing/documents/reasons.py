"""Why a document corrects another: the code stands on the document, the words are read by every room."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Cause(models.TextChoices):
    """Why. Which of them are our own error is a rule of the corrections room."""

    WRONG_PRICE = "wrong_price", _("wrong price")
    WRONG_CONDITION = "wrong_condition", _("discount or condition not applied")
    WRONG_QUANTITY = "wrong_quantity", _("wrong quantity")
    WRONG_PERIOD = "wrong_period", _("wrong service period")
    WRONG_TAX = "wrong_tax", _("wrong tax")
    WRONG_TAX_ID = "wrong_tax_id", _("wrong tax number")
    WRONG_ENTITY = "wrong_entity", _("wrong company billed, or wrong company of ours")
    WRONG_ADDRESS = "wrong_address", _("wrong billing address")
    WRONG_ORDER = "wrong_order", _("purchase order wrong or missing")
    DUPLICATE = "duplicate", _("billed twice")
    NOT_DELIVERED = "not_delivered", _("billed but not delivered")
    UNDERBILLED = "underbilled", _("billed too little, found by the customer or agreed")
    CUSTOMER_WISH = "customer_wish", _("wish of the customer")
    GOODWILL = "goodwill", _("commercial gesture")


def reason_named(code: str) -> str:
    """The reason in the reader's words; one that is none of ours (a draft written by hand) as it was typed."""
    return str(dict(Cause.choices).get(code, code))

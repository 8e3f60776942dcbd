"""What cards were charged, told by the processor."""

from datetime import date

from o2c.accounts.payment_methods.queries import payment_methods
from o2c.billing.refunds.models import CardCapture
from o2c.core.access.models import User
from o2c.core.audit.services import record
from o2c.core.errors import BusinessError
from o2c.core.money import Money
from o2c.core.verbs import lock_one, verb


@verb("billing.record_capture")
def record_capture(method_id: int, *, reference: str, amount: Money, captured_on: date, actor: User) -> CardCapture:
    """A card was charged: so much can go back to it. Raises BusinessError "method_is_no_card", "cardcapture_once"."""
    method = lock_one(payment_methods(actor), method_id)
    if method.kind != "card":
        raise BusinessError("method_is_no_card")
    capture = CardCapture.objects.create(
        method=method, customer=method.customer, reference=reference, amount=amount.value, currency=amount.currency, captured_on=captured_on
    )
    record("card_capture.recorded", capture, actor=actor, after={"amount": amount.value, "currency": amount.currency, "on": captured_on})
    return capture

"""Payment terms."""

from decimal import Decimal

from o2c.accounts.contracts.models import PaymentTerm
from o2c.core.access.models import User
from o2c.core.audit.services import record
from o2c.core.verbs import verb


@verb("accounts.create_payment_term")
def create_payment_term(
    *,
    code: str,
    net_days: int,
    eom_mode: str = "none",
    discount_percent: Decimal = Decimal(0),
    discount_days: int = 0,
    actor: User,
) -> PaymentTerm:
    """New terms to choose from. Raises BusinessError "paymentterm_code_once", "paymentterm_days_at_most_a_year"."""
    facts = {"net_days": net_days, "eom_mode": eom_mode, "discount_percent": discount_percent, "discount_days": discount_days}
    term = PaymentTerm.objects.create(code=code.strip().upper(), **facts)
    record("payment_term.created", term, actor=actor, after={"code": term.code, **facts})
    return term

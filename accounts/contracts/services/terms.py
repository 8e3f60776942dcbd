"""Payment terms."""

from collections.abc import Iterable
from decimal import Decimal

from o2c.accounts.contracts.models import PaymentTerm
from o2c.core.access.models import User
from o2c.core.audit.services import record
from o2c.core.errors import BusinessError
from o2c.core.verbs import verb


@verb("accounts.create_payment_term")
def create_payment_term(
    *,
    code: str,
    net_days: int,
    eom_mode: str = "none",
    discount_percent: Decimal = Decimal(0),
    discount_days: int = 0,
    means: str = "",
    actor: User,
) -> PaymentTerm:
    """New terms to choose from, once a policy approves them.

    Raises BusinessError "paymentterm_code_once", "paymentterm_days_at_most_a_year".
    """
    facts = {"net_days": net_days, "eom_mode": eom_mode, "discount_percent": discount_percent, "discount_days": discount_days}
    term = PaymentTerm.objects.create(code=code.strip().upper(), means=means, **facts)
    record("payment_term.created", term, actor=actor, after={"code": term.code, "means": means, **facts})
    return term


def known_terms(codes: Iterable[str]) -> None:
    """Raises BusinessError "terms_unknown" naming the first code without terms."""
    if unknown := set(codes) - set(PaymentTerm.objects.values_list("code", flat=True)):
        raise BusinessError("terms_unknown", field="terms", code=min(unknown))

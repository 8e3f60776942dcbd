"""The payment terms every house knows."""

from o2c.accounts.contracts.models import PaymentTerm

NET_DAYS = (0, 7, 14, 15, 30, 45, 60, 90)


def sync_terms() -> None:
    """Net days, and the two end-of-month terms that are common in France and Germany; others are added by hand."""
    net = [PaymentTerm(code=net_code(days), net_days=days) for days in NET_DAYS]
    months = [
        PaymentTerm(code="NET45EOM", net_days=45, eom_mode="net_then_eom"),
        PaymentTerm(code="EOM45", net_days=45, eom_mode="eom_then_net"),
    ]
    PaymentTerm.objects.bulk_create([*net, *months], ignore_conflicts=True)


def net_code(days: int) -> str:
    return f"NET{days}"

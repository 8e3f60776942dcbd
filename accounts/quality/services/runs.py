"""Asking the rules, and what a team says about them."""

from datetime import date
from decimal import Decimal

from o2c.accounts.customers.queries import customers
from o2c.accounts.quality.catalogue import CHECKS
from o2c.accounts.quality.models import QualityRule
from o2c.accounts.quality.running import Ran, run
from o2c.core.access.models import User
from o2c.core.audit.services import record
from o2c.core.changes import change
from o2c.core.errors import BusinessError
from o2c.core.verbs import lock_one, verb


@verb("accounts.run_quality_rule")
def run_quality_rule(code: str, *, day: date, actor: User) -> Ran:
    """Ask one rule about everybody: issues open, are updated, and close by themselves; the score of the day is kept.

    Raises BusinessError "quality_rule_unknown", "quality_rule_off".
    """
    rule = QualityRule.objects.filter(code=code).first()
    if rule is None or code not in CHECKS:
        raise BusinessError("quality_rule_unknown", rule=code)
    if not rule.is_active:
        raise BusinessError("quality_rule_off", rule=code)
    ran = run(CHECKS[code], rule, day)
    record("quality.ran", rule, actor=actor, day=day, applicable=ran.applicable, failing=ran.failing)
    return ran


@verb("accounts.recheck_customer")
def recheck_customer(customer_id: int, *, day: date, actor: User) -> int:
    """Ask every rule about one customer, after something about it changed; how many issues opened or closed."""
    customer = lock_one(customers(actor), customer_id)
    ran = [run(CHECKS[rule.code], rule, day, customer_id) for rule in QualityRule.objects.filter(is_active=True, code__in=CHECKS)]
    opened, closed = sum(each.opened for each in ran), sum(each.closed for each in ran)
    if opened or closed:
        record("quality.rechecked", customer, actor=actor, parent=customer, opened=opened, closed=closed)
    return opened + closed


@verb("accounts.edit_quality_rule")
def edit_quality_rule(pk: int, *, is_active: bool, team: str, target: Decimal, actor: User, version: int | None = None) -> QualityRule:
    """Whether a rule counts, who puts right what it finds, and the share that should pass.

    Raises BusinessError "qualityrule_target_is_a_share".
    """
    if not 0 <= target <= 100:
        raise BusinessError("qualityrule_target_is_a_share", field="target")
    rule = lock_one(QualityRule.objects, pk, version)
    before, after = change(rule, is_active=is_active, team=team, target=target)
    record("quality_rule.edited", rule, actor=actor, before=before, after=after)
    return rule

"""Following onboardings: they start and end with the customer's state, and their steps complete themselves."""

from datetime import date

from django.utils import timezone

from o2c.accounts.customers.models import Customer
from o2c.accounts.onboarding.models import OnboardingCase, OnboardingStep
from o2c.accounts.onboarding.queries import checklist, onboardings
from o2c.core.access.models import User
from o2c.core.audit.services import record
from o2c.core.changes import change
from o2c.core.errors import BusinessError
from o2c.core.events import publish
from o2c.core.verbs import lock_one, verb


@verb("accounts.follow_onboarding")
def follow_onboarding(customer_id: int, *, on: date, actor: User) -> OnboardingCase | None:
    """Bring a customer's checklist up to its records: steps that are done, or no longer. Safe to repeat.

    A customer in onboarding has one; it ends when every step is done and the customer is active. None for all others.
    """
    customer = lock_one(Customer.objects, customer_id)
    case = OnboardingCase.objects.filter(customer=customer, finished_at=None).prefetch_related("steps").first()
    if case is None:
        if customer.state != "onboarding":
            return None
        case = OnboardingCase.objects.create(customer=customer, started_at=timezone.now())
        record("onboarding.started", case, actor=actor)
    return _brought_up(case, on, actor)


def _brought_up(case: OnboardingCase, on: date, actor: User) -> OnboardingCase:
    now = timezone.now()
    rows = checklist(case, on, now)
    known = {step.code: step for step in case.steps.all()}
    for row in rows:
        step = known.get(row.code) or OnboardingStep.objects.create(case=case, code=row.code)
        if row.is_done == (step.done_at is not None):
            continue
        step.done_at = now if row.is_done else None
        step.save(update_fields=["done_at"])
        action = "onboarding.step_done" if row.is_done else "onboarding.step_open"
        record(action, case, actor=actor, after={"step": row.code})
        publish("onboarding.moved", case, customer=case.customer.public_id, step=row.code, done=row.is_done)
    if all(row.is_done for row in rows) and case.customer.state == "active":
        before, after = change(case, finished_at=now)
        record("onboarding.finished", case, actor=actor, before=before, after=after)
        publish("onboarding.finished", case, customer=case.customer.public_id)
    return case


@verb("accounts.own_onboarding")
def own_onboarding(pk: int, *, owner: User, step: str = "", actor: User) -> OnboardingCase:
    """Who looks after an onboarding, or after one of its steps. Raises BusinessError "onboarding_owner_gone"."""
    if not owner.is_active:
        raise BusinessError("onboarding_owner_gone", field="owner", name=str(owner))
    case = lock_one(onboardings(actor).prefetch_related(None), pk)
    if step:
        OnboardingStep.objects.update_or_create(case=case, code=step, defaults={"owner": owner})
        record("onboarding.owner", case, actor=actor, after={"step": step, "owner": owner})
    else:
        before, after = change(case, owner=owner)
        record("onboarding.owner", case, actor=actor, before=before, after=after)
    return case

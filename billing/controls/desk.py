"""Where exceptions wait in the one queue of work: unassigned ones together per control, assigned ones on their owner's desk."""

from datetime import date
from urllib.parse import urlencode

from django.urls import reverse

from o2c.billing.controls.catalogue.control import Control
from o2c.billing.controls.models import BillingException, ExceptionState
from o2c.core.access.models import User
from o2c.core.money import Money
from o2c.core.work.services import close_task, open_task

TOGETHER, ALONE = "billing.control", "billing.exception"
WORKING_HOURS = 16.0  # two days of the team


def put_on_desk(found: BillingException, *, actor: User) -> None:
    """Step: the task of an exception follows its owner; without one, or once it needs nobody, there is none."""
    close_task(ALONE, subject=found, actor=actor)
    if found.state == ExceptionState.ASSIGNED and found.owner:
        words = {"control": {"code": f"control:{found.control}"}, "record": found.label}
        value = Money(found.amount, found.currency) if found.currency else None
        open_task(ALONE, "exception_task", words, subject=found, owner=found.owner, value=value, working_hours=WORKING_HOURS, actor=actor)


def put_in_queue(control: Control, closed_on: date, *, actor: User) -> None:
    """Step after a run: one task for what nobody has taken yet, none when there is nothing; gone causes leave their desks."""
    for gone in BillingException.objects.filter(control=control.code, state=ExceptionState.AUTO_CLOSED, closed_on=closed_on).exclude(
        owner=None
    ):
        close_task(ALONE, subject=gone, actor=actor)
    waiting = BillingException.objects.filter(control=control.code, state=ExceptionState.OPEN).count()
    if not waiting:
        close_task(TOGETHER, key=control.code, actor=actor)
        return
    words = {"control": {"code": f"control:{control.code}"}}
    url = f"{reverse('billing_exception_list')}?{urlencode({'control': control.code, 'state': ExceptionState.OPEN})}"
    open_task(TOGETHER, "control_task", words, key=control.code, queue=control.team, working_hours=WORKING_HOURS, url=url, actor=actor)

"""What this room tells the house when it loads."""

from typing import Any

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from o2c.accounts.customers.models import Customer
from o2c.accounts.onboarding import queries
from o2c.accounts.onboarding.models import OnboardingCase
from o2c.accounts.onboarding.services import follow_onboarding
from o2c.core import events
from o2c.core.access.queries import the_night
from o2c.core.acting import through
from o2c.core.clock import local_today
from o2c.core.jobs.night import step
from o2c.core.jobs.progress import Progress
from o2c.core.pages import menu, panels

AT_ONCE = 100


def on_customer(customer_id: int, _data: dict[str, Any]) -> None:
    """Something about a customer changed: its checklist follows, if it has one or needs one."""
    known = OnboardingCase.objects.filter(customer=customer_id, finished_at=None).exists()
    if known or Customer.objects.filter(pk=customer_id, state="onboarding").exists():
        with through("job"):
            follow_onboarding(customer_id, on=local_today(), actor=the_night())


def follow_all(j: Progress) -> None:
    """The night's step: what no event told is found."""
    day = j.job.day or local_today()
    followed = OnboardingCase.objects.filter(customer=OuterRef("pk"), finished_at=None)
    fresh = Customer.objects.filter(~Exists(followed), state="onboarding")
    for pk in fresh.order_by("pk").values_list("pk", flat=True):
        with j.chunk():
            follow_onboarding(pk, on=day, actor=j.actor)
    while rows := queries.running(j.cursor.get("after", 0), AT_ONCE):
        for row in rows:
            with j.chunk(cursor={"after": row.pk}):
                follow_onboarding(row.customer_id, on=day, actor=j.actor)
            j.advance(1)


for topic in ("customer.changed", "customer.moved", "tax_number.checked", "contact.changed"):
    events.listen(topic, "accounts.onboarding", on_customer)
step("accounts.follow_onboardings", _("Onboardings brought up to their records"), follow_all, per_entity=False)
menu.add("accounts", _("Onboarding"), "onboarding_list", queries.VIEW, order=12)
panels.add("accounts.customer", _("Onboarding"), "customer_onboarding", permission=queries.VIEW, order=5)

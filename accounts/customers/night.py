"""What the night does with customers: dated names and tiers taken over, tax numbers checked, verdicts kept."""

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from o2c.accounts.customers import tax_register
from o2c.accounts.customers.models import Customer, CustomerState, TaxRegistration
from o2c.accounts.customers.rules.answers import RECHECKED_AFTER, TRIED_AGAIN_AFTER
from o2c.accounts.customers.rules.identifiers import UNION
from o2c.accounts.customers.services.dated import take_over_dated
from o2c.accounts.customers.services.readiness import keep_readiness
from o2c.accounts.customers.services.tax import check_now
from o2c.core.clock import local_today
from o2c.core.jobs.progress import Progress

CHUNK = 1_000
MOST_ASKED = 300  # numbers a night: the register is everybody's
GIVES_UP_AFTER = 3  # times without an answer in a row


def take_over_names_and_tiers(j: Progress) -> None:
    """Names and tiers that begin on this day become the customers' own."""
    day = j.job.day or local_today()
    starting = Customer.objects.filter(Q(names__valid_from=day) | Q(tiers__valid_from=day), pk__gt=j.cursor.get("after", 0))
    for ids in _chunks(starting):
        with j.chunk(len(ids), cursor={"after": ids[-1]}):
            take_over_dated(ids, today=day, actor=j.actor)


def check_tax_numbers(j: Progress) -> None:
    """Numbers never checked, checked a year ago or not answered last time are asked of their register, the oldest first."""
    if not tax_register.knows("FR"):
        return
    silent = 0
    for registration in due_for_check()[:MOST_ASKED]:
        with j.chunk():
            checked = check_now(registration, actor=j.actor, anew=True)
        answer = checked.answers.order_by("-created_at", "-pk")[0]
        silent = silent + 1 if answer.state == "unreachable" else 0
        if silent == GIVES_UP_AFTER:
            j.result["register"] = answer.problem
            return


def due_for_check() -> QuerySet[TaxRegistration]:
    """Numbers of customers we deal with that were never checked, not answered half a day ago, or checked a year ago."""
    now = timezone.now()
    due = (
        Q(state="unverified")
        | Q(state="unreachable", checked_at__lte=now - TRIED_AGAIN_AFTER)
        | Q(state__in=["valid", "invalid"], checked_at__lte=now - RECHECKED_AFTER)
    )
    rows = TaxRegistration.objects.filter(due, ended_on=None, country__in=UNION).exclude(customer__state=CustomerState.CLOSED)
    return rows.select_related("customer").order_by(F("checked_at").asc(nulls_first=True), "pk")


def keep_verdicts(j: Progress) -> None:
    """Whether each customer can be billed today."""
    day = j.job.day or local_today()
    rows = Customer.objects.exclude(state=CustomerState.CLOSED).filter(merged_into=None, pk__gt=j.cursor.get("after", 0))
    j.total(rows.count())
    for ids in _chunks(rows):
        with j.chunk(len(ids), cursor={"after": ids[-1]}):
            keep_readiness(ids, day=day, actor=j.actor)


def _chunks(rows: QuerySet[Customer]) -> "list[list[int]]":
    ids = list(rows.order_by("pk").distinct().values_list("pk", flat=True))
    return [ids[at : at + CHUNK] for at in range(0, len(ids), CHUNK)]

"""Runs and results, and whether a customer's present facts have been screened."""

from datetime import date

from django.db.models import Exists, OuterRef, QuerySet

from o2c.accounts.customers.models import Customer
from o2c.compliance.screening.facts import subjects_of
from o2c.compliance.screening.models import ScreeningResult, ScreeningRun
from o2c.compliance.screening.rules import counts_from
from o2c.core.access.models import User
from o2c.core.access.queries import scope

VIEW = "compliance.view_screenings"
SCREENED_STATES = ["draft", "onboarding", "active", "suspended", "closing"]


def runs(actor: User) -> QuerySet[ScreeningRun]:
    return (
        scope(ScreeningRun.objects, actor, VIEW)
        .select_related("created_by")
        .prefetch_related("versions__source")
        .order_by("-created_at", "-pk")
    )


def results_of(customer: Customer) -> QuerySet[ScreeningResult]:
    """Every screening of the customer and its contacts, newest first."""
    return ScreeningResult.objects.filter(subject__customer=customer).select_related("run", "subject").order_by("-at", "-pk")


def customers_after(cursor: int, limit: int) -> list[Customer]:
    """The next customers of a full run; closed ones are left alone."""
    return list(Customer.objects.filter(pk__gt=cursor, state__in=SCREENED_STATES).order_by("pk")[:limit])


def unscreened(customer: Customer, *, today: date) -> list[str]:
    """Names of the customer or its contacts whose present facts have no screening that still counts."""
    done = set(
        ScreeningResult.objects.filter(subject__customer=customer, day__gte=counts_from(today)).values_list(
            "subject__contact", "subject__fingerprint"
        )
    )
    return [one.subject.names[0] for one in subjects_of([customer], on=today) if (one.contact_id, one.subject.fingerprint) not in done]


def not_screened_in_time(today: date) -> QuerySet[Customer]:
    """Active customers without any screening that still counts."""
    done = ScreeningResult.objects.filter(subject__customer=OuterRef("pk"), subject__contact=None, day__gte=counts_from(today))
    return Customer.objects.filter(~Exists(done), state="active").order_by("pk")


def somebody_to_screen() -> bool:
    return Customer.objects.filter(state__in=SCREENED_STATES).exists()

"""Onboardings: list, checklist with owner, age and blocker of each step, days per step, and the customer's panel."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import django_filters
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from o2c.accounts.customers.queries import customers
from o2c.accounts.onboarding import queries, services
from o2c.accounts.onboarding.forms import OwnerForm
from o2c.accounts.onboarding.models import OnboardingCase
from o2c.accounts.onboarding.rules import next_step
from o2c.accounts.onboarding.steps import STEPS
from o2c.core.access.roles import ROLE_NAMES
from o2c.core.clock import local_today
from o2c.core.doors import access, who
from o2c.core.names import fold
from o2c.core.pages import BuiltInView, Column, FilterSet, Table, done, list_page, one, page, run
from o2c.core.pages.display import number


class OnboardingFilter(FilterSet):
    q = django_filters.CharFilter(label=gettext_lazy("Customer"), method="search")
    is_running = django_filters.BooleanFilter(label=gettext_lazy("Running"), field_name="finished_at", lookup_expr="isnull")

    class Meta(FilterSet.Meta):
        model = OnboardingCase
        fields: list[str] = []

    def search(self, rows: QuerySet[OnboardingCase], name: str, value: str) -> QuerySet[OnboardingCase]:
        return rows.filter(customer__search_name__contains=fold(value))


def done_steps(row: OnboardingCase) -> int:
    return sum(1 for step in row.steps.all() if step.done_at)


class OnboardingTable(Table):
    title = gettext_lazy("Onboarding")
    order = ["running"]
    columns = [
        Column("customer__legal_name", gettext_lazy("Customer"), "link", sort="customer__search_name", narrow=True),
        Column("owner", gettext_lazy("Owner"), sort="owner__name"),
        Column("started_at", gettext_lazy("Started"), "moment", sort="started_at", narrow=True),
        Column("done", gettext_lazy("Steps done"), "number", of=done_steps, narrow=True),
        Column("finished_at", gettext_lazy("Finished"), "moment", sort="finished_at"),
    ]
    views = [BuiltInView(gettext_lazy("Running"), "is_running=true&o=started_at")]
    nothing_yet = gettext_lazy("No customer is being onboarded.")


@access("accounts.view_onboarding")
def onboarding_list(request: HttpRequest) -> HttpResponseBase:
    days = queries.step_days(who(request), timezone.now() - timedelta(days=365))
    rows = queries.onboardings(who(request))
    return list_page(request, rows, OnboardingFilter, OnboardingTable, template="accounts/onboarding/list.html", days=days)


@access("accounts.view_onboarding")
def onboarding_detail(request: HttpRequest, public_id: UUID) -> HttpResponse:
    case = one(queries.onboardings(who(request)), public_id)
    rows = shown(case)
    waits = next((row for row in rows if not row["done_at"]), None)
    return page(
        request,
        "accounts/onboarding/detail.html",
        title=_("Onboarding of %(name)s") % {"name": case.customer.legal_name},
        subject=case,
        crumbs=[(_("Onboarding"), reverse("onboarding_list"))],
        rows=rows,
        waits=waits,
        owner_url=reverse("onboarding_owner", args=[public_id]) if who(request).may("accounts.own_onboarding") else "",
    )


def shown(case: OnboardingCase) -> list[dict[str, Any]]:
    """Each step as the checklist shows it."""
    owners = {step.code: step.owner for step in case.steps.all()}
    return [
        {
            "title": STEPS[row.code].title,
            "done_at": row.done_at,
            "days": number(row.age.total_seconds() / 86_400, 1),
            "owner": owners.get(row.code) or case.owner or ROLE_NAMES.get(STEPS[row.code].team, ""),
            "against": row.against,
            "url": f"{case.customer.get_absolute_url()}#{STEPS[row.code].place}",
        }
        for row in queries.checklist(case, local_today(), timezone.now())
        if row.code in STEPS
    ]


@access("accounts.own_onboarding")
def onboarding_owner(request: HttpRequest, public_id: UUID) -> HttpResponse:
    case = one(queries.onboardings(who(request)), public_id)
    form = OwnerForm(request.POST or None)
    if run(form, services.own_onboarding, case.pk, actor=who(request)):
        return done(request, _("The owner is set."), to=case)
    crumbs = [(_("Onboarding"), reverse("onboarding_list")), (str(case), case.get_absolute_url())]
    title, submit, cancel = _("Who looks after it"), _("Set owner"), case.get_absolute_url()
    return page(request, "layouts/form.html", title=title, form=form, submit=submit, cancel=cancel, crumbs=crumbs)


@access("accounts.view_onboarding")
def customer_onboarding(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The latest onboarding of a customer, on its page."""
    customer = one(customers(who(request)), public_id)
    case = queries.onboardings(who(request)).filter(customer=customer).order_by("-started_at", "-pk").first()
    waits = next_step(queries.checklist(case, local_today(), timezone.now())) if case and not case.finished_at else None
    blocker = {"title": STEPS[waits.code].title, "against": waits.against} if waits else None
    return render(request, "accounts/onboarding/_panel.html", {"case": case, "blocker": blocker})


urlpatterns = [
    path("onboarding/", onboarding_list, name="onboarding_list"),
    path("onboarding/<uuid:public_id>/", onboarding_detail, name="onboarding_detail"),
    path("onboarding/<uuid:public_id>/owner/", onboarding_owner, name="onboarding_owner"),
    path("customers/<uuid:public_id>/panels/onboarding/", customer_onboarding, name="customer_onboarding"),
]

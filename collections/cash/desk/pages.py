"""The one page of cash: what came, what is under way, and what waits for a person. Every figure leads to its rows."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext as _

from o2c.collections.cash.desk import queries
from o2c.collections.cash.receipts.queries import VIEW
from o2c.collections.cash.statements.models import StatementFile
from o2c.collections.cash.statements.queries import files
from o2c.core.clock import local_today
from o2c.core.doors import access, who
from o2c.core.pages import one, page
from o2c.core.pages.related import Count, counted


@access(VIEW)
def cash(request: HttpRequest) -> HttpResponse:
    user = who(request)
    today = local_today(user)
    money = [
        (_("Unidentified money"), reverse("unidentified_list"), queries.unidentified_money(user, today)),
        (_("Free credits"), reverse("credit_list"), queries.unapplied_money(user, today)),
    ]
    return page(
        request, "collections/cash/cash.html", title=_("Cash"),
        runs=[_run(file) for file in queries.importing(user)[:10]],
        asking=queries.asking(user), tiers=queries.by_tier(user), days=queries.days_lacking(user, today), money=money,
        cheques=queries.cheques_to_bank(user), advices=queries.advices_waiting(user),
        may_import=user.may("collections.hand_over_file"), may_sign=user.may("collections.sign_bank_day"),
    )  # fmt: skip


@access(VIEW)
def home_cash(request: HttpRequest) -> HttpResponse:
    """What of cash waits for a person, on the start page."""
    user = who(request)
    days = queries.days_lacking(user, local_today(user))
    unidentified = queries.unidentified_money(user, local_today(user))
    counts = [
        *(Count(words.capitalize(), f"{reverse('match_queue')}?tier={tier}", count) for tier, words, count in queries.by_tier(user)),
        Count(_("Banking days to sign"), reverse("cash"), len(days), late=any(day.is_red for day in days)),
        Count(_("Unidentified money"), reverse("unidentified_list"), sum(waiting.count for waiting in unidentified)),
        Count(_("Bank files that ask"), f"{reverse('statement_file_list')}?state=asking", queries.asking(user)),
        Count(_("Advices that wait for their money"), f"{reverse('advice_list')}?state=open", queries.advices_waiting(user)),
    ]
    return counted(request, counts, title=_("Cash"), nothing=_("No money waits for anybody."))


def _run(file: StatementFile) -> dict[str, Any]:
    job = file.job
    is_done = job is None or not job.is_live
    return {"file": file, "job": job, "done": is_done, "url": reverse("cash_run", args=[file.public_id])}


@access(VIEW)
def cash_run(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """How far the import of one file is: the part of the page that asks for itself each second."""
    file = one(files(who(request)).filter(job__isnull=False), public_id)
    return render(request, "components/job.html", _run(file))


urlpatterns = [
    path("cash/", cash, name="cash"),
    path("home/cash/", home_cash, name="home_cash"),
    path("cash/runs/<uuid:public_id>/", cash_run, name="cash_run"),
]

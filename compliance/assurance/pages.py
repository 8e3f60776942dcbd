"""The auditor's pages: ten questions, each answer as a table, one score computed again, and everything in one file."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import path, reverse
from django.utils.translation import gettext as _

from o2c.compliance.alerts import comparison
from o2c.compliance.assurance import queries
from o2c.compliance.assurance.forms import AskForm
from o2c.compliance.assurance.questions import QUESTIONS, Asked, Question
from o2c.compliance.assurance.recomputing import again
from o2c.compliance.screening.services import prove_screening
from o2c.core.doors import Request, access
from o2c.core.excel.exports import export_list
from o2c.core.excel.write import CONTENT_TYPE, Sheet, workbook_of
from o2c.core.pages import act, page
from o2c.core.pages.listing import Heading
from o2c.core.pages.tables import Row, readable

SHOWN = 200


@access(queries.VIEW)
def questions(request: Request) -> HttpResponseBase:
    form, asked = _asked(request)
    if asked and request.GET.get("export") == "xlsx":
        return _file(asked, form)
    query = request.GET.urlencode()
    answers = [(question, reverse("assurance_answer", args=[question.number]) + f"?{query}") for question in QUESTIONS]
    return page(
        request, "compliance/assurance/questions.html", title=_("What auditors ask"), ask=form, answers=answers, query=query, asked=asked
    )


@access(queries.VIEW)
def answer(request: Request, number: int) -> HttpResponse:
    question = next((one for one in QUESTIONS if one.number == number), None)
    if question is None:
        raise Http404(number)
    form, asked = _asked(request)
    rows = list(question.answer(asked)[: SHOWN + 1]) if asked else []  # type: ignore[index]
    columns = readable(question.columns, request.user)
    return page(
        request,
        "compliance/assurance/answer.html",
        title=question.short,
        question=question,
        ask=form,
        asked=asked,
        rows=[Row(row, columns) for row in rows[:SHOWN]],
        more=len(rows) > SHOWN,
        most=SHOWN,
        headings=[Heading(column, "", "") for column in columns],
        query=request.GET.urlencode(),
        may_prove=question.answer is queries.effectiveness and request.user.may("compliance.prove_screening"),
        crumbs=[(_("What auditors ask"), f"{reverse('assurance')}?{request.GET.urlencode()}")],
    )


@access("compliance.prove_screening")
def prove(request: Request) -> HttpResponse:
    """Question 7, now: the fixed set asked with what counts at this moment."""
    message = _("Proved; the newest proof stands first.")
    return act(request, prove_screening, message=message, to=reverse("assurance_answer", args=[7]))


@access(queries.VIEW)
def score(request: Request, run: UUID, fingerprint: str, party: str) -> HttpResponse:
    """Question 3: the explanation as it was stored, and the score computed again from what was stored with it."""
    hit = queries.hit_of(request.user, run, fingerprint, party)
    if hit is None:
        raise Http404(party)
    computed, equal = again(hit)
    return page(
        request,
        "compliance/assurance/score.html",
        title=str(hit.subject),
        hit=hit,
        alert=None,
        lines=comparison.side_by_side(hit.subject.subject(), hit.entry.listed()),
        reasons=comparison.reasons(hit.explanation),
        pairs=comparison.pairs(hit.explanation),
        versions=list(hit.run.versions.select_related("source")),
        computed=computed,
        equal=equal,
        crumbs=[(_("What auditors ask"), reverse("assurance"))],
    )


def _asked(request: Request) -> tuple[AskForm, Asked | None]:
    form = AskForm(request.GET or None, actor=request.user)
    if not form.is_bound:
        since, until = form.usual()
        return form, Asked(request.user, since, until)
    return form, Asked(request.user, **form.arguments()) if form.is_valid() else None


def _file(asked: Asked, form: AskForm) -> HttpResponseBase:
    """Every answer on a sheet of its own, readable without the system; who took it is an event of the trail."""
    sheets = [_sheet(question, asked) for question in QUESTIONS]
    export_list(queries.LISTING, filters=form.words(asked), rows=sum(len(sheet.rows) for sheet in sheets), actor=asked.actor)
    about = {_("List"): _("What auditors ask"), _("User"): str(asked.actor), _("Filters"): form.words(asked)}
    name = f"compliance-{date.isoformat(asked.since)}-{date.isoformat(asked.until)}.xlsx"
    return FileResponse(workbook_of(sheets, about), as_attachment=True, filename=name, content_type=CONTENT_TYPE)


def _sheet(question: Question, asked: Asked) -> Sheet:
    rows: list[Any] = list(question.answer(asked))
    return Sheet(f"{question.number} {question.short}", question.columns, rows)


urlpatterns = [
    path("assurance/", questions, name="assurance"),
    path("assurance/prove/", prove, name="assurance_prove"),
    path("assurance/<int:number>/", answer, name="assurance_answer"),
    path("assurance/scores/<uuid:run>/<slug:fingerprint>/<path:party>/", score, name="assurance_score"),
]

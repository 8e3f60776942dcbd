"""What is done from a case: answer it, judge a claim, ask for the right change."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _

from o2c.accounts.cases import queries
from o2c.accounts.cases.forms import AnswerForm, ClaimForm, RequestKindForm, TemplateChoice
from o2c.accounts.cases.pages.cases import case_move
from o2c.accounts.cases.services import cases, claims, talking
from o2c.accounts.requests.kinds.registry import kind_named
from o2c.accounts.requests.pages.filing import file_page
from o2c.core.doors import access, who
from o2c.core.pages import done, one, page, run


@access("accounts.answer_case")
def case_answer(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The answer, from a ready one where there is one."""
    case = one(queries.cases(who(request)), public_id)
    choice = TemplateChoice(request.GET or None)
    start = choice.cleaned_data["start"] if choice.is_bound and choice.is_valid() else None
    form = AnswerForm(request.POST or None, initial={"text": start.answer if start else ""})
    if run(form, talking.answer_case, case.pk, actor=who(request)):
        return done(request, _("The answer is on its way.") if case.email else _("The answer is noted."), to=case)
    ready = queries.catalogue().filter(is_active=True, language=case.customer.language)
    return _form(
        request, case, _("Answer %(number)s") % {"number": case}, form, _("Send answer"), template="accounts/cases/answer.html", ready=ready
    )


@access("accounts.judge_claim")
def case_judge(request: HttpRequest, public_id: UUID) -> HttpResponse:
    case = one(queries.cases(who(request)), public_id)
    shown = {name: getattr(case, name) for name in ("facts", "analysis", "decision", "currency")}
    form = ClaimForm(request.POST or None, initial={**shown, "amount": case.compensation})
    if judged := run(form, claims.judge_claim, case.pk, actor=who(request)):
        waits = judged.compensation is not None and judged.granted_at is None
        return done(request, _("A second person is asked to agree.") if waits else _("The claim is judged."), to=case)
    return _form(request, case, _("Judge %(number)s") % {"number": case}, form, _("Save judgement"))


@access("accounts.file_from_case")
def case_request(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Which change the customer needs."""
    case = one(queries.cases(who(request)), public_id)
    form = RequestKindForm(request.POST or None)
    if request.method == "POST" and "_validate" not in request.POST and form.is_valid():
        return redirect(reverse("case_request_file", args=[public_id, form.cleaned_data["kind"]]))
    return _form(request, case, _("Ask for a change"), form, _("Next"))


@access("accounts.file_from_case")
def case_request_file(request: HttpRequest, public_id: UUID, kind: str) -> HttpResponse:
    """The right request, prefilled from the case."""
    case = one(queries.cases(who(request)), public_id)
    first = queries.messages(case).first()
    initial = {"entity": case.entity.code, "reason": first.text if first else case.subject, "person": case.person, "email": case.email}
    crumbs = [(_("Cases"), reverse("case_list")), (case.number, case.get_absolute_url())]
    wanted = kind_named(kind)
    return file_page(request, wanted, case.customer, initial=initial, verb=cases.file_from_case, crumbs=crumbs, case_id=case.pk)


def _form(
    request: HttpRequest, case: Any, title: str, form: Any, submit: str, *, template: str = "layouts/form.html", **more: Any
) -> HttpResponse:
    address = case.get_absolute_url()
    crumbs = [(_("Cases"), reverse("case_list")), (case.number, address)]
    return page(request, template, title=title, form=form, submit=submit, cancel=address, crumbs=crumbs, **more)


urlpatterns = [
    path("cases/<uuid:public_id>/answer/", case_answer, name="case_answer"),
    path("cases/<uuid:public_id>/judge/", case_judge, name="case_judge"),
    path("cases/<uuid:public_id>/request/", case_request, name="case_request"),
    path("cases/<uuid:public_id>/request/<slug:kind>/", case_request_file, name="case_request_file"),
    path("cases/<uuid:public_id>/<slug:move>/", case_move, name="case_move"),
]

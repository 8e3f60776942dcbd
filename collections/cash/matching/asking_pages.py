"""Asking clients what their credit is for: our list and form, and the page behind the link of the mail."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import path, reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from o2c.accounts.customers.models import Contact
from o2c.collections.cash.matching import queries, services
from o2c.collections.cash.matching.forms import AnswerForm, AskForm
from o2c.collections.cash.matching.tables import QuestionFilter, QuestionTable
from o2c.collections.cash.receipts.queries import VIEW
from o2c.core.access.queries import the_night
from o2c.core.doors import access, who
from o2c.core.pages import Form, done, list_page, one, page, run


@access(VIEW)
def question_list(request: HttpRequest) -> HttpResponseBase:
    return list_page(request, queries.questions(who(request)), QuestionFilter, QuestionTable)


@access("collections.ask_client")
def credit_ask(request: HttpRequest, public_id: UUID) -> HttpResponse:
    credit = one(queries.free_credits(who(request), "collections.ask_client"), public_id)
    contacts = Contact.objects.filter(customer=credit.customer, role="finance", valid_until=None).exclude(email="")
    contact = contacts.order_by("-pk").first()
    form = AskForm(request.POST or None, initial={"email": contact.email if contact else ""})
    if run(form, services.ask_client, credit.pk, actor=who(request)):
        return done(request, _("The question is on its way."), to="question_list")
    crumbs = [(_("Free credits"), reverse("credit_list"))]
    return page(request, "layouts/form.html", title=_("Ask the client"), form=form, cancel=reverse("credit_list"), crumbs=crumbs)


@access("collections.close_question")
def question_close(request: HttpRequest, public_id: UUID) -> HttpResponse:
    question = one(queries.questions(who(request), "collections.close_question"), public_id)
    form = Form(request.POST if request.method == "POST" else None)
    if run(form, services.close_question, question.pk, actor=who(request)):
        return done(request, _("Closed."), to="question_list")
    crumbs = [(_("Asked clients"), reverse("question_list"))]
    return page(request, "layouts/form.html", title=_("Close the question"), form=form, cancel=reverse("question_list"), crumbs=crumbs)


@access.public
def credit_answer(request: HttpRequest, secret: str) -> HttpResponse:
    """Where the client chooses. The link ends with the answer, after two weeks, or when we take the question back."""
    found = queries.asked_by(secret, timezone.now())
    if found is None:
        return page(request, "collections/cash/credit_ended.html", title=_("This link no longer works"), status=404)
    with translation.override(found.language):
        form = AnswerForm(request.POST or None)
        if run(form, services.answer_question, found.pk, actor=the_night()):
            return page(request, "collections/cash/credit_kept.html", title=_("Thank you"), question=found)
        return page(request, "collections/cash/credit_answer.html", title=_("Your credit"), form=form, question=found)


urlpatterns = [
    path("asked/", question_list, name="question_list"),
    path("asked/<uuid:public_id>/close/", question_close, name="question_close"),
    path("free-credits/<uuid:public_id>/ask/", credit_ask, name="credit_ask"),
    path("answer/<str:secret>/", credit_answer, name="credit_answer"),
]

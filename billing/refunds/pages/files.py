"""Files to the bank, fetched once, and what the bank reports back."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from o2c.billing.refunds import queries, services
from o2c.billing.refunds.filters import PaymentFileFilter
from o2c.billing.refunds.forms import FileAccountForm, ReportForm
from o2c.billing.refunds.models import PaymentFile, StatusReport
from o2c.billing.refunds.tables import PAYMENT_COLUMNS, PaymentFileTable, ReportTable
from o2c.core.access.models import User
from o2c.core.clock import local_today
from o2c.core.doors import access, who
from o2c.core.entities.models import OwnBankAccount
from o2c.core.errors import BusinessError
from o2c.core.money import Money
from o2c.core.pages import done, list_page, one, page, run
from o2c.core.pages.answers import act
from o2c.core.pages.display import link_to, moment
from o2c.core.pages.forms import Form
from o2c.core.pages.listing import Heading
from o2c.core.pages.moves import Move, ReasonForm, carry_out, offered
from o2c.core.pages.tables import Row, readable
from o2c.core.spoken import day

MOVES = [
    Move(
        "again",
        gettext_lazy("Ask to fetch it again"),
        gettext_lazy("Another person is asked."),
        services.ask_another_fetch,
        ["fetched"],
        ReasonForm,
    ),
    Move("discard", gettext_lazy("Discard"), gettext_lazy("Discarded."), services.discard_payment_file, ["ready"], ReasonForm),
]


@access(queries.VIEW)
def payment_file_list(request: HttpRequest) -> HttpResponseBase:
    return list_page(request, queries.payment_files(who(request)), PaymentFileFilter, PaymentFileTable)


@access("billing.make_payment_file")
def payment_file_new(request: HttpRequest) -> HttpResponse:
    """Everything that is released for one of our accounts."""
    actor = who(request)
    form = FileAccountForm(request.POST or None, actor=actor, initial={"execution_on": local_today(actor)})
    if file := run(form, _make, actor=actor):
        return done(request, _("The file is made. Fetch it once and hand it to the bank."), to=file)
    return _form(request, _("Make a payment file"), form, _("Make file"), reverse("payment_file_list"))


def _make(*, own_account: OwnBankAccount, execution_on: Any, actor: User) -> PaymentFile:
    ready = queries.ready_to_pay(actor, own_account.entity_id, own_account.currency)
    ids = list(ready.values_list("pk", flat=True))
    return services.make_payment_file(own_account.pk, refund_ids=ids, execution_on=execution_on, actor=actor)


def _form(request: HttpRequest, title: str, form: Form, submit: str, back: str) -> HttpResponse:
    crumbs = [(_("Payment files"), reverse("payment_file_list"))]
    return page(request, "layouts/form.html", title=title, form=form, submit=submit, cancel=back, crumbs=crumbs)


@access(queries.VIEW)
def payment_file_detail(request: HttpRequest, public_id: UUID) -> HttpResponse:
    actor = who(request)
    file = one(queries.payment_files(actor), public_id)
    columns = readable(PAYMENT_COLUMNS, actor)
    return page(
        request,
        "billing/refunds/file.html",
        title=_("Payment file %(id)s") % {"id": file},
        subject=file,
        crumbs=[(_("Payment files"), reverse("payment_file_list"))],
        figures=[(_("Total"), Money(file.total, file.currency)), (_("Payments"), file.count)],
        facts=[
            (_("Paid from"), link_to(file.entity, str(file.own_account))),
            (_("Format"), file.format),
            (_("To be carried out on"), day(file.execution_on)),
            ("SHA-256", file.sha256),
            (_("Made by"), file.created_by),
            (_("Fetched"), f"{file.fetched_by}, {moment(file.fetched_at)}" if file.fetched_by else None),
            (_("Why it was discarded"), file.discard_reason),
        ],
        parts=[
            {
                "title": _("Payments"),
                "rows": [Row(row, columns) for row in queries.payments_of(file)],
                "headings": [Heading(column, "", "") for column in columns],
            }
        ],
        may_fetch=file.fetches_left and actor.may("billing.fetch_payment_file"),
        moves=offered(MOVES, file, actor, "payment_file_move"),
    )


@access("billing.fetch_payment_file")
def payment_file_fetch(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The bytes, once."""
    actor = who(request)
    file = one(queries.payment_files(actor), public_id)
    form = Form(request.POST)
    if request.method != "POST" or run(form, services.fetch_payment_file, file.pk, actor=actor) is None:
        return act(request, _refuse, form, message="", to=file)
    answer = HttpResponse(file.content, content_type="application/xml; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{file.message_id}.xml"'
    return answer


def _refuse(form: Form, *, actor: User) -> None:
    raise form.refusal or BusinessError("payment_file_fetched")


@access(queries.VIEW)
def payment_file_move(request: HttpRequest, public_id: UUID, move: str) -> HttpResponse:
    return carry_out(request, one(queries.payment_files(who(request)), public_id), MOVES, move)


@access(queries.VIEW)
def status_report_list(request: HttpRequest) -> HttpResponseBase:
    return list_page(request, queries.reports(who(request)), None, ReportTable)


@access("billing.take_status_report")
def status_report_new(request: HttpRequest) -> HttpResponse:
    form = ReportForm(request.POST or None, request.FILES or None)
    if report := run(form, _take, actor=who(request)):
        said = _("%(confirmed)s confirmed, %(returned)s came back, %(noted)s noted.") % {
            "confirmed": report.confirmed,
            "returned": report.returned,
            "noted": report.noted,
        }
        return done(request, said, to="status_report_list")
    return _form(request, _("Take in a status report"), form, _("Take in"), reverse("status_report_list"))


def _take(*, file: Any, actor: User) -> StatusReport:
    return services.take_status_report(file.read(), actor=actor)


urlpatterns = [
    path("payment-files/", payment_file_list, name="payment_file_list"),
    path("payment-files/new/", payment_file_new, name="payment_file_new"),
    path("payment-files/reports/", status_report_list, name="status_report_list"),
    path("payment-files/reports/new/", status_report_new, name="status_report_new"),
    path("payment-files/<uuid:public_id>/", payment_file_detail, name="payment_file_detail"),
    path("payment-files/<uuid:public_id>/fetch/", payment_file_fetch, name="payment_file_fetch"),
    path("payment-files/<uuid:public_id>/<slug:move>/", payment_file_move, name="payment_file_move"),
]

"""Pages of the files: the list, one file with its checklist and owners, each form, the moves."""

from typing import Any
from uuid import UUID

from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from o2c.accounts.customers.models import Customer
from o2c.compliance.kyc import queries, services, shown
from o2c.compliance.kyc.answers import reasons_against
from o2c.compliance.kyc.filters import KycFilter
from o2c.compliance.kyc.forms import AnswerForm, DocumentForm, EditFactsForm, OpenFileForm, OwnerForm, ShareForm, question
from o2c.compliance.kyc.models import KycDocument, KycFile, Owner, OwnerShare
from o2c.compliance.kyc.rules import EDITABLE
from o2c.compliance.kyc.rules.checklist import ANSWER, CHECKLISTS, DOCUMENT
from o2c.compliance.kyc.tables import KycTable
from o2c.core.access.queries import scope
from o2c.core.clock import local_today
from o2c.core.doors import Request, access
from o2c.core.files.storage import open_stored, store
from o2c.core.pages import act, done, list_page, one, page, run
from o2c.core.pages.moves import Move, ReasonForm, carry_out, offered

FILLED, REFUSED = sorted(EDITABLE), ["incomplete", "in_review", "review_due"]
MOVES = [
    Move("submit", gettext_lazy("Submit"), gettext_lazy("Submitted: others approve it."), services.submit_kyc_file, FILLED, main=True),
    Move("approve", gettext_lazy("Approve"), gettext_lazy("Your approval is kept."), services.approve_kyc_file, ["in_review"], main=True),
    Move("return", gettext_lazy("Return"), gettext_lazy("Returned."), services.return_kyc_file, ["in_review"], ReasonForm),
    Move("reject", gettext_lazy("Reject"), gettext_lazy("Rejected."), services.reject_kyc_file, REFUSED, ReasonForm),
    Move("reopen", gettext_lazy("Reopen"), gettext_lazy("Reopened."), services.reopen_kyc_file, ["approved", "rejected"], ReasonForm),
]
FACTS = ["industry", "volume", "complex_structure", "not_met", "is_listed_company", "nobody_over_a_quarter", "version"]


@access(queries.VIEW)
def files(request: Request) -> HttpResponseBase:
    return list_page(request, queries.files(request.user), KycFilter, KycTable)


@access("compliance.open_kyc_file")
def new(request: Request) -> HttpResponse:
    form = OpenFileForm(request.POST or None, actor=request.user, initial={"customer": request.GET.get("customer", "")})
    if file := run(form, services.open_kyc_file, actor=request.user):
        return done(request, _("File opened."), to=file)
    return page(request, "layouts/form.html", form=form, title=_("Open a file"), submit=_("Open the file"), cancel=reverse("kyc_files"))


@access(queries.VIEW)
def detail(request: Request, public_id: UUID) -> HttpResponse:
    file = one(queries.files(request.user), public_id)
    shares, shareless = shown.tree(file)
    return page(
        request,
        "compliance/kyc/detail.html",
        title=file.customer.legal_name,
        subject=file,
        crumbs=[(_("Know your customer"), reverse("kyc_files"))],
        moves=offered(MOVES, file, request.user, "kyc_move"),
        edits=file.state in EDITABLE and request.user.may("compliance.edit_kyc_file"),
        files=request.user.may("compliance.add_kyc_document"),
        points=shown.points(file, today=local_today(request.user)),
        reasons=shown.reasons(file),
        shares=shares,
        shareless=shareless,
        against=[str(reason) for reason in reasons_against(file.customer)],
    )


@access(queries.VIEW)
def move(request: Request, public_id: UUID, code: str) -> HttpResponse:
    return carry_out(request, one(queries.files(request.user), public_id), MOVES, code)


@access("compliance.edit_kyc_file")
def edit(request: Request, public_id: UUID) -> HttpResponse:
    file = one(queries.files(request.user), public_id)
    form = EditFactsForm(request.POST or None, initial={name: getattr(file, name) for name in FACTS})
    if run(form, services.edit_kyc_file, file.pk, actor=request.user):
        return done(request, _("Saved; the risk is weighed again."), to=file)
    return _form(request, file, form, _("What the file says"), _("Save"))


@access("compliance.answer_kyc")
def answer(request: Request, public_id: UUID, code: str) -> HttpResponse:
    file = one(queries.files(request.user), public_id)
    _on_the_list(code, ANSWER)
    known = queries.answers_of(file).get(code)
    form = AnswerForm(request.POST or None, initial={"text": known.text if known else ""})
    if run(form, services.answer_kyc, file.pk, code=code, actor=request.user):
        return done(request, _("Answer kept."), to=file)
    return _form(request, file, form, question(code), _("Keep the answer"))


@access("compliance.add_kyc_document")
def document_add(request: Request, public_id: UUID, code: str) -> HttpResponse:
    file = one(queries.files(request.user), public_id)
    _on_the_list(code, DOCUMENT)
    form = DocumentForm(request.POST or None, request.FILES or None)
    if run(form, _stored, file.pk, code=code, actor=request.user):
        return done(request, _("Document filed."), to=file)
    return _form(request, file, form, question(code), _("File the document"))


def _stored(file_id: int, *, file: Any, **given: Any) -> KycDocument:
    """The bytes first, then the verb that names them."""
    return services.add_kyc_document(file_id, store(file, file.name or ""), **given)


@access("compliance.end_kyc_document")
def document_end(request: Request, public_id: UUID) -> HttpResponse:
    document = one(_documents(request), public_id)
    form = ReasonForm(request.POST or None)
    if run(form, services.end_kyc_document, document.pk, actor=request.user):
        return done(request, _("It no longer counts."), to=document.file)
    return _form(request, document.file, form, _("End a document"), _("End it"))


@access(queries.VIEW)
def document_read(request: Request, public_id: UUID) -> HttpResponseBase:
    document = one(_documents(request), public_id)
    content = open_stored(document.stored)
    response = FileResponse(content, as_attachment=True, filename=document.name, content_type=document.stored.mime)
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _documents(request: Request) -> Any:
    return KycDocument.objects.filter(file__in=queries.files(request.user).order_by().values("pk")).select_related("file", "stored")


def _on_the_list(code: str, kind: str) -> None:
    if not any(one.code == code and one.kind == kind for level in CHECKLISTS.values() for one in level):
        raise Http404(code)


@access("compliance.add_owner")
def owner_add(request: Request, public_id: UUID) -> HttpResponse:
    file = one(queries.files(request.user), public_id)
    form = OwnerForm(request.POST or None, file=file)
    if run(form, services.add_owner, file.pk, actor=request.user):
        return done(request, _("Named; screening follows at once."), to=file)
    return _form(request, file, form, _("Name an owner"), _("Name the owner"))


@access("compliance.add_owner_share")
def share_add(request: Request, public_id: UUID) -> HttpResponse:
    owner = one(_mine(request, Owner), public_id)
    form = ShareForm(request.POST or None, file=owner.file)
    if run(form, services.add_owner_share, owner.pk, actor=request.user):
        return done(request, _("Share added."), to=owner.file)
    return _form(request, owner.file, form, _("What %(name)s holds") % {"name": owner.name}, _("Add the share"))


@access("compliance.end_owner")
def owner_end(request: Request, public_id: UUID) -> HttpResponse:
    owner = one(_mine(request, Owner), public_id)
    return act(request, services.end_owner, owner.pk, message=_("Ended."), to=owner.file)


@access("compliance.end_owner_share")
def share_end(request: Request, public_id: UUID) -> HttpResponse:
    share = one(_mine(request, OwnerShare), public_id)
    return act(request, services.end_owner_share, share.pk, message=_("Share ended."), to=share.file)


def _mine(request: Request, rows: Any) -> Any:
    return rows.objects.filter(file__in=queries.files(request.user).order_by().values("pk"), ended_at=None).select_related("file")


def _form(request: Request, file: KycFile, form: Any, title: str, submit: str) -> HttpResponse:
    address = file.get_absolute_url()
    crumbs = [(_("Know your customer"), reverse("kyc_files")), (str(file), address)]
    return page(request, "layouts/form.html", form=form, title=title, submit=submit, cancel=address, crumbs=crumbs, subject=file)


@access(queries.VIEW)
def of_customer(request: Request, public_id: UUID) -> HttpResponse:
    """The panel on the customer's page."""
    customer = one(scope(Customer.objects, request.user, queries.VIEW), public_id)
    file = queries.files(request.user).filter(customer=customer).first()
    against = [str(reason) for reason in reasons_against(customer)]
    may_open = file is None and request.user.may("compliance.open_kyc_file")
    return page(request, "compliance/kyc/_customer.html", customer=customer, file=file, against=against, may_open=may_open)


urlpatterns = [
    path("kyc/", files, name="kyc_files"),
    path("kyc/new/", new, name="kyc_new"),
    path("kyc/<uuid:public_id>/", detail, name="kyc_file"),
    path("kyc/<uuid:public_id>/edit/", edit, name="kyc_edit"),
    path("kyc/<uuid:public_id>/owners/", owner_add, name="kyc_owner_add"),
    path("kyc/<uuid:public_id>/answers/<slug:code>/", answer, name="kyc_answer"),
    path("kyc/<uuid:public_id>/documents/<slug:code>/", document_add, name="kyc_document_add"),
    path("kyc/<uuid:public_id>/move/<slug:code>/", move, name="kyc_move"),
    path("kyc/documents/<uuid:public_id>/", document_read, name="kyc_document"),
    path("kyc/documents/<uuid:public_id>/end/", document_end, name="kyc_document_end"),
    path("kyc/owners/<uuid:public_id>/shares/", share_add, name="kyc_share_add"),
    path("kyc/owners/<uuid:public_id>/end/", owner_end, name="kyc_owner_end"),
    path("kyc/shares/<uuid:public_id>/end/", share_end, name="kyc_share_end"),
    path("kyc/customers/<uuid:public_id>/", of_customer, name="kyc_of_customer"),
]

"""Copies in one mail, what became of a delivery, and proofs of delivery."""

from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _

from o2c.accounts.customers.models import Customer
from o2c.accounts.customers.queries import customers
from o2c.billing.documents import queries
from o2c.billing.documents.forms import CopiesForm, DeliveryReportForm, ProofForm
from o2c.billing.documents.models import Document
from o2c.billing.documents.services import delivery
from o2c.core.access.models import User
from o2c.core.doors import access, who
from o2c.core.files.models import Attachment
from o2c.core.files.storage import store
from o2c.core.pages import done, one, page, run

OFFERED = 30


@access("billing.send_copies")
def copies_new(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The newest documents of a customer to choose from; `?document=` is chosen already."""
    actor = who(request)
    customer = one(customers(actor), public_id)
    wanted = request.GET.getlist("document")
    form = _copies_form(request, customer, wanted)
    if sent := run(form, delivery.send_copies, actor=actor):
        return done(request, _("%(count)s copies are on their way.") % {"count": len(sent)}, to=sent[0] if len(sent) == 1 else customer)
    crumbs = [(str(customer), customer.get_absolute_url())]
    cancel = customer.get_absolute_url()
    return page(request, "layouts/form.html", title=_("Send copies"), form=form, submit=_("Send copies"), cancel=cancel, crumbs=crumbs)


def _copies_form(request: HttpRequest, customer: Customer, wanted: list[str]) -> CopiesForm:
    rows = queries.documents(who(request)).filter(customer=customer, origin="own", rendering__isnull=False)
    newest = list(rows.values_list("pk", flat=True)[:OFFERED]) + list(rows.filter(public_id__in=wanted).values_list("pk", flat=True))
    contacts = delivery.contacts_of([customer.pk, *customer.financial_accounts.exclude(payer=None).values_list("payer", flat=True)])
    initial = {"documents": wanted, "contact": contacts.values_list("public_id", flat=True).first()}
    return CopiesForm(request.POST or None, initial=initial, documents=rows.filter(pk__in=newest), contacts=contacts)


@access("billing.report_delivery")
def delivery_report(request: HttpRequest, public_id: UUID) -> HttpResponse:
    sending = one(queries.deliveries(who(request)), public_id)
    form = DeliveryReportForm(request.POST or None)
    if run(form, delivery.report_delivery, sending.pk, actor=who(request)):
        return done(request, _("Noted what became of it."), to=sending.document)
    return _form(request, sending.document, form, _("What became of the delivery"), _("Save"))


@access("billing.attach_delivery_proof")
def proof_new(request: HttpRequest, public_id: UUID) -> HttpResponse:
    document = one(queries.documents(who(request)), public_id)
    form = ProofForm(request.POST or None, request.FILES or None)
    if run(form, _store_and_attach, document.pk, actor=who(request)):
        return done(request, _("Proof of delivery attached."), to=document)
    return _form(request, document, form, _("Attach proof of delivery"), _("Attach proof"))


def _store_and_attach(pk: int, *, file: "UploadedFile[bytes]", actor: User) -> Attachment:
    return delivery.attach_delivery_proof(pk, store(file, file.name or ""), actor=actor)


def _form(request: HttpRequest, document: Document, form: Any, title: str, submit: str) -> HttpResponse:
    address = document.get_absolute_url()
    crumbs = [(_("Documents"), reverse("document_list")), (str(document), address)]
    return page(request, "layouts/form.html", title=title, form=form, submit=submit, cancel=address, crumbs=crumbs)


urlpatterns = [
    path("customers/<uuid:public_id>/copies/", copies_new, name="copies_new"),
    path("deliveries/<uuid:public_id>/report/", delivery_report, name="delivery_report"),
    path("documents/<uuid:public_id>/proof/", proof_new, name="delivery_proof_new"),
]

"""Asking for a change: choose what, then fill in what it needs; and correct it later."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _

from o2c.accounts.customers.forms import entities_of
from o2c.accounts.customers.models import Customer
from o2c.accounts.customers.queries import customers
from o2c.accounts.requests import services
from o2c.accounts.requests.forms import KindForm, correcting_form, filing_form
from o2c.accounts.requests.kinds.registry import KINDS, Kind, kind_named
from o2c.accounts.requests.queries import requests
from o2c.core.doors import access, who
from o2c.core.pages import done, one, page, run
from o2c.core.spoken import paired


@access("accounts.file_request")
def request_new(request: HttpRequest) -> HttpResponse:
    """What is to change, and for whom; the next page asks what that needs."""
    form = KindForm(request.POST or None, initial={"customer": request.GET.get("customer", "")}, actor=who(request))
    if request.method == "POST" and "_validate" not in request.POST and form.is_valid():
        customer, kind = form.cleaned_data["customer"], KINDS[form.cleaned_data["kind"]]
        query = f"?customer={customer.public_id}" if customer and kind.for_customer else ""
        return redirect(reverse("request_file", args=[kind.code]) + query)
    return _form(request, _("New request"), form, _("Next"), reverse("request_list"))


@access("accounts.file_request")
def request_file(request: HttpRequest, kind: str) -> HttpResponse:
    if (wanted := KINDS.get(kind)) is None:
        raise Http404(f"no kind {kind}")
    customer = None
    if wanted.for_customer:
        customer = one(customers(who(request)), _key(request.GET.get("customer", "")))
    return file_page(request, wanted, customer)


def _key(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as wrong:
        raise Http404("no such customer") from wrong


def file_page(
    request: HttpRequest,
    kind: Kind,
    customer: Customer | None,
    *,
    initial: dict[str, Any] | None = None,
    verb: Any = services.file_request,
    crumbs: list[tuple[str, str]] | None = None,
    **facts: Any,
) -> HttpResponse:
    """The second step, also for pages of higher rooms: `verb` files the request, `facts` go to it with what is typed."""
    actor = who(request)
    entities = list(entities_of(actor).filter(customers=customer)[:2]) if customer else []
    shown = {"entity": entities[0].code, **(initial or {})} if len(entities) == 1 else initial
    form = filing_form(kind)(request.POST or None, initial=shown, actor=actor, customer=customer)
    if filed := run(form, verb, kind=kind.code, customer=customer, actor=actor, **facts):
        return done(request, _("Request %(number)s is on its way.") % {"number": filed.number}, to=filed)
    title = paired(kind.title, customer.legal_name) if customer else str(kind.title)
    return _form(request, title, form, _("File request"), reverse("request_list"), crumbs)


@access("accounts.edit_request")
def request_edit(request: HttpRequest, public_id: UUID) -> HttpResponse:
    found = one(requests(who(request)), public_id)
    shown = {**found.payload, "reason": found.reason, "version": found.version}
    form = correcting_form(kind_named(found.kind))(request.POST or None, initial=shown, actor=who(request), customer=found.customer)
    if run(form, services.edit_request, found.pk, actor=who(request)):
        return done(request, _("Request corrected."), to=found)
    crumbs = [(_("Requests"), reverse("request_list")), (found.number, found.get_absolute_url())]
    return _form(request, _("Correct %(number)s") % {"number": found}, form, _("Save request"), found.get_absolute_url(), crumbs)


def _form(
    request: HttpRequest, title: str, form: Any, submit: str, cancel: str, crumbs: list[tuple[str, str]] | None = None
) -> HttpResponse:
    crumbs = crumbs or [(_("Requests"), reverse("request_list"))]
    return page(request, "layouts/form.html", title=title, form=form, submit=submit, cancel=cancel, crumbs=crumbs)


urlpatterns = [
    path("requests/new/", request_new, name="request_new"),
    path("requests/new/<slug:kind>/", request_file, name="request_file"),
    path("requests/<uuid:public_id>/edit/", request_edit, name="request_edit"),
]

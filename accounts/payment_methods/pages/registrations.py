"""The queue of registrations, and the page a customer reaches by the link in the mail."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import path, reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from o2c.accounts.customers.models import Contact
from o2c.accounts.customers.queries import customers
from o2c.accounts.payment_methods import queries
from o2c.accounts.payment_methods.filters import RegistrationFilter
from o2c.accounts.payment_methods.forms import FailureForm, InviteForm, SignatureForm
from o2c.accounts.payment_methods.services import registrations
from o2c.accounts.payment_methods.tables import RegistrationTable, next_step, why
from o2c.core.access.queries import the_night
from o2c.core.doors import access, who
from o2c.core.pages import done, list_page, one, page, run
from o2c.core.pages.display import link_to, moment
from o2c.core.pages.moves import Move, ReasonForm, carry_out, offered

WAITS = ["invited", "failed"]
MOVES = [
    Move(
        "link",
        gettext_lazy("Send a fresh link"),
        gettext_lazy("A fresh link is on its way."),
        registrations.send_fresh_link,
        WAITS,
        main=True,
    ),
    Move(
        "fail",
        gettext_lazy("Enter a failed attempt"),
        gettext_lazy("The attempt is entered."),
        registrations.fail_registration,
        WAITS,
        FailureForm,
    ),
    Move(
        "withdraw",
        gettext_lazy("Withdraw"),
        gettext_lazy("The link no longer works."),
        registrations.withdraw_registration,
        WAITS,
        ReasonForm,
    ),
]


@access("accounts.view_payment_methods")
def registration_list(request: HttpRequest) -> HttpResponseBase:
    return list_page(request, queries.registrations(who(request)), RegistrationFilter, RegistrationTable)


@access("accounts.view_payment_methods")
def registration_detail(request: HttpRequest, public_id: UUID) -> HttpResponse:
    found = one(queries.registrations(who(request)), public_id)
    return page(
        request,
        "accounts/detail.html",
        title=str(found),
        subject=found,
        crumbs=[(_("Registrations of payment methods"), reverse("registration_list"))],
        figures=[(_("Failed attempts"), found.failures)],
        facts=_facts(found),
        reasons=(why(found), [next_step(found)] if found.state == "failed" else []),
        moves=offered(MOVES, found, who(request), "registration_move"),
    )


def _facts(found: Any) -> list[tuple[str, Any]]:
    return [
        (_("Customer"), link_to(found.customer, found.customer.legal_name)),
        (_("Our entity"), found.entity),
        (_("Link sent to"), found.email),
        (_("Links sent"), found.links),
        (_("Link good until"), moment(found.expires_at)),
        (_("What went wrong"), why(found)),
        (_("Failed at"), moment(found.failed_at) if found.failed_at else None),
        (_("Payment method"), link_to(found.method) if found.method else None),
    ]


@access("accounts.view_payment_methods")
def registration_move(request: HttpRequest, public_id: UUID, move: str) -> HttpResponse:
    return carry_out(request, one(queries.registrations(who(request)), public_id), MOVES, move)


@access("accounts.invite_registration")
def registration_new(request: HttpRequest, public_id: UUID) -> HttpResponse:
    customer = one(customers(who(request)), public_id)
    contact = Contact.objects.filter(customer=customer, role="finance", valid_until=None).exclude(email="").order_by("-pk").first()
    initial = {"email": contact.email if contact else ""}
    form = InviteForm(request.POST or None, initial=initial, actor=who(request), customer=customer)
    if registration := run(form, registrations.invite_registration, customer=customer, actor=who(request)):
        return done(request, _("The link is on its way."), to=registration)
    address = customer.get_absolute_url()
    crumbs = [(_("Customers"), reverse("customer_list")), (customer.legal_name, address)]
    title, submit = _("Ask for a payment method"), _("Send link")
    return page(request, "layouts/form.html", title=title, form=form, submit=submit, cancel=address, crumbs=crumbs)


@access.public
def registration_page(request: HttpRequest, secret: str) -> HttpResponse:
    """Where the customer registers: a mandate on our page, a card on the processor's."""
    found = queries.invited_by(secret, timezone.now())
    if found is None:
        return page(request, "accounts/payment_methods/link_used.html", title=_("This link no longer works"), status=404)
    with translation.override(found.language):
        if found.kind == "card":
            address = settings.CARD_PAGE.format(registration=found.public_id) if settings.CARD_PAGE else ""
            return page(request, "accounts/payment_methods/card.html", title=_("Register a card"), registration=found, processor=address)
        form = SignatureForm(request.POST or None, initial={"holder": found.customer.legal_name})
        if run(form, registrations.complete_mandate, found.pk, actor=the_night()):
            return page(request, "accounts/payment_methods/thanks.html", title=_("Thank you"), registration=found)
        return page(request, "accounts/payment_methods/sign.html", title=_("SEPA direct debit mandate"), form=form, registration=found)


urlpatterns = [
    path("payment-registrations/", registration_list, name="registration_list"),
    path("payment-registrations/<uuid:public_id>/", registration_detail, name="registration_detail"),
    path("payment-registrations/<uuid:public_id>/<slug:move>/", registration_move, name="registration_move"),
    path("customers/<uuid:public_id>/payment-registrations/new/", registration_new, name="registration_new"),
    path("pay/<str:secret>/", registration_page, name="registration_page"),
]

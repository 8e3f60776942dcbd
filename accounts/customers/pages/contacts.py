"""A contact's own page with its bounces, contacts that were made, and what is held about a person."""

from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from o2c.accounts.customers import queries
from o2c.accounts.customers.forms import InteractionForm, ReasonForm
from o2c.accounts.customers.models import Contact, MailDomain
from o2c.accounts.customers.pages.frame import customer_form
from o2c.accounts.customers.rules.answers import domain_of
from o2c.accounts.customers.services import interactions, personal
from o2c.core.access.queries import scope
from o2c.core.dates import last_day
from o2c.core.doors import access, who
from o2c.core.excel.write import CONTENT_TYPE, workbook
from o2c.core.pages import Column, done, one, page, run
from o2c.core.pages.display import day
from o2c.core.spoken import paired

HELD = [
    Column("kind", gettext_lazy("Record")),
    Column("fact", gettext_lazy("Fact")),
    Column("value", gettext_lazy("Value")),
    Column("at", gettext_lazy("At"), "moment"),
]


def _contact(request: HttpRequest, public_id: UUID) -> Contact:
    return one(scope(Contact.objects, who(request), queries.VIEW).select_related("customer"), public_id)


@access("accounts.view_customers")
def contact_detail(request: HttpRequest, public_id: UUID) -> HttpResponse:
    contact, actor = _contact(request, public_id), who(request)
    domain = MailDomain.objects.filter(name=domain_of(contact.email)).first()
    customer = contact.customer
    return page(
        request,
        "accounts/customers/contact.html",
        title=contact.person,
        subject=contact,
        facts=[
            (_("Role"), contact.get_role_display()),
            (_("E-mail address"), contact.email),
            (_("Domain"), paired(domain.name, domain.get_state_display()) if domain else None),
            (_("Phone"), contact.phone),
            (_("Language"), contact.get_language_display()),
            (_("From"), day(contact.valid_from)),
            (_("Until and including"), day(last_day(contact.valid_until)) if contact.valid_until else None),
        ],
        bounces=contact.bounces.order_by("-at", "-pk")[:100],
        may_export=actor.may("accounts.export_personal_data"),
        crumbs=[(_("Customers"), reverse("customer_list")), (customer.legal_name, customer.get_absolute_url())],
    )


@access("accounts.note_interaction")
def interaction_new(request: HttpRequest, public_id: UUID) -> HttpResponse:
    customer = one(queries.customers(who(request)), public_id)
    form = InteractionForm(request.POST or None, customer=customer)
    if run(form, interactions.note_interaction, customer.pk, actor=who(request)):
        return done(request, _("Contact noted."), to=customer)
    return customer_form(request, customer, form, _("Note a contact"), _("Note contact"))


@access("accounts.export_personal_data")
def personal_data(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Ask why, then hand out everything held about the person as a sheet."""
    contact = _contact(request, public_id)
    form = ReasonForm(request.POST or None)
    rows = run(form, personal.export_personal_data, contact.pk, actor=who(request))
    if rows is None:
        return customer_form(request, contact.customer, form, _("What we hold about %(name)s") % {"name": contact.person}, _("Hand out"))
    file = workbook(HELD, rows, {_("Person"): contact.person, _("User"): str(who(request))})
    name = f"{slugify(contact.person) or 'person'}.xlsx"
    answer: HttpResponse = FileResponse(file, as_attachment=True, filename=name, content_type=CONTENT_TYPE)  # type: ignore[assignment]
    return answer


urlpatterns = [
    path("contacts/<uuid:public_id>/", contact_detail, name="contact_detail"),
    path("contacts/<uuid:public_id>/personal-data/", personal_data, name="personal_data"),
    path("customers/<uuid:public_id>/interactions/new/", interaction_new, name="interaction_new"),
]

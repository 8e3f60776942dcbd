"""Pages of the statements of account: ask for one, and see those that were made."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext as _

from o2c.accounts.customers.models import Customer
from o2c.accounts.customers.queries import customers
from o2c.collections.contact import queries, services
from o2c.collections.contact.forms import StatementForm
from o2c.core.clock import local_today
from o2c.core.dates import add_months, first_of_month
from o2c.core.doors import access, who
from o2c.core.pages import done, one, page, run


@access("collections.request_statement")
def statement_new(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Ask for a statement; the answer is the job that makes it."""
    customer = _customer(request, public_id)
    today = local_today()
    initial = {"language": customer.language, "from_on": first_of_month(add_months(today, -2)), "as_of": today}
    form = StatementForm(request.POST or None, initial=initial, customer=customer, actor=who(request))
    if job := run(form, services.request_statement, customer.pk, actor=who(request)):
        return done(request, _("The statement is being made."), to=job)
    address = customer.get_absolute_url()
    return page(
        request,
        "layouts/form.html",
        form=form,
        title=_("Statement of account"),
        submit=_("Make the statement"),
        cancel=address,
        crumbs=[(str(customer), address)],
    )


@access("collections.request_statement")
def customer_statements(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The panel on the customer's page."""
    customer = _customer(request, public_id)
    made = queries.statements(who(request), customer)
    return render(request, "collections/contact/_statements.html", {"customer": customer, "statements": made[:10]})


def _customer(request: HttpRequest, public_id: UUID) -> Customer:
    return one(customers(who(request)), public_id)


urlpatterns = [
    path("customers/<uuid:public_id>/statements/", customer_statements, name="customer_statements"),
    path("customers/<uuid:public_id>/statements/new/", statement_new, name="statement_new"),
]

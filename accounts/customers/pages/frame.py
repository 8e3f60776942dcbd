"""The frame of every form that belongs to one customer."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from o2c.accounts.customers.models import Customer
from o2c.core.pages import Form, page


def customer_form(request: HttpRequest, customer: Customer, form: Form, title: str, submit: str) -> HttpResponse:
    """The form below its customer; Escape leads back there."""
    address = customer.get_absolute_url()
    crumbs = [(_("Customers"), reverse("customer_list")), (customer.legal_name, address)]
    return page(request, "layouts/form.html", title=title, form=form, submit=submit, cancel=address, crumbs=crumbs)

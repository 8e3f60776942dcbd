"""Tax rates: which one holds when, and the next one."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import path, reverse
from django.utils.translation import gettext as _

from o2c.billing.documents.forms import TaxRateForm
from o2c.billing.documents.models import TaxRate
from o2c.billing.documents.services.tax import set_tax_rate
from o2c.billing.documents.tables import TaxRateTable
from o2c.core.doors import access, who
from o2c.core.pages import done, list_page, page, run


@access("billing.view_ledger")
def tax_rate_list(request: HttpRequest) -> HttpResponseBase:
    return list_page(request, TaxRate.objects.order_by("country", "-valid_from", "pk"), None, TaxRateTable)


@access("billing.set_tax_rate")
def tax_rate_new(request: HttpRequest) -> HttpResponse:
    form = TaxRateForm(request.POST or None)
    if run(form, set_tax_rate, actor=who(request)):
        return done(request, _("The rate holds from then on."), to="tax_rate_list")
    crumbs = [(_("Tax rates"), reverse("tax_rate_list"))]
    return page(
        request,
        "layouts/form.html",
        title=_("New tax rate"),
        form=form,
        submit=_("Set rate"),
        cancel=reverse("tax_rate_list"),
        crumbs=crumbs,
    )


urlpatterns = [
    path("tax-rates/", tax_rate_list, name="tax_rate_list"),
    path("tax-rates/new/", tax_rate_new, name="tax_rate_new"),
]

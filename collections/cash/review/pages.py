"""The browser's door to the daily review."""

from datetime import date
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from o2c.collections.cash.receipts.queries import VIEW
from o2c.collections.cash.review import queries, services
from o2c.collections.cash.review.rules import is_red
from o2c.core.clock import local_today
from o2c.core.doors import access, who
from o2c.core.pages import Form, done, one, page, run
from o2c.core.spoken import day as spoken_day


class SignForm(Form):
    note = forms.CharField(label=gettext_lazy("Remark"), max_length=200, required=False)


@access(VIEW)
def bank_days(request: HttpRequest) -> HttpResponse:
    """The last banking days of every account: red where something is missing at the cut-off."""
    today = local_today(who(request))
    shown = [(account, [(found, is_red(found, today)) for found in days]) for account, days in queries.recent(who(request), today)]
    return page(
        request,
        "collections/cash/bank_days.html",
        title=_("Bank days"),
        accounts=shown,
        may_sign=who(request).may("collections.sign_bank_day"),
    )


@access("collections.sign_bank_day")
def bank_day_sign(request: HttpRequest, public_id: UUID, day: str) -> HttpResponse:
    account = one(queries.reviewed_accounts(who(request), "collections.sign_bank_day"), public_id)
    try:
        wanted = date.fromisoformat(day)
    except ValueError as error:
        raise Http404(day) from error
    form = SignForm(request.POST or None)
    if run(form, services.sign_bank_day, account.pk, day=wanted, actor=who(request)):
        return done(request, _("The day is signed."), to=reverse("bank_days"))
    title = _("Sign %(day)s of %(account)s") % {"day": spoken_day(wanted), "account": account.name}
    crumbs = [(_("Bank days"), reverse("bank_days"))]
    return page(request, "layouts/form.html", title=title, form=form, submit=_("Sign"), cancel=reverse("bank_days"), crumbs=crumbs)


urlpatterns = [
    path("bank-days/", bank_days, name="bank_days"),
    path("bank-days/<uuid:public_id>/<str:day>/sign/", bank_day_sign, name="bank_day_sign"),
]

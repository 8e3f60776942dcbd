"""The browser's door to remittance advices."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from o2c.collections.cash.receipts.queries import VIEW
from o2c.collections.cash.remittances import queries, services
from o2c.collections.cash.remittances.models import AdviceState
from o2c.collections.cash.remittances.tables import LINES, AdviceFilter, AdviceTable
from o2c.core.doors import access, who
from o2c.core.entities.models import LegalEntity
from o2c.core.files.storage import store_raw
from o2c.core.money import Money
from o2c.core.pages import Form, done, list_page, one, page, run
from o2c.core.pages.related import related


class AdviceForm(Form):
    file = forms.FileField(label=gettext_lazy("File"), help_text=gettext_lazy("CSV, XLSX, the text of a mail, or remt.001."))
    entity = forms.ModelChoiceField(LegalEntity.objects.order_by("code"), label=gettext_lazy("Our entity"), to_field_name="code")

    def arguments(self) -> dict[str, Any]:
        upload = self.cleaned_data["file"]
        return {"blob": store_raw(upload, upload.name), "entity": self.cleaned_data["entity"]}


class WithdrawForm(Form):
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=200)


@access(VIEW)
def advice_list(request: HttpRequest) -> HttpResponseBase:
    return list_page(request, queries.advices(who(request)), AdviceFilter, AdviceTable)


@access("collections.store_advice")
def advice_new(request: HttpRequest) -> HttpResponse:
    form = AdviceForm(request.POST or None, request.FILES or None)
    if made := run(form, services.store_advice, actor=who(request)):
        return done(request, _("Advice kept: it is used when the money is here."), to=made)
    crumbs = [(_("Remittance advices"), reverse("advice_list"))]
    return page(request, "layouts/form.html", title=_("New advice"), form=form, cancel=reverse("advice_list"), crumbs=crumbs)


@access(VIEW)
def advice_detail(request: HttpRequest, public_id: UUID) -> HttpResponse:
    advice = one(queries.advices(who(request)), public_id)
    total = Money(advice.total, advice.currency) if advice.total is not None else None
    return page(
        request, "collections/cash/advice.html", title=str(advice), subject=advice,
        crumbs=[(_("Remittance advices"), reverse("advice_list"))],
        figures=[(_("Sum of the lines"), Money(advice.paid, advice.currency)), (_("State"), advice.get_state_display())],
        facts=[(_("Payer"), advice.payer), (_("Total stated"), total), (_("File"), advice.name), (_("Reason"), advice.reason)],
        withdraws=advice.state == AdviceState.OPEN and who(request).may("collections.withdraw_advice"),
    )  # fmt: skip


@access(VIEW)
def advice_lines(request: HttpRequest, public_id: UUID) -> HttpResponse:
    advice = one(queries.advices(who(request)), public_id)
    return related(request, queries.lines(advice), LINES, title=_("Lines"))


@access("collections.withdraw_advice")
def advice_withdraw(request: HttpRequest, public_id: UUID) -> HttpResponse:
    advice = one(queries.advices(who(request), "collections.withdraw_advice"), public_id)
    form = WithdrawForm(request.POST or None)
    if run(form, services.withdraw_advice, advice.pk, actor=who(request)):
        return done(request, _("Withdrawn."), to=advice)
    back = advice.get_absolute_url()
    return page(request, "layouts/form.html", title=_("Withdraw the advice"), form=form, cancel=back, crumbs=[(str(advice), back)])


urlpatterns = [
    path("advices/", advice_list, name="advice_list"),
    path("advices/new/", advice_new, name="advice_new"),
    path("advices/<uuid:public_id>/", advice_detail, name="advice_detail"),
    path("advices/<uuid:public_id>/lines/", advice_lines, name="advice_lines"),
    path("advices/<uuid:public_id>/withdraw/", advice_withdraw, name="advice_withdraw"),
]

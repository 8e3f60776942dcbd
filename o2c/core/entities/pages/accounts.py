"""Our own bank accounts."""

from uuid import UUID

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.urls import path, reverse
from django.utils.translation import gettext as _

from o2c.core.doors import Request, access
from o2c.core.entities import queries, services
from o2c.core.entities.filters import OwnAccountFilter
from o2c.core.entities.forms import EditOwnAccountForm, OwnAccountForm, ReasonForm
from o2c.core.entities.tables import OwnAccountTable
from o2c.core.pages import done, list_page, one, page, run


@access("core.view_entities")
def own_account_list(request: Request) -> HttpResponseBase:
    return list_page(request, queries.own_bank_accounts(request.user), OwnAccountFilter, OwnAccountTable)


@access("core.add_own_account")
def own_account_new(request: Request, public_id: UUID) -> HttpResponse:
    entity = one(queries.entities(request.user), public_id)
    form = OwnAccountForm(request.POST or None)
    if run(form, services.add_own_account, entity.pk, actor=request.user):
        return done(request, _("Bank account added."), to=entity)
    title = _("New bank account of %(entity)s") % {"entity": entity}
    return page(request, "layouts/form.html", form=form, title=title, submit=_("Add account"), cancel=entity.get_absolute_url())


@access("core.edit_own_account")
def own_account_edit(request: Request, public_id: UUID) -> HttpResponse:
    account = one(queries.own_bank_accounts(request.user), public_id)
    form = EditOwnAccountForm(request.POST or None, initial={name: getattr(account, name) for name in EditOwnAccountForm.base_fields})
    if run(form, services.edit_own_account, account.pk, actor=request.user):
        return done(request, _("Bank account saved."), to="own_account_list")
    move = "active" if account.state == "closed" else "closed"
    return page(
        request,
        "core/entities/account.html",
        form=form,
        title=str(account),
        account=account,
        move=move,
        cancel=reverse("own_account_list"),
    )


@access("core.move_own_account")
def own_account_move(request: Request, public_id: UUID, state: str) -> HttpResponse:
    account = one(queries.own_bank_accounts(request.user), public_id)
    form = ReasonForm(request.POST or None)
    if run(form, services.move_own_account, account.pk, state, actor=request.user):
        return done(request, _("Bank account saved."), to="own_account_list")
    title = _("Close %(account)s") if state == "closed" else _("Take %(account)s into use again")
    return page(request, "layouts/form.html", form=form, title=title % {"account": account}, cancel=reverse("own_account_list"))


urlpatterns = [
    path("bank-accounts/", own_account_list, name="own_account_list"),
    path("entities/<uuid:public_id>/bank-account/", own_account_new, name="own_account_new"),
    path("bank-accounts/<uuid:public_id>/", own_account_edit, name="own_account_edit"),
    path("bank-accounts/<uuid:public_id>/<str:state>/", own_account_move, name="own_account_move"),
]

"""Our own bank accounts. What changes them needs a second person: those pages stand with the approvals."""

from django.http.response import HttpResponseBase
from django.urls import path

from o2c.core.doors import Request, access
from o2c.core.entities import queries
from o2c.core.entities.filters import OwnAccountFilter
from o2c.core.entities.tables import OwnAccountTable
from o2c.core.pages import list_page


@access("core.view_entities")
def own_account_list(request: Request) -> HttpResponseBase:
    return list_page(request, queries.own_bank_accounts(request.user), OwnAccountFilter, OwnAccountTable)


urlpatterns = [path("bank-accounts/", own_account_list, name="own_account_list")]

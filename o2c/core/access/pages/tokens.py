"""Tokens of the systems that talk to us."""

from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from o2c.core.access import queries
from o2c.core.access.forms import PICKER, ReasonForm
from o2c.core.access.models import User
from o2c.core.access.services import tokens
from o2c.core.doors import access, who
from o2c.core.pages.answers import done, one, page, run
from o2c.core.pages.fields import DateField
from o2c.core.pages.forms import Form
from o2c.core.pages.listing import list_page
from o2c.core.pages.tables import Column, Create, Table
from o2c.core.rest.models import ApiToken

FORM = "core/access/user_form.html"


class TokenForm(Form):
    validates_on_blur = False
    user = forms.ModelChoiceField(User.objects.none(), label=gettext_lazy("Acts as"), to_field_name="public_id")
    name = forms.CharField(label=gettext_lazy("System"), max_length=80)
    scopes = forms.MultipleChoiceField(
        label=gettext_lazy("Permissions"),
        help_text=gettext_lazy("Only what that person may do can be chosen; less is better."),
        widget=forms.SelectMultiple(attrs=PICKER),
    )
    expires_on = DateField(label=gettext_lazy("Valid until"), help_text=gettext_lazy("Within a year, for example +365."))

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["user"].queryset = queries.colleagues()  # type: ignore[attr-defined]
        self.fields["scopes"].choices = [(name, name) for name in queries.permissions_of_endpoints()]  # type: ignore[attr-defined]


def _revocable(token: ApiToken) -> str:
    return "" if token.revoked_at else _("Revoke")


def _revoke_url(token: ApiToken) -> str:
    return reverse("token_revoke", args=[token.public_id])


class TokenTable(Table):
    title = gettext_lazy("Tokens of other systems")
    columns = [
        Column("name", gettext_lazy("System"), sort="name", narrow=True),
        Column("user__name", gettext_lazy("Acts as"), "link", sort="user__name", url=lambda token: token.user.get_absolute_url()),
        Column("scopes", gettext_lazy("Permissions"), of=lambda token: ", ".join(token.scopes)),
        Column("expires_on", gettext_lazy("Valid until"), "date", sort="expires_on", narrow=True),
        Column("last_used_on", gettext_lazy("Last used"), "date", sort="last_used_on"),
        Column("revoked_at", gettext_lazy("Revoked at"), "moment", sort="revoked_at"),
        Column("revoke", gettext_lazy("Revoke"), "action", of=_revocable, url=_revoke_url, permission="core.revoke_token"),
    ]
    order = ["name"]
    also = [Create(gettext_lazy("Read the API"), "api_docs", "core.view_tokens")]
    nothing_yet = gettext_lazy("No other system has access yet. A token lets one act over REST in the name of a person.")
    create = Create(gettext_lazy("New token"), "token_new", "core.issue_token")


@access("core.view_tokens")
def token_list(request: HttpRequest) -> HttpResponseBase:
    return list_page(request, queries.tokens(who(request)), None, TokenTable)


@access("core.issue_token")
def token_new(request: HttpRequest) -> HttpResponse:
    """The secret stands on the page that answers, once, and nowhere else."""
    form = TokenForm(request.POST or None)
    if issued := run(form, tokens.issue_token, actor=who(request)):
        return page(request, "core/access/token_issued.html", title=_("Token issued"), issued=issued)
    return page(request, FORM, title=_("New token"), form=form, submit=_("Issue token"), cancel=reverse("token_list"))


@access("core.revoke_token")
def token_revoke(request: HttpRequest, public_id: UUID) -> HttpResponse:
    token = one(queries.tokens(who(request)), public_id)
    form = ReasonForm(request.POST or None)
    if run(form, tokens.revoke_token, token.pk, actor=who(request)):
        return done(request, _("Token revoked: the system is shut out."), to="token_list")
    title = _("Revoke the token of “%(system)s”") % {"system": token.name}
    return page(request, FORM, title=title, form=form, submit=_("Revoke token"), cancel=reverse("token_list"))


urlpatterns = [
    path("tokens/", token_list, name="token_list"),
    path("tokens/new/", token_new, name="token_new"),
    path("tokens/<uuid:public_id>/revoke/", token_revoke, name="token_revoke"),
]

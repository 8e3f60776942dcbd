"""People: the list, one person, inviting, changing, letting go."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import path, reverse
from django.utils.translation import gettext as _

from o2c.core.access import ownership, queries
from o2c.core.access.filters import UserFilter
from o2c.core.access.forms import ChangeUserForm, DeactivateForm, InviteForm, ReasonForm
from o2c.core.access.models import User
from o2c.core.access.services import users
from o2c.core.access.tables import UserTable
from o2c.core.doors import access, who
from o2c.core.pages.answers import act, done, one, page, run
from o2c.core.pages.listing import list_page

FORM = "core/access/user_form.html"


@access("core.view_users")
def user_list(request: HttpRequest) -> HttpResponseBase:
    return list_page(request, queries.users(who(request)), UserFilter, UserTable)


@access("core.view_users")
def user_detail(request: HttpRequest, public_id: UUID) -> HttpResponse:
    person = one(queries.users(who(request)), public_id)
    return page(
        request,
        "core/access/user_detail.html",
        title=str(person),
        subject=person,
        crumbs=[(UserTable.title, reverse("user_list"))],
        grants=queries.grants(who(request)).filter(user=person),
        covers=queries.covers_of(person),
        owned=ownership.owned(person),
        pairs=queries.pairs_of(person),
    )


@access("core.invite_user")
def user_invite(request: HttpRequest) -> HttpResponse:
    form = InviteForm(request.POST or None)
    if person := run(form, users.invite_user, actor=who(request)):
        return done(request, _("Invitation sent to %(email)s. Now give this person a role.") % {"email": person.email}, to=person)
    return page(request, FORM, title=_("Invite a person"), form=form, submit=_("Send invitation"))


@access("core.invite_again")
def user_invite_again(request: HttpRequest, public_id: UUID) -> HttpResponse:
    person = _person(request, public_id)
    return act(request, users.invite_again, person.pk, message=_("A new link is on its way."), to=person)


@access("core.change_user")
def user_change(request: HttpRequest, public_id: UUID) -> HttpResponse:
    person = _person(request, public_id)
    form = ChangeUserForm(request.POST or None, initial={"name": person.name, "email": person.email})
    if run(form, users.change_user, person.pk, actor=who(request)):
        return done(request, _("Saved."), to=person)
    return page(request, FORM, title=_("Change %(person)s") % {"person": person}, form=form, cancel=person.get_absolute_url())


@access("core.deactivate_user")
def user_deactivate(request: HttpRequest, public_id: UUID) -> HttpResponse:
    person = _person(request, public_id)
    form = DeactivateForm(request.POST or None, leaving=person)
    if run(form, users.deactivate_user, person.pk, actor=who(request)):
        return done(request, _("%(person)s may no longer sign in.") % {"person": person}, to=person)
    title = _("Deactivate %(person)s") % {"person": person}
    return page(
        request, FORM, title=title, form=form, submit=_("Deactivate"), cancel=person.get_absolute_url(), owned=ownership.owned(person)
    )


@access("core.reactivate_user")
def user_reactivate(request: HttpRequest, public_id: UUID) -> HttpResponse:
    person = _person(request, public_id)
    form = ReasonForm(request.POST or None)
    if run(form, users.reactivate_user, person.pk, actor=who(request)):
        return done(request, _("%(person)s may sign in again.") % {"person": person}, to=person)
    title = _("Reactivate %(person)s") % {"person": person}
    return page(request, FORM, title=title, form=form, submit=_("Reactivate"), cancel=person.get_absolute_url())


@access("core.clear_totp")
def user_clear_totp(request: HttpRequest, public_id: UUID) -> HttpResponse:
    person = _person(request, public_id)
    form = ReasonForm(request.POST or None)
    if run(form, users.clear_totp, person.pk, actor=who(request)):
        return done(request, _("Codes at sign-in are off for %(person)s.") % {"person": person}, to=person)
    title = _("Turn off codes for %(person)s") % {"person": person}
    return page(request, FORM, title=title, form=form, submit=_("Turn off"), cancel=person.get_absolute_url())


def _person(request: HttpRequest, public_id: UUID) -> User:
    return one(queries.users(who(request)).filter(is_robot=False), public_id)


urlpatterns = [
    path("users/", user_list, name="user_list"),
    path("users/invite/", user_invite, name="user_invite"),
    path("users/<uuid:public_id>/", user_detail, name="user_detail"),
    path("users/<uuid:public_id>/invite-again/", user_invite_again, name="user_invite_again"),
    path("users/<uuid:public_id>/change/", user_change, name="user_change"),
    path("users/<uuid:public_id>/deactivate/", user_deactivate, name="user_deactivate"),
    path("users/<uuid:public_id>/reactivate/", user_reactivate, name="user_reactivate"),
    path("users/<uuid:public_id>/codes/off/", user_clear_totp, name="user_clear_totp"),
]

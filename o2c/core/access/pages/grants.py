"""Giving and taking roles; emergency access and its review."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import path, reverse
from django.utils.translation import gettext as _

from o2c.core.access import queries
from o2c.core.access.filters import EmergencyFilter
from o2c.core.access.forms import EmergencyForm, GrantForm, ReasonForm, ReviewForm
from o2c.core.access.models import User
from o2c.core.access.services import grants
from o2c.core.access.tables import EmergencyTable
from o2c.core.clock import local_today
from o2c.core.doors import access, who
from o2c.core.pages.answers import done, one, page, run
from o2c.core.pages.listing import list_page
from o2c.core.pages.menu import Indicator

FORM = "core/access/user_form.html"


@access("core.grant_role")
def grant_new(request: HttpRequest, public_id: UUID) -> HttpResponse:
    person = one(queries.users(who(request)), public_id)
    form = GrantForm(request.POST or None, actor=who(request), initial={"starts_on": local_today()})
    if run(form, grants.grant_role, person.pk, actor=who(request)):
        return done(request, _("Role given."), to=person)
    title = _("Give %(person)s a role") % {"person": person}
    return page(request, FORM, title=title, form=form, submit=_("Give role"), cancel=person.get_absolute_url())


@access("core.revoke_grant")
def grant_revoke(request: HttpRequest, public_id: UUID) -> HttpResponse:
    grant = one(queries.grants(who(request)), public_id)
    form = ReasonForm(request.POST or None)
    if run(form, grants.revoke_grant, grant.pk, actor=who(request)):
        return done(request, _("Role taken back."), to=grant.user)
    title = _("Take the role “%(role)s” from %(person)s") % {"role": grant.role.label, "person": grant.user}
    return page(request, FORM, title=title, form=form, submit=_("Take back"), cancel=grant.user.get_absolute_url())


@access("core.take_emergency_access")
def emergency_take(request: HttpRequest) -> HttpResponse:
    form = EmergencyForm(request.POST or None)
    if run(form, grants.take_emergency_access, actor=who(request)):
        return done(request, _("You hold the role for the hours you asked for. Somebody else will review what you did."), to="profile")
    return page(request, "core/access/emergency_form.html", title=_("Emergency access"), form=form, submit=_("Take the role"))


@access("core.review_emergency_access")
def emergency_list(request: HttpRequest) -> HttpResponseBase:
    return list_page(request, queries.emergencies(who(request)), EmergencyFilter, EmergencyTable)


@access("core.review_emergency_access")
def emergency_review(request: HttpRequest, public_id: UUID) -> HttpResponse:
    grant = one(queries.emergencies(who(request)), public_id)
    form = ReviewForm(request.POST or None)
    if run(form, grants.review_emergency_access, grant.pk, actor=who(request)):
        return done(request, _("Review noted."), to="emergency_list")
    title = _("Review the emergency access of %(person)s") % {"person": grant.user}
    return page(request, "core/access/emergency_review.html", title=title, form=form, grant=grant, submit=_("Note the review"))


def review_indicator(user: User) -> Indicator | None:
    """How many emergency accesses wait for review, for those who review them; nothing while none does."""
    if not user.may("core.review_emergency_access"):
        return None
    count = queries.emergencies(user).filter(reviewed_at=None).count()
    return (
        Indicator(_("Emergency access to review"), count, f"{reverse('emergency_list')}?waiting=true", "alert-triangle") if count else None
    )


urlpatterns = [
    path("users/<uuid:public_id>/roles/new/", grant_new, name="grant_new"),
    path("roles/<uuid:public_id>/revoke/", grant_revoke, name="grant_revoke"),
    path("emergency/take/", emergency_take, name="emergency_take"),
    path("emergency/", emergency_list, name="emergency_list"),
    path("emergency/<uuid:public_id>/review/", emergency_review, name="emergency_review"),
]

"""Pages of the screening room: every run, a name somebody asks about, and the configuration with its versions."""

from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.urls import path, reverse
from django.utils.translation import gettext as _

from o2c.compliance.screening import queries, services
from o2c.compliance.screening.configuration import active, active_config
from o2c.compliance.screening.filters import RunFilter
from o2c.compliance.screening.forms import AskForm, ConfigForm, DeclineForm
from o2c.compliance.screening.shown import differences, found
from o2c.compliance.screening.tables import ConfigTable, RunTable
from o2c.core.doors import Request, access
from o2c.core.pages import act, done, list_page, one, page, run


@access(queries.VIEW)
def runs(request: Request) -> HttpResponseBase:
    return list_page(request, queries.runs(request.user), RunFilter, RunTable)


@access("compliance.screen_names")
def ask(request: Request) -> HttpResponse:
    """Screen a name now; the answer stays on record."""
    form = AskForm(request.POST or None)
    asked = run(form, services.screen_names, actor=request.user)
    hits = found(asked.answers[0]["hits"]) if asked else []
    return page(
        request, "compliance/screening/ask.html", form=form, asked=asked, hits=hits, title=_("Screen a name"), submit=_("Screen the name")
    )


@access(queries.VIEW)
def configs(request: Request) -> HttpResponseBase:
    return list_page(request, queries.configs(request.user), None, ConfigTable)


@access(queries.VIEW)
def config(request: Request, public_id: UUID) -> HttpResponse:
    shown = one(queries.configs(request.user), public_id)
    return page(
        request,
        "compliance/screening/config.html",
        config=shown,
        subject=shown,
        differences=differences(shown),
        left_out=queries.names_of(shown.left_out),
        may_activate=shown.created_by_id != request.user.pk and request.user.may("compliance.activate_screening_config"),
        may_decline=request.user.may("compliance.decline_screening_config"),
        title=_("Screening configuration %(number)s") % {"number": shown.number},
    )


@access("compliance.propose_screening_config")
def propose(request: Request) -> HttpResponse:
    form = ConfigForm(request.POST or None, now=active_config(), chosen=active())
    if proposed := run(form, services.propose_screening_config, actor=request.user):
        return done(request, _("Proposed; its effect is being measured."), to=proposed)
    title = _("Propose another configuration")
    return page(request, "layouts/form.html", form=form, title=title, submit=_("Propose it"), cancel=reverse("screening_configs"))


@access("compliance.activate_screening_config")
def activate(request: Request, public_id: UUID) -> HttpResponse:
    shown = one(queries.configs(request.user), public_id)
    verb, message = services.activate_screening_config, _("It counts from now on; everybody is screened anew.")
    return act(request, verb, shown.pk, message=message, to=reverse("screening_config", args=[public_id]))


@access("compliance.decline_screening_config")
def decline(request: Request, public_id: UUID) -> HttpResponse:
    shown = one(queries.configs(request.user), public_id)
    form = DeclineForm(request.POST or None)
    if run(form, services.decline_screening_config, shown.pk, actor=request.user):
        return done(request, _("Declined."), to=shown)
    return page(request, "layouts/form.html", form=form, title=_("Decline a configuration"), submit=_("Decline it"), cancel=shown)


urlpatterns = [
    path("screenings/", runs, name="screening_runs"),
    path("screenings/ask/", ask, name="screening_ask"),
    path("screenings/configurations/", configs, name="screening_configs"),
    path("screenings/configurations/propose/", propose, name="screening_config_propose"),
    path("screenings/configurations/<uuid:public_id>/", config, name="screening_config"),
    path("screenings/configurations/<uuid:public_id>/activate/", activate, name="screening_config_activate"),
    path("screenings/configurations/<uuid:public_id>/decline/", decline, name="screening_config_decline"),
]

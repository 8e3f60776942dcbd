"""Our companies, and the holidays of their calendars."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import path, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from o2c.core.clock import local_today
from o2c.core.doors import Request, access
from o2c.core.entities import calendars, queries, services
from o2c.core.entities.filters import EntityFilter
from o2c.core.entities.forms import EditEntityForm, NewEntityForm
from o2c.core.entities.tables import EntityTable
from o2c.core.pages import done, list_page, one, page, run

SHOWN_YEARS = range(1970, 2101)


@access("core.view_entities")
def entity_list(request: Request) -> HttpResponseBase:
    return list_page(request, queries.entities(request.user), EntityFilter, EntityTable)


@access("core.view_entities")
def entity_detail(request: Request, public_id: UUID) -> HttpResponse:
    entity = one(queries.entities(request.user), public_id)
    facts = [
        (_("Country"), entity.country),
        (_("Base currency"), entity.base_currency),
        (_("VAT id"), entity.vat_id),
        (_("Address"), entity.address),
        (_("Client company"), entity.client_company),
        (_("Holiday calendar"), entity.calendar),
        (_("Time zone"), entity.time_zone),
        (_("Retention in years"), entity.retention_years),
    ]
    return page(
        request,
        "core/entities/detail.html",
        title=str(entity),
        subject=entity,
        facts=facts,
        accounts=queries.own_bank_accounts(request.user).filter(entity=entity),
        periods=queries.periods(request.user).filter(entity=entity)[:13],
        year=local_today(entity).year,
        crumbs=[(_("Legal entities"), reverse("entity_list"))],
    )


@access("core.create_entity")
def entity_new(request: Request) -> HttpResponse:
    form = NewEntityForm(request.POST or None)
    if entity := run(form, services.create_entity, actor=request.user):
        return done(request, _("Entity created."), to=entity)
    return page(request, "layouts/form.html", form=form, title=_("New entity"), submit=_("Create entity"), cancel=reverse("entity_list"))


@access("core.edit_entity")
def entity_edit(request: Request, public_id: UUID) -> HttpResponse:
    entity = one(queries.entities(request.user), public_id)
    form = EditEntityForm(request.POST or None, initial={name: getattr(entity, name) for name in EditEntityForm.base_fields})
    if run(form, services.edit_entity, entity.pk, actor=request.user):
        return done(request, _("Entity saved."), to=entity)
    return page(request, "layouts/form.html", form=form, title=str(entity), cancel=entity.get_absolute_url())


@access("core.view_entities")
def holidays(request: Request, calendar: str, year: int) -> HttpResponse:
    """The public holidays of a calendar in a year, by name in the reader's language."""
    if year not in SHOWN_YEARS or not calendars.is_known(calendar):
        raise Http404(f"no calendar {calendar} {year}")
    days = sorted(calendars.holidays_of(calendar, year, get_language()).items())
    neighbours = {"before": year - 1, "after": year + 1}
    return page(request, "core/entities/holidays.html", title=f"{calendar} {year}", calendar=calendar, year=year, days=days, **neighbours)


urlpatterns = [
    path("entities/", entity_list, name="entity_list"),
    path("entities/new/", entity_new, name="entity_new"),
    path("entities/<uuid:public_id>/", entity_detail, name="entity_detail"),
    path("entities/<uuid:public_id>/edit/", entity_edit, name="entity_edit"),
    path("holidays/<str:calendar>/<int:year>/", holidays, name="holidays"),
]

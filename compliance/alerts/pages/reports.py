"""Alerts that people report, their checklists, and who may read the restricted ones."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _

from o2c.compliance.alerts import queries, services
from o2c.compliance.alerts.forms import CheckForm, LogAlertForm, ReaderForm
from o2c.compliance.alerts.rules.kinds import KINDS
from o2c.core.access.models import User
from o2c.core.access.queries import scope
from o2c.core.doors import Request, access
from o2c.core.pages import act, done, one, page, run
from o2c.core.sentences import sentence


@access("compliance.log_alert")
def log(request: Request) -> HttpResponse:
    """Log what was reported. Who does not work on alerts is thanked and learns nothing more of it."""
    form = LogAlertForm(request.POST or None, actor=request.user, initial={"customer": request.GET.get("customer", "")})
    works_on_them = request.user.may(queries.VIEW)
    if alert := run(form, services.log_alert, actor=request.user):
        reachable = works_on_them and queries.alerts(request.user).filter(pk=alert.pk).exists()
        return done(request, _("Passed on to compliance. Please tell nobody."), to=alert if reachable else "home")
    return page(
        request,
        "compliance/alerts/log.html",
        form=form,
        title=_("Report a suspicion"),
        submit=_("Pass it on to compliance"),
        cancel=reverse("alert_queue" if works_on_them else "home"),
    )


@access("compliance.answer_check")
def check(request: Request, public_id: UUID, code: str) -> HttpResponse:
    alert = one(queries.alerts(request.user), public_id)
    form = CheckForm(request.POST or None)
    if run(form, services.answer_check, alert.pk, code=code, actor=request.user):
        return done(request, _("Answer kept."), to=alert)
    if code not in KINDS[alert.kind].checklist:
        raise Http404(code)
    return page(request, "layouts/form.html", form=form, title=sentence(code), submit=_("Keep the answer"), cancel=alert.get_absolute_url())


@access("compliance.add_alert_reader")
def reader_add(request: Request, public_id: UUID) -> HttpResponse:
    alert = one(queries.alerts(request.user), public_id)
    form = ReaderForm(request.POST or None)
    if run(form, services.add_alert_reader, alert.pk, actor=request.user):
        return done(request, _("Reader added."), to=alert)
    return page(request, "layouts/form.html", form=form, title=_("Add a reader"), submit=_("Add reader"), cancel=alert.get_absolute_url())


@access("compliance.remove_alert_reader")
def reader_remove(request: Request, public_id: UUID, reader_id: UUID) -> HttpResponse:
    alert = one(queries.alerts(request.user), public_id)
    reader = one(scope(User.objects, request.user, "compliance.remove_alert_reader"), reader_id)
    return act(request, services.remove_alert_reader, alert.pk, reader=reader, message=_("Reader removed."), to=alert)


urlpatterns = [
    path("alerts/new/", log, name="alert_log"),
    path("alerts/<uuid:public_id>/checklist/<slug:code>/", check, name="alert_check"),
    path("alerts/<uuid:public_id>/readers/", reader_add, name="alert_reader_add"),
    path("alerts/<uuid:public_id>/readers/<uuid:reader_id>/remove/", reader_remove, name="alert_reader_remove"),
]

"""Target times and caps of reminders by tier."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _

from o2c.accounts.customers.forms import CapForm, LevelForm
from o2c.accounts.customers.models import ContactCap, ServiceKind, Tier, TierTarget
from o2c.accounts.customers.services import levels
from o2c.core.doors import access, who
from o2c.core.pages import Form, done, one, page, run


@access("accounts.view_customers")
def tier_targets(request: HttpRequest) -> HttpResponse:
    """One line per tier: hours for each kind of work, then the cap."""
    by_tier: dict[str, dict[str, TierTarget]] = {}
    for level in TierTarget.objects.all():
        by_tier.setdefault(level.tier, {})[level.kind] = level
    caps = {cap.tier: cap for cap in ContactCap.objects.all()}
    rows = [(tier.label, [by_tier.get(tier, {}).get(kind) for kind in ServiceKind], caps.get(tier)) for tier in Tier]
    may = {name: who(request).may(f"accounts.{name}") for name in ("set_tier_target", "set_contact_cap")}
    kinds = [kind.label for kind in ServiceKind]
    return page(request, "accounts/customers/levels.html", title=_("Target times and caps"), rows=rows, kinds=kinds, may=may)


@access("accounts.set_tier_target")
def tier_target_edit(request: HttpRequest, public_id: UUID) -> HttpResponse:
    level = one(TierTarget.objects.all(), public_id)
    form = LevelForm(request.POST or None, initial={"hours": level.hours, "version": level.version})
    if run(form, levels.set_tier_target, level.pk, actor=who(request)):
        return done(request, _("Target time saved."), to="tier_targets")
    return _form(request, form, str(level))


@access("accounts.set_contact_cap")
def contact_cap_edit(request: HttpRequest, public_id: UUID) -> HttpResponse:
    cap = one(ContactCap.objects.all(), public_id)
    form = CapForm(request.POST or None, initial={"most": cap.most, "days": cap.days, "version": cap.version})
    if run(form, levels.set_contact_cap, cap.pk, actor=who(request)):
        return done(request, _("Cap saved."), to="tier_targets")
    return _form(request, form, _("Reminders, %(tier)s") % {"tier": cap})


def _form(request: HttpRequest, form: Form, title: str) -> HttpResponse:
    back = reverse("tier_targets")
    return page(request, "layouts/form.html", title=title, form=form, cancel=back, crumbs=[(_("Target times and caps"), back)])


urlpatterns = [
    path("tier-targets/", tier_targets, name="tier_targets"),
    path("tier-targets/<uuid:public_id>/", tier_target_edit, name="tier_target_edit"),
    path("contact-caps/<uuid:public_id>/", contact_cap_edit, name="contact_cap_edit"),
]

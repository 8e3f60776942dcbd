"""On the page of a billing run: the credits for spend that was corrected below what was billed of it."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from o2c.billing.corrections import queries, services
from o2c.billing.corrections.spend import SOURCE, credits_due
from o2c.billing.corrections.tables import CorrectionTable
from o2c.billing.invoicing.queries import runs
from o2c.core.doors import access, who
from o2c.core.pages import done, one, page, run
from o2c.core.pages.moves import ReasonForm
from o2c.core.pages.related import related


@access("billing.view_corrections")
def billing_run_credits(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The credits a run asked for, and the way to those that are still to be proposed."""
    actor = who(request)
    found = one(runs(actor), public_id)
    rows = queries.corrections(actor).filter(source=SOURCE, source_id=found.public_id)
    columns = CorrectionTable.pick("document__number", "customer__legal_name", "difference", "created_at", "state")
    due = len(credits_due(found.pk)) if actor.may("billing.propose_spend_credits") else 0
    label = ngettext("Propose credits for %(count)s record of spend", "Propose credits for %(count)s records of spend", due) % {
        "count": due
    }
    new = (label, reverse("billing_run_propose_credits", args=[public_id])) if due else None
    return related(request, rows, columns, title=_("Credits for corrected spend"), create=new, nothing=_("No credit was proposed."))


@access("billing.propose_spend_credits")
def billing_run_propose_credits(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One case per invoice, prefilled with the difference, for what a run found corrected below what was billed."""
    actor = who(request)
    found = one(runs(actor), public_id)
    form = ReasonForm(request.POST or None, initial={"reason": _("The delivery was corrected after it was billed.")})
    if run(form, services.propose_spend_credits, found.pk, actor=actor):
        return done(request, _("Credits proposed: submit each for approval."), to=found)
    crumbs = [(_("Billing runs"), reverse("billing_run_list")), (str(found), found.get_absolute_url())]
    title = _("Propose credits")
    return page(request, "layouts/form.html", title=title, form=form, submit=title, cancel=found.get_absolute_url(), crumbs=crumbs)


urlpatterns = [
    path("billing-runs/<uuid:public_id>/panels/credits/", billing_run_credits, name="billing_run_credits"),
    path("billing-runs/<uuid:public_id>/credits/propose/", billing_run_propose_credits, name="billing_run_propose_credits"),
]

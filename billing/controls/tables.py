"""How exceptions and runs are listed."""

from django.utils.translation import gettext_lazy as _

from o2c.billing.controls import services
from o2c.billing.controls.catalogue import CONTROLS
from o2c.billing.controls.forms import AssignForm, ResolveForm, WaiveForm
from o2c.billing.controls.models import BillingException
from o2c.billing.controls.queries import why
from o2c.core.pages import BuiltInView, BulkAction, Column, Create, Table


def days_on_list(row: BillingException) -> int:
    """From the day it was first seen to the last run that saw it."""
    return (row.last_seen - row.first_seen).days


def customer_page(row: BillingException) -> str:
    return str(row.customer.get_absolute_url())


class ExceptionTable(Table):
    title = _("Billing exceptions")
    order = ["-amount"]
    columns = [
        Column("label", _("Object"), "link", sort="label", narrow=True),
        Column("subject_kind", _("Kind of object"), shown=False),
        Column("control", _("Control"), "code", sort="control", narrow=True),
        Column("why", _("Finding"), of=why),
        Column("customer__legal_name", _("Customer"), "link", sort="customer__search_name", url=customer_page),
        Column("period", _("Month"), "code", sort="period", of=lambda row: f"{row.period:%Y-%m}"),
        Column("severity", _("Severity"), "badge", sort="severity"),
        Column("amount", _("Amount at risk"), "money", sort="amount", total=True, narrow=True),
        Column("age", _("Days"), "number", of=days_on_list, sort="first_seen"),
        Column("team", _("Team"), sort="team", shown=False),
        Column("owner__name", _("Owner"), sort="owner__name"),
        Column("waived_until", _("Waived until"), "date", shown=False),
        Column("state", _("State"), "badge", sort="state", narrow=True),
    ]
    views = [
        BuiltInView(_("To do"), "state=open&state=assigned"),
        BuiltInView(_("Nobody's"), "state=open"),
        BuiltInView(_("Waived"), "state=waived"),
    ]
    actions = [
        BulkAction("assign", _("Assign"), services.assign_exception, AssignForm),
        BulkAction("waive", _("Waive"), services.waive_exception, WaiveForm),
        BulkAction("resolve", _("Mark as resolved"), services.resolve_exception, ResolveForm),
    ]
    create = Create(_("Run controls"), "control_run_new", "billing.run_control")
    also = [Create(_("Billing controls"), "control_board", "billing.view_exceptions")]
    nothing_yet = _("The controls have found nothing.")


class RunTable(Table):
    title = _("Control runs")
    columns = [
        Column("control", _("Control"), "code"),
        Column("title", _("Finds"), of=lambda row: CONTROLS[row.control].title if row.control in CONTROLS else ""),
        Column("day", _("Day"), "date", sort="day", narrow=True),
        Column("customer__legal_name", _("Customer")),
        Column("campaign__ext_id", _("Campaign"), "code", shown=False),
        Column("found", _("Found"), "number", sort="found", narrow=True),
        Column("opened", _("New"), "number"),
        Column("reopened", _("Reopened"), "number"),
        Column("closed", _("Closed"), "number"),
        Column("waiting", _("Waiting"), "number"),
        Column("milliseconds", _("Milliseconds"), "number", shown=False),
        Column("created_at", _("Ran at"), "moment", sort="created_at"),
        Column("created_by__name", _("By")),
    ]
    create = Create(_("Run controls"), "control_run_new", "billing.run_control")
    nothing_yet = _("No control has run yet.")

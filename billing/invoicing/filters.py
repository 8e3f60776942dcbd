"""Narrowing runs, their invoices and their items."""

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from o2c.billing.invoicing.models import BillingRun, Result, RunDocument, RunDocumentState, RunItem, RunState
from o2c.billing.invoicing.usage import current_runs
from o2c.billing.spend.models import SpendRecord
from o2c.core.names import fold
from o2c.core.pages import FilterSet

REASONS = [
    ("run_exception", _("billing exception")),
    ("run_document_held", _("invoice held")),
    ("run_po_missing", _("no purchase order")),
    ("run_po_expired", _("purchase order expired")),
    ("run_po_exhausted", _("purchase order used up")),
    ("run_no_account", _("no financial account")),
    ("run_account_not_active", _("account not active")),
    ("run_currency", _("another currency")),
    ("run_credit_due", _("credit due")),
    ("run_test", _("test campaign")),
    ("run_nothing_due", _("nothing due")),
]

# What the judgement finds before a run looks at purchase orders and at each invoice.
JUDGED = {"run_exception", "run_no_account", "run_account_not_active", "run_currency", "run_credit_due", "run_test"}
UNBILLED = [("ready", _("for the next run")), *[(code, label) for code, label in REASONS if code in JUDGED]]


class UnbilledFilter(FilterSet):
    q = django_filters.CharFilter(label=_("Campaign id or name"), field_name="campaign__search_name", lookup_expr="icontains")
    reason = django_filters.ChoiceFilter(label=_("Why"), choices=UNBILLED, method="already")
    currency = django_filters.CharFilter(label=_("Currency"))

    class Meta(FilterSet.Meta):
        model = SpendRecord
        fields = ["q", "reason", "currency"]

    def already(self, rows: QuerySet[SpendRecord], name: str, value: str) -> QuerySet[SpendRecord]:
        """The page asked for the rows of the reason: only it knows the day."""
        return rows


class BillingRunFilter(FilterSet):
    entity = django_filters.CharFilter(label=_("Our entity"), field_name="entity__code")
    state = django_filters.MultipleChoiceFilter(label=_("State"), choices=RunState.choices)

    class Meta(FilterSet.Meta):
        model = BillingRun
        fields = ["entity", "state"]


class InRun(FilterSet):
    """What the lists of invoices and items share."""

    q = django_filters.CharFilter(label=_("Customer or number"), method="search")
    run = django_filters.ModelChoiceFilter(
        label=_("Billing run"), queryset=BillingRun.objects.select_related("entity").order_by("-month", "-pk"), to_field_name="public_id"
    )
    latest = django_filters.BooleanFilter(label=_("Latest run only"), method="only_latest")

    class Meta(FilterSet.Meta):
        model = RunItem
        fields = ["q", "run", "latest"]

    def search(self, rows: QuerySet[RunItem], name: str, value: str) -> QuerySet[RunItem]:
        return rows.filter(Q(customer__search_name__contains=fold(value)) | Q(customer__number=value.strip()))

    def only_latest(self, rows: QuerySet[RunItem], name: str, value: bool) -> QuerySet[RunItem]:
        return rows.filter(run__in=current_runs()) if value else rows


class RunDocumentFilter(InRun):
    state = django_filters.MultipleChoiceFilter(label=_("State"), choices=RunDocumentState.choices)

    class Meta(FilterSet.Meta):
        model = RunDocument
        fields = ["q", "run", "latest", "state"]


class RunItemFilter(InRun):
    result = django_filters.MultipleChoiceFilter(label=_("Result"), choices=Result.choices)
    reason = django_filters.MultipleChoiceFilter(label=_("Why"), choices=REASONS)
    control = django_filters.CharFilter(label=_("Control"), field_name="exception__control")
    currency = django_filters.CharFilter(label=_("Currency"))
    order = django_filters.CharFilter(label=_("Purchase order"), field_name="purchase_order__number")

    class Meta(FilterSet.Meta):
        model = RunItem
        fields = ["q", "run", "latest", "result", "reason", "control", "currency", "order"]

"""Narrowing open items and entries."""

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from o2c.billing.ledger.choices import EntryKind, Side
from o2c.billing.ledger.models import JournalEntry, OpenItem
from o2c.billing.ledger.queries import in_bucket
from o2c.core.clock import local_today
from o2c.core.entities.models import LegalEntity
from o2c.core.names import fold
from o2c.core.pages import DateFilter, FilterSet

BUCKET_NAMES = [
    ("not_due", _("not due")),
    ("overdue", _("overdue")),
    ("d1_30", _("1 to 30 days overdue")),
    ("d31_60", _("31 to 60 days overdue")),
    ("d61_90", _("61 to 90 days overdue")),
    ("over_90", _("more than 90 days overdue")),
    ("d91_180", _("91 to 180 days overdue")),
    ("d181_365", _("181 to 365 days overdue")),
    ("over_365", _("more than 365 days overdue")),
    ("credits", _("open credits")),
    ("unapplied", _("unapplied cash")),
]


class OpenItemFilter(FilterSet):
    """`as_of` chooses the day whose open items are listed; the page reads it before the filter does."""

    q = django_filters.CharFilter(label=_("Number or customer"), method="search")
    as_of = DateFilter(label=_("As of"), method="as_it_is")
    bucket = django_filters.ChoiceFilter(label=_("Days past due"), choices=BUCKET_NAMES, method="in_bucket")
    customer = django_filters.CharFilter(label=_("Customer number"), field_name="customer__number")
    account = django_filters.CharFilter(label=_("Account number"), field_name="account__number")
    entity = django_filters.ModelChoiceFilter(label=_("Our entity"), queryset=LegalEntity.objects.order_by("code"), to_field_name="code")
    currency = django_filters.CharFilter(label=_("Currency"), lookup_expr="iexact")
    side = django_filters.ChoiceFilter(label=_("Side"), choices=Side.choices)
    kind = django_filters.MultipleChoiceFilter(label=_("Kind"), choices=EntryKind.choices)

    class Meta(FilterSet.Meta):
        model = OpenItem
        fields = ["q", "as_of", "bucket", "customer", "account", "entity", "currency", "side", "kind"]

    def search(self, rows: QuerySet[OpenItem], name: str, value: str) -> QuerySet[OpenItem]:
        return rows.filter(Q(reference__istartswith=value.strip()) | Q(customer__search_name__contains=fold(value)))

    def as_it_is(self, rows: QuerySet[OpenItem], name: str, value: object) -> QuerySet[OpenItem]:
        return rows

    def in_bucket(self, rows: QuerySet[OpenItem], name: str, value: str) -> QuerySet[OpenItem]:
        return in_bucket(rows, value, self.form.cleaned_data.get("as_of") or local_today())


class EntryFilter(FilterSet):
    q = django_filters.CharFilter(label=_("Reference"), field_name="reference", lookup_expr="istartswith")
    kind = django_filters.MultipleChoiceFilter(label=_("Kind"), choices=EntryKind.choices)
    customer = django_filters.CharFilter(label=_("Customer number"), field_name="customer__number")
    entity = django_filters.ModelChoiceFilter(label=_("Our entity"), queryset=LegalEntity.objects.order_by("code"), to_field_name="code")
    posted_from = DateFilter(label=_("Posted from"), field_name="posting_date", lookup_expr="gte")
    posted_until = DateFilter(label=_("Posted until"), field_name="posting_date", lookup_expr="lte")

    class Meta(FilterSet.Meta):
        model = JournalEntry
        fields = ["q", "kind", "customer", "entity", "posted_from", "posted_until"]

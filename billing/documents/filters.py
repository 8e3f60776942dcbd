"""Narrowing the list of documents."""

import django_filters
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from o2c.billing.documents.models import Delivery, DeliveryState, Document, DocumentDraft, DocumentKind, DocumentOrigin, DraftState, Stream
from o2c.billing.documents.queries.troubled import FAILED, NO_PAPERS, NO_PROOF
from o2c.core.entities.models import LegalEntity
from o2c.core.names import fold
from o2c.core.pages import DateFilter, FilterSet


class DocumentFilter(FilterSet):
    q = django_filters.CharFilter(label=_("Number or customer"), method="search")
    kind = django_filters.MultipleChoiceFilter(label=_("Kind"), choices=DocumentKind.choices)
    customer = django_filters.CharFilter(label=_("Customer number"), field_name="customer__number")
    entity = django_filters.ModelChoiceFilter(label=_("Our entity"), queryset=LegalEntity.objects.order_by("code"), to_field_name="code")
    currency = django_filters.CharFilter(label=_("Currency"), lookup_expr="iexact")
    dated_from = DateFilter(label=_("Dated from"), field_name="document_date", lookup_expr="gte")
    dated_until = DateFilter(label=_("Dated until"), field_name="document_date", lookup_expr="lte")
    origin = django_filters.ChoiceFilter(label=_("Origin"), choices=DocumentOrigin.choices)
    stream = django_filters.ChoiceFilter(label=_("Stream"), choices=[(code, label) for code, label in Stream.choices if code])
    delivery = django_filters.ChoiceFilter(label=_("Delivery"), choices=DeliveryState.choices, method="delivered")
    was_disputed = django_filters.BooleanFilter(label=_("Disputed when imported"))

    class Meta(FilterSet.Meta):
        model = Document
        fields = [
            "q",
            "kind",
            "customer",
            "entity",
            "currency",
            "dated_from",
            "dated_until",
            "origin",
            "stream",
            "delivery",
            "was_disputed",
        ]

    def search(self, rows: QuerySet[Document], name: str, value: str) -> QuerySet[Document]:
        return rows.filter(Q(number__istartswith=value.strip()) | Q(customer__search_name__contains=fold(value)))

    def delivered(self, rows: QuerySet[Document], name: str, value: str) -> QuerySet[Document]:
        return rows.filter(Exists(Delivery.objects.filter(document=OuterRef("pk"), state=value)))


class DraftFilter(FilterSet):
    state = django_filters.MultipleChoiceFilter(label=_("State"), choices=DraftState.choices)
    kind = django_filters.MultipleChoiceFilter(label=_("Kind"), choices=DocumentKind.choices)
    customer = django_filters.CharFilter(label=_("Customer number"), field_name="customer__number")

    class Meta(FilterSet.Meta):
        model = DocumentDraft
        fields = ["state", "kind", "customer"]


TROUBLES = [(FAILED, _("sending failed")), (NO_PAPERS, _("no papers")), (NO_PROOF, _("proof of delivery missing"))]


class TroubledFilter(FilterSet):
    trouble = django_filters.MultipleChoiceFilter(label=_("What is wrong"), choices=TROUBLES)
    entity = django_filters.ModelChoiceFilter(label=_("Our entity"), queryset=LegalEntity.objects.order_by("code"), to_field_name="code")
    customer = django_filters.CharFilter(label=_("Customer number"), field_name="customer__number")

    class Meta(FilterSet.Meta):
        model = Document
        fields = ["trouble", "entity", "customer"]

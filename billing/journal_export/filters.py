"""Narrowing mappings and exports."""

import django_filters
from django.utils.translation import gettext_lazy as _

from o2c.billing.journal_export.models import AccountMapping, JournalExport, MappingState
from o2c.billing.ledger.choices import ControlAccount
from o2c.core.entities.models import LegalEntity
from o2c.core.pages import FilterSet


class OfEntity(FilterSet):
    entity = django_filters.ModelChoiceFilter(label=_("Our entity"), queryset=LegalEntity.objects.order_by("code"), to_field_name="code")


class MappingFilter(OfEntity):
    control_account = django_filters.MultipleChoiceFilter(label=_("Control account"), choices=ControlAccount.choices, distinct=False)
    state = django_filters.ChoiceFilter(label=_("State"), choices=MappingState.choices)

    class Meta(FilterSet.Meta):
        model = AccountMapping
        fields: list[str] = []


class ExportFilter(OfEntity):
    class Meta(FilterSet.Meta):
        model = JournalExport
        fields: list[str] = []

"""Narrowing the list of messages."""

import django_filters
from django.utils.translation import gettext_lazy as _

from o2c.core.outbox.models import Channel, OutboxState
from o2c.core.pages.filters import FilterSet


class OutboxFilter(FilterSet):
    q = django_filters.CharFilter(label=_("Recipient"), field_name="recipient", lookup_expr="icontains")
    state = django_filters.ChoiceFilter(label=_("State"), choices=OutboxState.choices)
    webhook = django_filters.UUIDFilter(label=_("Webhook"), field_name="webhook__public_id")
    channel = django_filters.ChoiceFilter(label=_("Channel"), choices=Channel.choices)

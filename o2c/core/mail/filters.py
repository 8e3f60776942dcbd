"""Narrowing the list of mail texts."""

import django_filters
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from o2c.core.pages.filters import FilterSet


class MailTemplateFilter(FilterSet):
    q = django_filters.CharFilter(label=_("Mail or subject"), field_name="subject", lookup_expr="icontains")
    language = django_filters.ChoiceFilter(label=_("Language"), choices=[(code, code) for code in settings.DOCUMENT_LANGUAGES])

"""How the lists about people are narrowed."""

from datetime import date

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from o2c.core.access.models import Cover, Grant, Holding, SignIn, SignInOutcome, User
from o2c.core.access.queries import colleagues
from o2c.core.access.roles import ROLE_NAMES
from o2c.core.pages.filters import DateFilter, FilterSet

PICKER = forms.Select(attrs={"data-picker": ""})


class UserFilter(FilterSet):
    q = django_filters.CharFilter(method="search", label=_("Name or e-mail address"))
    role = django_filters.ChoiceFilter(method="holding", label=_("Role"), choices=list(ROLE_NAMES.items()))
    active = django_filters.BooleanFilter("is_active", label=_("May sign in"))

    class Meta(FilterSet.Meta):
        model = User
        fields: list[str] = []

    def search(self, rows: QuerySet[User], name: str, text: str) -> QuerySet[User]:
        return rows.filter(Q(name__icontains=text) | Q(email__icontains=text))

    def holding(self, rows: QuerySet[User], name: str, role: str) -> QuerySet[User]:
        return rows.filter(pk__in=Grant.objects.filter(role__code=role, revoked_at=None).values("user"))


class HoldingFilter(FilterSet):
    q = django_filters.CharFilter("permission", lookup_expr="icontains", label=_("Permission"))
    user = django_filters.ModelChoiceFilter(label=_("Person"), queryset=colleagues(), widget=PICKER)
    role = django_filters.ChoiceFilter("role__code", label=_("Role"), choices=list(ROLE_NAMES.items()))
    on = DateFilter(method="counting", label=_("Counts on"))

    class Meta(FilterSet.Meta):
        model = Holding
        fields: list[str] = []

    def counting(self, rows: QuerySet[Holding], name: str, day: date) -> QuerySet[Holding]:
        return rows.filter(Q(ends_on=None) | Q(ends_on__gt=day), starts_on__lte=day)


class AddressFilter(django_filters.Filter):  # type: ignore[misc]
    """An IP address, whole: the database knows no part of one."""

    field_class = forms.GenericIPAddressField


class SignInFilter(FilterSet):
    q = django_filters.CharFilter("email", lookup_expr="icontains", label=_("E-mail address"))
    outcome = django_filters.ChoiceFilter(label=_("Outcome"), choices=SignInOutcome.choices)
    address = AddressFilter("address", label=_("Address"))
    on = DateFilter("at__date", label=_("Day"))

    class Meta(FilterSet.Meta):
        model = SignIn
        fields: list[str] = []


class CoverFilter(FilterSet):
    q = django_filters.CharFilter(method="search", label=_("Name"))
    running = django_filters.BooleanFilter("cancelled_at", lookup_expr="isnull", label=_("Not cancelled"))

    class Meta(FilterSet.Meta):
        model = Cover
        fields: list[str] = []

    def search(self, rows: QuerySet[Cover], name: str, text: str) -> QuerySet[Cover]:
        return rows.filter(Q(absent__name__icontains=text) | Q(by__name__icontains=text))


class EmergencyFilter(FilterSet):
    waiting = django_filters.BooleanFilter("reviewed_at", lookup_expr="isnull", label=_("Waits for review"))

    class Meta(FilterSet.Meta):
        model = Grant
        fields: list[str] = []

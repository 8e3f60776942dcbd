"""How our registrations with clients are listed and narrowed."""

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from o2c.accounts.vendors.models import VendorRegistration, VendorState
from o2c.core.entities.models import LegalEntity
from o2c.core.names import fold
from o2c.core.pages import BuiltInView, Column, FilterSet, Table


class VendorFilter(FilterSet):
    q = django_filters.CharFilter(label=_("Customer, portal or supplier number"), method="search")
    state = django_filters.MultipleChoiceFilter(label=_("State"), choices=VendorState.choices, distinct=False)
    is_overdue = django_filters.BooleanFilter(label=_("Overdue"))
    entity = django_filters.ModelChoiceFilter(label=_("Our entity"), queryset=LegalEntity.objects.order_by("code"), to_field_name="code")
    customer = django_filters.CharFilter(label=_("Customer number"), field_name="customer__number")

    class Meta(FilterSet.Meta):
        model = VendorRegistration
        fields: list[str] = []

    def search(self, rows: QuerySet[VendorRegistration], name: str, value: str) -> QuerySet[VendorRegistration]:
        named = Q(customer__search_name__contains=fold(value)) | Q(portal__icontains=value) | Q(supplier_no__iexact=value.strip())
        return rows.filter(named)


class VendorTable(Table):
    title = _("Vendor registrations")
    order = ["due_on"]
    columns = [
        Column("portal", _("Portal or form"), "link", sort="portal", narrow=True),
        Column(
            "customer__legal_name",
            _("Customer"),
            "link",
            sort="customer__search_name",
            narrow=True,
            url=lambda row: row.customer.get_absolute_url(),
        ),
        Column("entity__code", _("Our entity"), "code", sort="entity__code"),
        Column("holder", _("Login owner"), sort="holder__name"),
        Column("supplier_no", _("Supplier number"), "code", sort="supplier_no"),
        Column("due_on", _("Due"), "date", sort="due_on"),
        Column("overdue", _("In time"), of=lambda row: _("overdue") if row.is_overdue else _("in time")),
        Column("expires_on", _("Expires on"), "date", sort="expires_on"),
        Column("state", _("State"), "badge", sort="state", narrow=True),
    ]
    views = [
        BuiltInView(_("Overdue"), "is_overdue=true"),
        BuiltInView(_("Holding invoices up"), "state=needed&state=requested&state=submitted&state=rejected&state=expired"),
        BuiltInView(_("Expiring"), "state=expiring&o=expires_on"),
    ]
    nothing_yet = _("No client has asked us to register yet.")

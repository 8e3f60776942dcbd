"""How mappings are listed."""

import django_filters
from django.utils.translation import gettext_lazy as _

from o2c.collections.cash.mappings.models import MappingState, StatementMapping
from o2c.core.pages import BuiltInView, Column, Create, FilterSet, Table


class MappingFilter(FilterSet):
    q = django_filters.CharFilter(label=_("Name"), field_name="name", lookup_expr="icontains")
    state = django_filters.ChoiceFilter(label=_("State"), choices=MappingState.choices)

    class Meta(FilterSet.Meta):
        model = StatementMapping
        fields = ["q", "state"]


class MappingTable(Table):
    title = _("Mappings of tables")
    order = ["name"]
    columns = [
        Column("name", _("Name"), "link", sort="name", narrow=True),
        Column("state", _("State"), "badge", sort="state", narrow=True),
        Column("account__name", _("Our account"), sort="account__name", narrow=True),
        Column("sample_name", _("Sample file"), sort="sample_name"),
        Column("created_at", _("Made"), "moment", sort="created_at"),
    ]
    views = [BuiltInView(_("In use"), "state=active"), BuiltInView(_("Being made"), "state=draft")]
    create = Create(_("New mapping"), "mapping_new", "collections.start_mapping")
    nothing_yet = _("No mapping yet: CSV and XLSX files are read by their headings. Make one where a bank's are not understood.")

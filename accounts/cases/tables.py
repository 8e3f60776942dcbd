"""How cases, ready answers, playbooks and special cases are listed and narrowed."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from o2c.accounts.cases.models import CaseKind, CaseState, CatalogueAnswer, Category, Channel, CustomerCase, SpecialCase, SpecialState, Team
from o2c.accounts.cases.models.cases import LIVE
from o2c.accounts.cases.queries import named
from o2c.core.names import fold
from o2c.core.pages import BuiltInView, Column, Create, FilterSet, Table
from o2c.core.sentences import words_of


class CaseFilter(FilterSet):
    q = django_filters.CharFilter(label=_("Number, subject or customer"), method="search")
    is_open = django_filters.BooleanFilter(label=_("Open"), method="only_open")
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=CaseKind.choices)
    state = django_filters.MultipleChoiceFilter(label=_("State"), choices=CaseState.choices, distinct=False)
    category = django_filters.ChoiceFilter(label=_("Category"), choices=Category.choices)
    channel = django_filters.ChoiceFilter(label=_("Channel"), choices=Channel.choices)
    team = django_filters.ChoiceFilter(label=_("Team"), choices=Team.choices)
    level = django_filters.ChoiceFilter(label=_("Level"), choices=[(1, _("first")), (2, _("second"))])
    customer = django_filters.CharFilter(label=_("Customer number"), field_name="customer__number")
    misrouted = django_filters.BooleanFilter(label=_("Misrouted"), method="only_misrouted")

    class Meta(FilterSet.Meta):
        model = CustomerCase
        fields: list[str] = []

    def search(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return named(rows, value)

    def only_open(self, rows: QuerySet[Any], name: str, value: bool) -> QuerySet[Any]:
        return rows.filter(LIVE) if value else rows.exclude(LIVE)

    def only_misrouted(self, rows: QuerySet[Any], name: str, value: bool) -> QuerySet[Any]:
        return rows.filter(misrouted__gt=0) if value else rows.filter(misrouted=0)


class CaseTable(Table):
    title = _("Cases")
    order = ["-created_at"]
    columns = [
        Column("number", _("Number"), "link", sort="number", narrow=True),
        Column("subject", _("Subject"), narrow=True),
        Column("kind", _("Kind"), sort="kind"),
        Column(
            "customer__legal_name", _("Customer"), "link", sort="customer__search_name", url=lambda row: row.customer.get_absolute_url()
        ),
        Column("category", _("Category"), sort="category"),
        Column("team", _("Team"), sort="team"),
        Column("level", _("Level"), sort="level"),
        Column("channel", _("Channel"), shown=False),
        Column("owner", _("Owner"), sort="owner__name"),
        Column("created_at", _("Opened"), "moment", sort="created_at"),
        Column("due_at", _("Due"), "moment", sort="due_at"),
        Column("state", _("State"), "badge", sort="state", narrow=True),
    ]
    views = [
        BuiltInView(_("To triage"), "state=new&state=returned"),
        BuiltInView(_("Open"), "is_open=true&o=due_at"),
        BuiltInView(_("Second level"), "is_open=true&level=2"),
    ]
    create = Create(_("New case"), "case_new", "accounts.open_case")
    nothing_yet = _("No customer has turned to us yet.")


class CatalogueFilter(FilterSet):
    q = django_filters.CharFilter(label=_("Question"), field_name="question", lookup_expr="icontains")
    category = django_filters.ChoiceFilter(label=_("Category"), choices=Category.choices)

    class Meta(FilterSet.Meta):
        model = CatalogueAnswer
        fields: list[str] = []


class CatalogueTable(Table):
    title = _("Ready answers")
    order = ["category"]
    columns = [
        Column("question", _("Question"), "link", sort="question", narrow=True, permission="accounts.edit_answer"),
        Column("category", _("Category"), sort="category", narrow=True),
        Column("language", _("Language"), "code", sort="language"),
        Column("team", _("Team that knows more"), sort="team"),
        Column("is_active", _("In use"), of=lambda row: _("yes") if row.is_active else _("no")),
    ]
    create = Create(_("New answer"), "catalogue_new", "accounts.add_answer")


class PlaybookTable(Table):
    title = _("Playbooks")
    order = ["code"]
    columns = [
        Column("title", _("Title"), "link", sort="title", narrow=True),
        Column("code", _("Code"), "code", sort="code"),
        Column("mandatory", _("Mandatory steps"), "number", of=lambda row: len(row.mandatory)),
        Column("approver", _("Approver"), words=lambda row: words_of(f"role:{row.approver}")),
        Column("valid_days", _("Holds for days"), "number", sort="valid_days"),
        Column("flagged", _("Customers flagged"), "number", sort="flagged", narrow=True),
        Column("is_active", _("In use"), of=lambda row: _("yes") if row.is_active else _("no")),
    ]
    create = Create(_("New playbook"), "playbook_new", "accounts.write_playbook")
    nothing_yet = _("No special case has been described yet.")


class SpecialFilter(FilterSet):
    q = django_filters.CharFilter(label=_("Customer"), method="search")
    state = django_filters.MultipleChoiceFilter(label=_("State"), choices=SpecialState.choices, distinct=False)
    playbook = django_filters.CharFilter(label=_("Playbook"), field_name="playbook__code")

    class Meta(FilterSet.Meta):
        model = SpecialCase
        fields: list[str] = []

    def search(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows.filter(customer__search_name__contains=fold(value))


class SpecialTable(Table):
    title = _("Special cases")
    order = ["-created_at"]
    columns = [
        Column("customer__legal_name", _("Customer"), "link", sort="customer__search_name", narrow=True),
        Column("playbook__title", _("Playbook"), sort="playbook__title", narrow=True),
        Column("created_at", _("Flagged"), "moment", sort="created_at"),
        Column("approved_by", _("Approved by")),
        Column("expires_on", _("Holds until"), "date", sort="expires_on"),
        Column("state", _("State"), "badge", sort="state", narrow=True),
    ]
    views = [BuiltInView(_("Open"), "state=open&state=approval")]
    nothing_yet = _("No playbook has flagged a customer yet.")

"""The living style page at /_kit/, in development only: every component, so that a change of style is seen at once."""

from datetime import date, timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils import timezone

from o2c.core import charts
from o2c.core.doors import access
from o2c.core.errors import Conflict
from o2c.core.pages import display
from o2c.core.pages.answers import done, page, run
from o2c.core.pages.forms import AmountField, DateField, Form
from o2c.core.pages.listing import Heading
from o2c.core.pages.tables import Column, Row
from o2c.core.pages.timeline import TimelineEntry

COLUMNS = [
    Column("name", "Customer", "link", sort="name", narrow=True, url=lambda row: "/_kit/"),
    Column("number", "Number", "code"),
    Column("open", "Open", "money", sort="open", narrow=True, total=True),
    Column("due_on", "Oldest due", "date"),
    Column("late", "Share overdue", "bar"),
    Column("share", "Overdue", "percent"),
    Column("items", "Items", "number"),
    Column("state", "State", "badge", narrow=True),
    Column("seen_at", "Last contact", "moment"),
]
NAMES = [
    "Aurora Media SAS",
    "Donaudampfschifffahrtsgesellschaft und Elektrizitätswerke Verwaltungs-GmbH & Co. KGaA",
    "الشركة العربية للإعلان",
    "Kōbe Advertising",
    "N",
]
STATES = ["active", "hold", "blocked", "draft", "closed"]
BUCKETS = [("Not due", 1_204_300, 0), ("1–30", 402_120, 1), ("31–60", 180_000, 2), ("61–90", 92_500, 3), ("Over 90", 311_900, 4)]


class KitForm(Form):
    name = forms.CharField(label="Legal name", help_text="As in the register.", max_length=40)
    amount = AmountField(label="Amount", currency="EUR")
    due_on = DateField(label="Due on", help_text="Such as 31/12, +30 or eom.", required=False)
    country = forms.ChoiceField(label="Country", choices=[("FR", "France"), ("DE", "Germany")])
    kinds = forms.MultipleChoiceField(
        label="Kinds", required=False, choices=[("a", "Invoice"), ("b", "Credit note")], widget=forms.CheckboxSelectMultiple
    )
    note = forms.CharField(label="Reason", widget=forms.Textarea(attrs={"rows": 2}), required=False)
    agreed = forms.BooleanField(label="The customer agreed in writing", required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


def sample_rows(count: int) -> list[Row]:
    today = date(2026, 2, 28)
    subjects = [
        SimpleNamespace(
            pk=number,
            public_id=number,
            name=NAMES[number % len(NAMES)],
            number=f"C-{number:06}",
            open=Decimal("48211930.14") if number % 7 == 1 else Decimal(number * 137) - 500,
            currency="JPY" if number % 5 == 3 else "EUR",
            due_on=today - timedelta(days=number * 3) if number % 4 else None,
            late=Decimal(number % 11) / 10,
            share=Decimal(number % 13) / 13,
            items=number * 3,
            state=STATES[number % len(STATES)],
            seen_at=timezone.now() - timedelta(hours=number * 5),
        )
        for number in range(count)
    ]
    return [Row(subject, COLUMNS) for subject in subjects]


def _refused_verb(*, actor: Any, **given: Any) -> None:
    raise Conflict("changed_since")


@access.public
def kit(request: HttpRequest) -> HttpResponse:
    form = KitForm(request.POST or None, initial={"name": "Aurora Media SA", "country": "FR", "version": 3})
    if run(form, _refused_verb, actor=request.user):
        return done(request, "Saved.", to="/_kit/")
    ageing = [
        charts.Mark(label, value, display.amount(Decimal(value), "EUR"), "/_kit/", series, display.number(value / 1000))
        for label, value, series in BUCKETS
    ]
    months = [charts.Mark(f"M{month}", Decimal(40 + month * 7 % 23), f"{40 + month * 7 % 23} days", "/_kit/") for month in range(12)]
    entries = [
        TimelineEntry(
            timezone.now() - timedelta(hours=2), "audit", "Credit limit raised to EUR 50,000", "Approved by Sofia", "Clara Clerk"
        ),
        TimelineEntry(timezone.now() - timedelta(days=3), "mail", "Statement of account sent", who="The night", icon="mail"),
    ]
    return page(
        request,
        "core/pages/kit.html",
        title="Style page",
        crumbs=[("House", "/")],
        form=form,
        rows=sample_rows(int(request.GET.get("rows", 25))),
        headings=[Heading(column, "?o=x" if column.sort else "", "descending" if column.name == "open" else "") for column in COLUMNS],
        foot=[("EUR", [None, None, Decimal("48213000.50"), *[None] * 6]), ("JPY", [None, None, Decimal(-120000), *[None] * 6])],
        bars=charts.bars(ageing),
        lying=charts.rows(ageing),
        stacked=charts.stacked(ageing),
        line=charts.line(months),
        spark=charts.sparkline([3, 5, 2, 8, 9, 7]),
        entries=entries,
        kinds=["audit", "mail"],
        today=date(2026, 2, 28),
        late=date(2026, 2, 16),
        facts=[("Country", "France"), ("VAT number", "FR 40 303 265 045"), ("Terms", None)],
        job={
            "public_id": 1,
            "title": "Night of 28 Feb",
            "state": "running",
            "processed": 1284,
            "total": 5000,
            "findings": 3,
            "who": "The night",
            "started_at": timezone.now(),
        },
        states=STATES,
    )


urlpatterns = [path("_kit/", kit, name="kit")]

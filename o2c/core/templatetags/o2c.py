"""Formatting and small parts for every template: `{{ x|money:currency }}`, `{{ d|day }}`, `{% icon "search" %}`."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from o2c.core import spoken
from o2c.core.dates import last_day
from o2c.core.money import Money
from o2c.core.pages import display, tones

register = template.Library()

register.filter("amount", display.amount)
register.filter("number", display.number)
register.filter("percent", display.percent)
register.filter("moment", display.moment)
register.filter("tone", tones.tone)
register.filter("last_day", last_day)


@register.filter
def money(value: Any, currency: str = "") -> SafeString:
    """An amount that keeps its direction and its columns; a Money brings its own currency."""
    value, currency = getattr(value, "value", value), currency or getattr(value, "currency", "")
    if value is None or value == "":
        return format_html('<span class="money" title="{}">{}</span>', gettext("Not known"), display.UNKNOWN)
    value = Decimal(value)
    sign = "money neg" if value < 0 else "money" if value else "money zero"
    if not currency:
        return format_html('<span class="{}">{}</span>', sign, display.amount(value))
    return format_html('<span class="{}"><small>{}</small>{}{}</span>', sign, currency, spoken.NO_BREAK, spoken.amount(value, currency))


@register.filter
def fact(value: Any) -> Any:
    """A value among the facts of a record: days, moments, amounts and yes or no as the reader writes them; HTML and words as they are."""
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    return spoken.spoken(value) if isinstance(value, date | Decimal | Money) else value


@register.filter
def colon(label: Any) -> str:
    """A name before its value, with the space before the colon that a language wants."""
    return spoken.paired(label, "").rstrip()


@register.filter
def day(value: date | datetime | None) -> SafeString:
    """31 Jan 2026, machine-readable as well."""
    if not value:
        return format_html('<span title="{}">{}</span>', gettext("Not known"), display.UNKNOWN)
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), display.day(value))


@register.filter
def ago(value: datetime) -> SafeString:
    """ "2 hours ago" with the full date behind it."""
    return format_html('<time datetime="{}" title="{}">{}</time>', value.isoformat(), display.moment(value), display.ago(value))


@register.simple_tag
def due(due_on: date | None, today: date) -> SafeString:
    """The due day, and in words how many days it is overdue."""
    if due_on is None or due_on >= today:
        return day(due_on)
    late = (today - due_on).days
    words = ngettext("%(days)s day overdue", "%(days)s days overdue", late) % {"days": display.number(late)}
    return format_html('{} <span class="neg">{}</span>', day(due_on), words)


@register.simple_tag
def icon(name: str) -> SafeString:
    """A drawing from the sprite. Decoration only: the words stand beside it."""
    sprite = static("vendor/@tabler/icons@3.51.0/icons.svg")
    return format_html('<svg class="sprite" aria-hidden="true"><use href="{}#{}"></use></svg>', sprite, name)


@register.simple_tag
def state(value: str, label: str = "") -> SafeString:
    """A state as a word on its tone."""
    return format_html('<span class="st {}">{}</span>', tones.tone(value), label or value)


@register.filter
def at(sequence: list[Any], position: int) -> Any:
    return sequence[position]


@register.inclusion_tag("components/minibar.html")
def minibar(fraction: Decimal | float | None) -> dict[str, Any]:
    """A bar of a share from 0 to 1."""
    width = None if fraction is None else f"{min(max(float(fraction), 0), 1) * 100:.1f}"
    return {"width": width, "label": display.percent(fraction, 0)}


@register.filter
def plain(value: float) -> str:
    """A coordinate: never written in the reader's language."""
    return f"{value:g}"


@register.filter
def above(value: float) -> str:
    """Where a figure stands over the top of its bar."""
    return f"{value - 5:g}"

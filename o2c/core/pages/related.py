"""A short list inside the page of another object: the first rows, how many there are, the way to all of them and to a new one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise

from o2c.core.pages.listing import Heading
from o2c.core.pages.tables import Column, Row, readable

SHOWN = 10


def related(
    request: HttpRequest,
    rows: QuerySet[Any],
    columns: Sequence[Column],
    *,
    title: str | Promise,
    everything: str = "",
    create: tuple[str | Promise, str] | None = None,
    nothing: str | Promise = "",
) -> HttpResponse:
    """A panel's fragment. `everything`: address of the whole list; `create`: label and address of the form of a new row."""
    usable = readable(columns, request.user)
    return render(
        request,
        "components/related.html",
        {
            "rows": [Row(row, usable) for row in rows[:SHOWN]],
            "headings": [Heading(column, "", "") for column in usable],
            "count": rows.order_by().count(),
            "most": SHOWN,
            "title": title,
            "everything": everything,
            "create": create,
            "nothing": nothing,
        },
    )


@dataclass(frozen=True, slots=True)
class Count:
    """How many of something wait, and the list of them; `late` where it should not have waited so long."""

    label: str | Promise
    url: str
    count: int
    late: bool = False


def counted(request: HttpRequest, counts: Iterable[Count], *, title: str | Promise, nothing: str | Promise) -> HttpResponse:
    """A panel that says how much waits, each line leading to its list; lines with nothing are left out."""
    waiting = [row for row in counts if row.count]
    return render(request, "components/counts.html", {"title": title, "counts": waiting, "nothing": nothing})


def part(title: str | Promise, rows: QuerySet[Any], columns: Sequence[Column]) -> dict[str, object]:
    """A table of few rows inside a detail page (components/part.html)."""
    return {"title": title, "rows": [Row(row, columns) for row in rows], "headings": [Heading(column, "", "") for column in columns]}

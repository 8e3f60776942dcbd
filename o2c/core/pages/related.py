"""A short list inside the page of another object: the first rows, how many there are, the way to all of them and to a new one."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise

from o2c.core.pages.listing import Heading
from o2c.core.pages.tables import Column, Row

SHOWN = 10


def related(
    request: HttpRequest,
    rows: QuerySet[Any],
    columns: Sequence[Column],
    *,
    title: str | Promise,
    everything: str = "",
    create: tuple[str | Promise, str] | None = None,
) -> HttpResponse:
    """A panel's fragment. `everything`: address of the whole list; `create`: label and address of the form of a new row."""
    return render(
        request,
        "components/related.html",
        {
            "rows": [Row(row, columns) for row in rows[:SHOWN]],
            "headings": [Heading(column, "", "") for column in columns],
            "count": rows.order_by().count(),
            "most": SHOWN,
            "title": title,
            "everything": everything,
            "create": create,
        },
    )

"""One list page: filter, order, count, rows, totals. Page, htmx fragment and Excel file come from the same queryset."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, F, QuerySet, Sum, Value
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers

from o2c.core.excel.exports import list_response
from o2c.core.pages import bulk, filters
from o2c.core.pages.address import Address
from o2c.core.pages.slices import slice_of
from o2c.core.pages.tables import Column, Row, Table, readable
from o2c.core.pages.tabs import Tab, chosen_columns, tabs_of

if TYPE_CHECKING:
    from o2c.core.access.models import User

LIST_ID = "list"


def list_page(
    request: HttpRequest,
    queryset: QuerySet[Any],
    filter_set: type[filters.FilterSet] | None,
    table: type[Table],
    *,
    template: str = "layouts/list.html",
    **context: Any,
) -> HttpResponseBase:
    """Answer a list: the page, its fragment for htmx, `?export=xlsx`, or the dry run of a bulk action."""
    listing = Listing(request, queryset, filter_set, table)
    if request.method == "POST":
        return bulk.answer(listing)
    if request.GET.get("export") == "xlsx":
        return list_response(listing)
    fragment = request.headers.get("HX-Target") == LIST_ID
    name = "components/listing.html" if fragment else template
    response = render(request, name, {"listing": listing, "title": table.title, **context})
    patch_vary_headers(response, ["HX-Request", "HX-Target"])
    return response


@dataclass(frozen=True)
class Heading:
    """A column's head: where a click on it leads and how the list is sorted by it now."""

    column: Column
    url: str
    direction: str


class Listing:
    """Everything a list template needs, each part computed when asked for."""

    def __init__(
        self, request: HttpRequest, queryset: QuerySet[Any], filter_set: type[filters.FilterSet] | None, table: type[Table]
    ) -> None:
        self.request, self.table, self.address = request, table, Address(request)
        self.user = cast("User", request.user)
        self.name = request.resolver_match.view_name if request.resolver_match else request.path
        self.everything = queryset
        self.filter = filter_set(request.GET, queryset=queryset, request=request) if filter_set else None

    @cached_property
    def filtered(self) -> QuerySet[Any]:
        """The rows of the filter; none while the filter itself is wrong (its form says why)."""
        if self.filter is None:
            return self.everything
        return self.filter.qs if self.filter.is_valid() else self.everything.none()

    @cached_property
    def ordered(self) -> QuerySet[Any]:
        """In the order of the URL, else the table's, else the queryset's; always total."""
        if not self.order:
            return self.filtered if self.filtered.ordered else self.filtered.order_by("pk")
        return self.filtered.order_by(*self.order, "pk")

    @property
    def sorted_by(self) -> tuple[str, bool]:
        """Name of the column the list is sorted by and whether it descends: by the URL, else as the table says."""
        asked = self.request.GET.get("o", "")
        usual = self.table.order[0] if self.table.order else ""
        if not asked and usual:
            asked = next((usual.replace(column.sort, column.name) for column in self.table.columns if column.sort == usual.lstrip("-")), "")
        return asked.lstrip("-"), asked.startswith("-")

    @property
    def order(self) -> Sequence[str]:
        name, descends = self.sorted_by
        for column in self.table.columns:
            if "o" in self.request.GET and column.name == name and column.sort:
                return [f"-{column.sort}" if descends else column.sort]
        return self.table.order

    @cached_property
    def count(self) -> int:
        """The rows of the filter; a table with totals counts and sums them in one pass."""
        return sum(line["rows"] for line in self._lines) if self._sums else self.filtered.order_by().count()

    @property
    def pages(self) -> int:
        return max(1, -(-self.count // self.table.page_size))

    @property
    def page(self) -> int:
        asked = self.request.GET.get("page", "1")
        return min(max(int(asked), 1), self.pages) if asked.isdecimal() else 1

    @property
    def first(self) -> int:
        return (self.page - 1) * self.table.page_size + 1

    @property
    def last(self) -> int:
        return min(self.page * self.table.page_size, self.count)

    @property
    def previous_url(self) -> str:
        return self.address.changed(page=self.page - 1) if self.page > 1 else ""

    @property
    def next_url(self) -> str:
        return self.address.changed(page=self.page + 1) if self.page < self.pages else ""

    @cached_property
    def rows(self) -> list[Row]:
        panel = self.table.panel
        found = slice_of(self.ordered, self.first - 1, self.page * self.table.page_size, self.count)
        return [Row(row, self.columns, panel(row) if panel else "") for row in found]

    @cached_property
    def columns(self) -> list[Column]:
        """The columns this user sees: chosen ones, else those shown by default."""
        chosen = chosen_columns(self.user, self.name)
        usable = readable(self.table.columns, self.user)
        return [column for column in usable if (column.name in chosen if chosen else column.shown)] or usable

    @property
    def headings(self) -> list[Heading]:
        name, descends = self.sorted_by
        return [self._heading(column, descends if column.name == name else None) for column in self.columns]

    def _heading(self, column: Column, descends: bool | None) -> Heading:
        if not column.sort:
            return Heading(column, "", "")
        turned = f"-{column.name}" if descends is False else column.name
        direction = "" if descends is None else "descending" if descends else "ascending"
        return Heading(column, self.address.changed(o=turned), direction)

    @cached_property
    def totals(self) -> list[dict[str, Any]]:
        """Sums of the whole filter, one line per currency: {"currency": ..., <column name>: ...}."""
        names = {f"total_{number}": column.name for number, column in enumerate(self._sums)}
        return [{"currency": line["in"], **{names[key]: line[key] for key in names}} for line in self._lines]

    @cached_property
    def _sums(self) -> list[Column]:
        return [column for column in self.columns if column.total]

    @cached_property
    def _lines(self) -> list[dict[str, Any]]:
        """Per currency: `in`, the number of `rows` and the sums of the foot; nothing for a table without totals."""
        if not self._sums:
            return []
        currency, rows = self._sums[0].currency, self.filtered.order_by()
        sums: dict[str, Any] = {f"total_{number}": Sum(column.name) for number, column in enumerate(self._sums)}
        sums["rows"] = Count("*")
        if not rows.query.group_by:
            return list(rows.values(**{"in": F(currency)}).annotate(**sums).order_by("in"))
        # A row that is itself a sum (`.values().annotate()`) is summed around; mostly all are in one currency.
        whole = rows.aggregate(currencies=ArrayAgg(currency, distinct=True, default=Value([])), **sums)
        if len(whole["currencies"]) == 1:
            return [{"in": whole["currencies"][0], **whole}]
        return [{"in": code, **rows.filter(**{currency: code}).aggregate(**sums)} for code in whole["currencies"]]

    @property
    def foot(self) -> list[tuple[str, list[Any]]]:
        """The lines of totals as the template prints them: currency, and per column its sum or None."""
        return [(line["currency"], [line.get(column.name) for column in self.columns]) for line in self.totals]

    @cached_property
    def chips(self) -> list[filters.Chip]:
        if self.filter is None or not self.filter.is_valid():
            return []
        return filters.chips(self.filter.form, self.request.GET, self.address)

    @property
    def other_parts(self) -> list[tuple[str, str]]:
        """What the search box must keep of the address."""
        return [(name, value) for name, values in self.request.GET.lists() for value in values if name not in ("q", "page")]

    @property
    def is_filtered(self) -> bool:
        return bool(self.filter and any(self.request.GET.get(name) for name in self.request.GET if name not in ("o", "page", "view")))

    @property
    def empty_because(self) -> str:
        """Why there is no row: "filter", "right" (rows exist, but the user's grants are limited) or "nothing"."""
        if self.is_filtered:
            return "filter"
        if self.table.personal:
            return "nothing"
        limited = all(held.is_limited for held in self.user.held)
        return "right" if limited and self.everything.model._base_manager.exists() else "nothing"

    @cached_property
    def tabs(self) -> list[Tab]:
        return tabs_of(self.user, self.name, self.table, self.address, self.request.GET.get("view", ""))

    @property
    def tab(self) -> Tab:
        return next((tab for tab in self.tabs if tab.current), self.tabs[0])

    @property
    def reset_url(self) -> str:
        return self.address.path

    @property
    def export_url(self) -> str:
        return self.address.changed(export="xlsx")

    @property
    def actions(self) -> list[Any]:
        return [action for action in self.table.actions if self.user.may(action.verb.permission)]

    @cached_property
    def selection(self) -> str:
        """The whole filter and its count, signed: what "all matching" means at this moment."""
        return bulk.sign(self, ids=None, count=self.count)

    @property
    def also(self) -> list[tuple[Any, str]]:
        """Label and address of the further buttons of the list, as far as the user may press them."""
        return [(button.label, reverse(button.url_name)) for button in self.table.also if self.user.may(button.permission)]

    @property
    def create_url(self) -> str:
        create = self.table.create
        return reverse(create.url_name) if create and self.user.may(create.permission) else ""

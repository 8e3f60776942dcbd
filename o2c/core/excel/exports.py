"""A list page as an Excel file: the columns, order and rows the user sees, audited, complete or refused."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.http import FileResponse, HttpResponse
from django.utils.text import slugify
from django.utils.translation import gettext as _

from o2c.core.audit.services import record
from o2c.core.errors import BusinessError
from o2c.core.excel.write import CONTENT_TYPE, MOST_ROWS, workbook
from o2c.core.money import Money
from o2c.core.verbs import verb

if TYPE_CHECKING:
    from o2c.core.access.models import User
    from o2c.core.pages.listing import Listing
    from o2c.core.pages.tables import Column

CHUNK = 2_000


def list_response(listing: "Listing") -> HttpResponse:
    """Every row of the filter as a download. Raises BusinessError "export_too_large" rather than cutting."""
    user: Any = listing.request.user
    export_list(listing.name, filters=listing.request.GET.urlencode(), rows=listing.count, actor=user)
    columns = with_currencies([column for column in listing.columns if column.kind != "action"])
    file = workbook(columns, listing.ordered.iterator(chunk_size=CHUNK), about(listing, user))
    name = f"{slugify(str(listing.table.title))}.xlsx"
    response: HttpResponse = FileResponse(file, as_attachment=True, filename=name, content_type=CONTENT_TYPE)  # type: ignore[assignment]
    return response


def with_currencies(columns: Sequence["Column"]) -> list["Column"]:
    """The columns, with that of a currency before the first of its amounts unless the list shows it anyway."""
    amounts: dict[str, list[Column]] = {}
    for column in columns:
        if column.kind == "money":
            amounts.setdefault(column.currency, []).append(column)
    missing = {group[0].name: group for path, group in amounts.items() if path not in {column.name for column in columns}}
    kept: list[Column] = []
    for column in columns:
        if group := missing.get(column.name):
            kept.append(_currency(group, is_first=group is next(iter(missing.values()))))
        kept.append(column)
    return kept


def _currency(amounts: Sequence["Column"], *, is_first: bool) -> "Column":
    label = _("Currency") if is_first else _("Currency of %(column)s") % {"column": amounts[0].label}

    def currency(row: Any) -> str:
        return next((amount.currency_of(row) for amount in amounts if amount.value(row) is not None), "")

    return replace(amounts[0], name=f"{amounts[0].name}_currency", label=label, kind="code", of=currency)


@verb("core.export_list")
def export_list(listing: str, *, filters: str, rows: int, actor: "User") -> None:
    """Note who takes which list out of the house, with which filters and how many rows."""
    if rows > MOST_ROWS:
        raise BusinessError("export_too_large", rows=rows, most=MOST_ROWS)
    record("list.exported", actor, actor=actor, after={"list": listing, "filters": filters, "rows": rows})


def about(listing: "Listing", user: Any) -> dict[str, str | Money]:
    """The first sheet: what was asked, by whom, and the totals that the foot of the list shows."""
    asked = {str(chip.label): chip.value for chip in listing.chips}
    if searched := listing.request.GET.get("q"):
        asked[_("Search")] = searched
    labels = {column.name: column.label for column in listing.columns}
    totals: dict[str, str | Money] = {
        _("Total of %(column)s in %(currency)s") % {"column": labels[name], "currency": line["currency"]}: Money(total, line["currency"])
        for line in listing.totals
        for name, total in line.items()
        if name != "currency" and total is not None
    }
    return {_("List"): str(listing.table.title), _("User"): str(user), **(asked or {_("Filters"): _("none: every row")}), **totals}

"""Tables as data: a list of columns that the page, the fragment and the Excel file all read."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any, ClassVar, Literal

from django.db.models import Field, Model
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from o2c.core.dates import last_day
from o2c.core.doors import opens
from o2c.core.pages.forms import Form

Kind = Literal["text", "link", "action", "money", "number", "percent", "date", "last_day", "moment", "badge", "bar", "code"]
Words = str | Promise


@dataclass(frozen=True)
class Column:
    """One column. `name` is an attribute path (`customer__legal_name`); `sort` the ORM path it sorts by, if any.

    kinds: `link` leads to `url(row)` or the row's own page; `action` is a link that does
    something, left out of files; `money` reads its currency from the row's `currency` attribute
    (or path) unless the value is a Money; `percent` and `bar` are fractions from 0 to 1; `badge` is a state.
    `code` is a number, reference or IBAN: never broken over lines, always left to right.
    `last_day` is the end of a half-open range, shown as the day before.
    A link to a page that would refuse the reader is plain text. `permission`: what the page behind a link asks for, where the
    whole column goes by it: others do not see an `action`.
    `leads_away`: the pages its links open belong to many rooms; where the reader may not open one, the row's own page stands in.
    `total`: sum it in the foot, per currency (the name must be a field or annotation). `shown`: on, unless the user chose columns.
    `narrow`: kept on a telephone. `of`: computes the value when an attribute path cannot;
    `words`: what is read, where it is not the value itself.
    """

    name: str
    label: Words
    kind: Kind = "text"
    sort: str = ""
    shown: bool = True
    narrow: bool = False
    total: bool = False
    currency: str = "currency"
    of: Callable[[Any], Any] | None = None
    words: Callable[[Any], Words] | None = None
    url: Callable[[Any], str] | None = None
    permission: str = ""
    leads_away: bool = False

    def value(self, row: Any) -> Any:
        """The raw value: Decimal or Money, date, str, ..., None for unknown."""
        found = self.of(row) if self.of else follow(row, self.name)
        return last_day(found) if self.kind == "last_day" else found

    def text(self, row: Any) -> str:
        """The value in words: the label of a choice, else the value as text."""
        if self.words:
            return str(self.words(row))
        *path, last = self.name.split("__")
        owner = follow(row, "__".join(path)) if path else row
        if not self.of and (choices := _choices(owner.__class__, last)):
            return _label(choices, getattr(owner, last), get_language())
        if not self.of and (label := getattr(owner, f"get_{last}_display", None)):
            return str(label())
        value = self.value(row)
        return "" if value is None else str(value)

    def currency_of(self, row: Any) -> str:
        value = self.value(row)
        return str(getattr(value, "currency", "") or follow(row, self.currency) or "")

    def link(self, row: Any) -> str:
        return self.url(row) if self.url else str(row.get_absolute_url())


def readable(columns: Iterable[Column], user: Any) -> list[Column]:
    """The columns as this user may use them: no action they may not take, no link to a page that would refuse them."""
    open_to = {column.name: not column.permission or user.may(column.permission) for column in columns}
    kept = [column for column in columns if open_to[column.name] or column.kind != "action"]
    usable = [column if open_to[column.name] else replace(column, kind="text") for column in kept]
    return [replace(column, url=_within_reach(column, user)) if column.kind in {"link", "action"} else column for column in usable]


def _within_reach(column: Column, user: Any) -> Callable[[Any], str]:
    def url(row: Any) -> str:
        address = column.link(row)
        if not address or opens(user, address):
            return address
        return str(row.get_absolute_url()) if column.leads_away else ""

    return url


@lru_cache(maxsize=2_000)
def _choices(kind: type, name: str) -> "Field[Any, Any] | None":
    """The field of that name, when it is one with choices."""
    fields = {field.name: field for field in kind._meta.concrete_fields} if issubclass(kind, Model) else {}
    found = fields.get(name)
    found = getattr(found, "output_field", found)  # what the database computes has its choices there
    return found if found is not None and found.choices else None


@lru_cache(maxsize=10_000)
def _label(field: "Field[Any, Any]", value: Any, language: str) -> str:
    """What `get_..._display` says, once per value and language: Django translates every choice of the field for each row."""
    labels: dict[Any, Any] = dict(field.flatchoices)
    return str(labels.get(value, "" if value is None else value))


def follow(row: Any, path: str) -> Any:
    """The attribute at the end of a path; None as soon as something on the way is None."""
    found = row
    for part in path.split("__"):
        if found is None:
            return None
        found = found[part] if isinstance(found, dict) else getattr(found, part)
    return found


@dataclass(frozen=True)
class BuiltInView:
    """A saved view everyone has: its name and the query it stands for ("state=hold&o=-opened_on")."""

    name: Words
    query: str


@dataclass(frozen=True)
class BulkAction:
    """What can be done to many rows at once: `verb(pk, actor=..., **input of the form)` for each.

    `describe`: what happens to a row, in words, for the page that shows it beforehand.
    """

    code: str
    label: Words
    verb: Any
    form: type[Form] | None = None


@dataclass(frozen=True)
class Create:
    """The button that leads to the form of a new row."""

    label: Words
    url_name: str
    permission: str


class Table:
    """A list page's table. Subclasses only state these attributes."""

    title: ClassVar[Words]
    columns: ClassVar[Sequence[Column]]
    order: ClassVar[Sequence[str]] = ()
    views: ClassVar[Sequence[BuiltInView]] = ()
    actions: ClassVar[Sequence[BulkAction]] = ()
    create: ClassVar[Create | None] = None
    also: ClassVar[Sequence[Create]] = ()  # further buttons beside it
    nothing_yet: ClassVar[Words] = _("Nothing here yet.")
    page_size: ClassVar[int] = 50
    level: ClassVar[int] = 1  # of its heading: 2 where the list is a part of a page
    panel: ClassVar[Callable[[Any], str] | None] = None
    personal: ClassVar[bool] = False  # what concerns the reader alone: when it is empty, no right is missing

    @classmethod
    def pick(cls, *names: str) -> list[Column]:
        """Some of the columns, in the order of the table: for a short list inside another page."""
        return [column for column in cls.columns if column.name in names]


@dataclass(frozen=True)
class Cell:
    """One column of one row, ready for the template."""

    column: Column
    row: Any

    @property
    def value(self) -> Any:
        return self.column.value(self.row)

    @property
    def text(self) -> str:
        return self.column.text(self.row)

    @property
    def currency(self) -> str:
        return self.column.currency_of(self.row)

    @property
    def url(self) -> str:
        return self.column.link(self.row)


@dataclass(frozen=True)
class Row:
    """One line of a table."""

    subject: Any
    columns: Sequence[Column]
    panel: str = ""
    cells: list[Cell] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "cells", [Cell(column, self.subject) for column in self.columns])

    @property
    def key(self) -> str:
        if isinstance(self.subject, dict):
            return str(self.subject["key"])
        return str(follow(self.subject, "public_id") if hasattr(self.subject, "public_id") else follow(self.subject, "pk"))

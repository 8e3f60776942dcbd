"""The page kit. Floors write `from o2c.core.pages import page, one, run, done, act, list_page, Table, Column`; see docs/pages.md."""

from o2c.core.pages.answers import act, done, one, page, run
from o2c.core.pages.confirming import to_confirm
from o2c.core.pages.filters import DateFilter, FilterSet
from o2c.core.pages.forms import AmountField, DateField, Form, LastDayField
from o2c.core.pages.listing import list_page
from o2c.core.pages.tables import BuiltInView, BulkAction, Column, Create, Table

__all__ = [
    "AmountField",
    "BuiltInView",
    "BulkAction",
    "Column",
    "Create",
    "DateField",
    "DateFilter",
    "FilterSet",
    "Form",
    "LastDayField",
    "Table",
    "act",
    "done",
    "list_page",
    "one",
    "page",
    "run",
    "to_confirm",
]

"""Columns every floor uses, and the two bases of rows that have a page or an API path."""

from collections.abc import Sequence
from datetime import date
from typing import Any, TypeVar

import pghistory
import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import CheckConstraint, F, Func, IntegerField, Q
from django.db.models.functions import Now
from django.db.models.lookups import LessThanOrEqual
from django.utils.translation import gettext_lazy as _

from o2c.core.acting import actor_id
from o2c.core.names import fold


class MoneyField(models.DecimalField):  # type: ignore[type-arg]
    """An amount: numeric(20,4). Goes with a `currency` column and `money_constraints`."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["max_digits"], kwargs["decimal_places"] = 20, 4
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, path, args, kwargs = super().deconstruct()
        del kwargs["max_digits"], kwargs["decimal_places"]
        return name, path, list(args), kwargs


class CurrencyField(models.CharField):  # type: ignore[type-arg]
    """ISO 4217 code."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["max_length"] = 3
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, path, args, kwargs = super().deconstruct()
        del kwargs["max_length"]
        return name, path, list(args), kwargs


class FoldedField(models.TextField):  # type: ignore[type-arg]
    """The folded text of other columns, for searching and sorting; written with them (name it in `update_fields` too)."""

    def __init__(self, *args: Any, sources: Sequence[str] = (), **kwargs: Any) -> None:
        self.sources = tuple(sources)
        super().__init__(*args, **{**kwargs, "editable": False})

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, path, args, kwargs = super().deconstruct()
        return name, path, list(args), {**kwargs, "sources": self.sources}

    def pre_save(self, row: models.Model, add: bool) -> str:
        parts = dict.fromkeys(fold(str(getattr(row, source) or "")) for source in self.sources)
        folded = " ".join(part for part in parts if part)
        setattr(row, self.attname, folded)
        return folded


class CurrencyDigits(Func):
    """The IMMUTABLE SQL function of the first core migration, made from the ISO table of `money.py`."""

    function = "currency_digits"
    output_field = IntegerField()


class DecimalPlaces(Func):
    template = "scale(trim_scale(%(expressions)s))"
    output_field = IntegerField()


def money_constraints(table: str, *columns: str, currency: str = "currency") -> list[CheckConstraint]:
    """No amount has more decimals than its currency: `<table>_<column>_digits`."""
    return [
        CheckConstraint(
            name=f"{table}_{column}_digits",
            condition=Q(LessThanOrEqual(DecimalPlaces(F(column)), CurrencyDigits(F(currency)))),
        )
        for column in columns
    ]


def one_of(table: str, column: str, choices: Any) -> CheckConstraint:
    """Choices get a check too: `<table>_<column>_known`."""
    values = [value for value, _label in getattr(choices, "choices", choices)]
    return CheckConstraint(name=f"{table}_{column}_known", condition=Q(**{f"{column}__in": values}))


class Record(models.Model):
    """A row with a public id (the only one that is shown), the moment it was made and the person who made it."""

    public_id = models.UUIDField(db_default=RandomUUID(), unique=True, editable=False)
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    created_by = models.ForeignKey("core.User", models.PROTECT, null=True, default=actor_id, related_name="+", editable=False)

    class Meta:
        abstract = True


class Versioned(Record):
    """Master data: `version` grows with every change, whoever makes it. Goes with the `@history` decorator."""

    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True


class Dated(Versioned):
    """A fact that holds on the days `[valid_from, valid_until)`; without an end, until further notice."""

    valid_from = models.DateField(_("valid from"))
    valid_until = models.DateField(_("valid until"), null=True, blank=True)

    class Meta:
        abstract = True


def valid_on(day: date, path: str = "") -> Q:
    """The dated rows that hold on the day; `path` leads to them: `valid_on(day, "addresses__")`."""
    return Q(**{f"{path}valid_from__lte": day}) & (Q(**{f"{path}valid_until": None}) | Q(**{f"{path}valid_until__gt": day}))


class DateSpan(Func):
    """Two date columns as a half-open range."""

    function = "daterange"
    output_field = DateRangeField()


def ends_after_start(table: str, start: str = "valid_from", end: str = "valid_until") -> CheckConstraint:
    return CheckConstraint(name=f"{table}_ends_after_start", condition=Q(**{end: None}) | Q(**{f"{end}__gt": F(start)}))


def one_at_a_time(name: str, *columns: str, condition: Q | None = None) -> ExclusionConstraint:
    """No two rows with the same values in these columns hold on the same day."""
    same = [(F(column), RangeOperators.EQUAL) for column in columns]
    overlap = (DateSpan("valid_from", "valid_until"), RangeOperators.OVERLAPS)
    return ExclusionConstraint(name=name, expressions=[*same, overlap], condition=condition)


BUMP = pgtrigger.Trigger(
    name="bump_version",
    operation=pgtrigger.Update,
    when=pgtrigger.Before,
    func="NEW.version := OLD.version + 1; RETURN NEW;",
)


NEVER_EMPTIED = pgtrigger.Trigger(
    name="no_truncate",
    operation=pgtrigger.Truncate,
    when=pgtrigger.Before,
    level=pgtrigger.Statement,
    func="RAISE EXCEPTION 'row versions never go' USING ERRCODE = 'check_violation'; RETURN NULL;",
)


M = TypeVar("M", bound=type[models.Model])


def history(model: M) -> M:
    """Row versions by trigger (bulk and raw SQL are caught too) and the growing `version`. Versions are never emptied either."""
    tracked = pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent(), append_only=True)(model)
    versions = tracked.pgh_event_model
    pgtrigger.register(NEVER_EMPTIED)(versions)
    registered: M = pgtrigger.register(BUMP)(tracked)
    return registered


def append_only(table: str) -> list[pgtrigger.Trigger]:
    """The database refuses UPDATE, DELETE and TRUNCATE: error code `<table>_append_only`."""
    what = f"{table}: posted rows never change"
    refuse = f"RAISE EXCEPTION '{what}' USING ERRCODE = 'check_violation', CONSTRAINT = '{table}_append_only'; RETURN NULL;"
    return [
        pgtrigger.Trigger(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete, when=pgtrigger.Before, func=refuse),
        pgtrigger.Trigger(name="no_truncate", operation=pgtrigger.Truncate, when=pgtrigger.Before, level=pgtrigger.Statement, func=refuse),
    ]


def only_these_move(table: str, *columns: str) -> list[pgtrigger.Trigger]:
    """The database refuses DELETE, TRUNCATE and every UPDATE of another column: error code `<table>_immutable`."""
    refuse = f"RAISE EXCEPTION '{table}: rows never change' USING ERRCODE = 'check_violation', CONSTRAINT = '{table}_immutable';"
    names = ", ".join(f"'{column}'" for column in columns)
    compare = f"IF (to_jsonb(NEW) - ARRAY[{names}]) IS DISTINCT FROM (to_jsonb(OLD) - ARRAY[{names}]) THEN {refuse} END IF; RETURN NEW;"
    return [
        pgtrigger.Trigger(name="immutable", operation=pgtrigger.Update, when=pgtrigger.Before, func=compare),
        pgtrigger.Trigger(name="no_delete", operation=pgtrigger.Delete, when=pgtrigger.Before, func=f"{refuse} RETURN NULL;"),
        pgtrigger.Trigger(
            name="no_truncate",
            operation=pgtrigger.Truncate,
            when=pgtrigger.Before,
            level=pgtrigger.Statement,
            func=f"{refuse} RETURN NULL;",
        ),
    ]

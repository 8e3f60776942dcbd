"""What stands in personal columns once their legal period is over, and the only way the database lets it get there."""

from collections.abc import Callable, Mapping
from typing import TypeVar

import pghistory
import pgtrigger
from django.db import models

from o2c.core.fields import BUMP, NEVER_EMPTIED

EMPTY = "–"

# column -> what it becomes, in SQL over the row as it was.
CONTACT = {"person": f"'{EMPTY}'", "email": "''", "phone": f"'{EMPTY}'", "bounce_reason": "''"}
ADDRESS = {"lines": f"'{EMPTY}'", "postcode": "''", "city": f"'{EMPTY}'"}
BANK = {"iban": "left({row}iban, 2) || '00REMOVED' || {row}id", "bic": "''", "holder": f"'{EMPTY}'", "source": f"'{EMPTY}'"}

DOOR = "retention_door('accounts.customer', OLD.customer_id)"
M = TypeVar("M", bound=type[models.Model])


def _differs(columns: Mapping[str, str]) -> str:
    return " OR ".join(f"NEW.{name} IS DISTINCT FROM {value.format(row='OLD.')}" for name, value in columns.items())


def _versions(columns: Mapping[str, str]) -> list[pgtrigger.Trigger]:
    """Row versions never change, but that the removal under way empties these columns of its own customers, and no other."""
    names = ", ".join(f"'{name}'" for name in columns)
    refuse = "RAISE EXCEPTION 'row versions never change' USING ERRCODE = 'check_violation', CONSTRAINT = 'personal_history_append_only';"
    elsewhere = f"(to_jsonb(NEW) - ARRAY[{names}]) IS DISTINCT FROM (to_jsonb(OLD) - ARRAY[{names}])"
    guard = f"IF {elsewhere} OR {_differs(columns)} OR NOT {DOOR} THEN {refuse} END IF; RETURN NEW;"
    return [
        pgtrigger.Trigger(name="append_only", operation=pgtrigger.Update, when=pgtrigger.Before, func=guard),
        pgtrigger.Trigger(name="no_delete", operation=pgtrigger.Delete, when=pgtrigger.Before, func=f"{refuse} RETURN NULL;"),
        NEVER_EMPTIED,
    ]


def personal_history(columns: Mapping[str, str]) -> Callable[[M], M]:
    """`@history` for rows about people: the same versions, with the narrow door for their removal after the legal period."""

    def decorate(model: M) -> M:
        trackers = [pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent()]
        tracked = pghistory.track(*trackers, append_only=False, meta={"triggers": _versions(columns)})(model)
        registered: M = pgtrigger.register(BUMP)(tracked)
        return registered

    return decorate

"""Verbs of our legal entities and of their bank accounts."""

import zoneinfo
from typing import Any

from babel import Locale

from o2c.core.access.models import User
from o2c.core.access.queries import scope
from o2c.core.audit.services import record
from o2c.core.changes import change
from o2c.core.entities import calendars
from o2c.core.entities.models import Currency, LegalEntity, OwnAccountState, OwnBankAccount
from o2c.core.entities.rules import OWN_ACCOUNT_MOVES, compact_bic, compact_iban
from o2c.core.errors import BusinessError
from o2c.core.verbs import lock_one, transition, verb


@verb("core.create_entity")
def create_entity(*, code: str, name: str, country: str, actor: User, **facts: Any) -> LegalEntity:
    """A new company of ours. `facts`: the other columns; the calendar is the country's unless given.

    Raises BusinessError "entity_code_taken", "country_unknown", "currency_unknown", "calendar_unknown", "time_zone_unknown".
    """
    facts = {"calendar": country if calendars.is_known(country) else "", **facts, "country": country}
    _check(facts)
    if LegalEntity.objects.filter(code=code).exists():
        raise BusinessError("entity_code_taken", field="code", taken=code)
    entity = LegalEntity.objects.create(code=code, name=name, **facts)
    record("entity.created", entity, actor=actor, after={"code": code, "name": name, **facts})
    return entity


@verb("core.edit_entity")
def edit_entity(pk: int, *, actor: User, version: int | None = None, **facts: Any) -> LegalEntity:
    """Change columns of an entity; its code stays, because numbers and files carry it. Raises as `create_entity`."""
    _check(facts)
    entity = lock_one(scope(LegalEntity.objects, actor, "core.edit_entity"), pk, version)
    before, after = change(entity, **facts)
    record("entity.edited", entity, actor=actor, before=before, after=after)
    return entity


def _check(facts: dict[str, Any]) -> None:
    if (country := facts.get("country")) is not None and (len(country) != 2 or country not in Locale("en").territories):
        raise BusinessError("country_unknown", field="country", country=country)
    if (currency := facts.get("base_currency")) is not None:
        known_currency(currency, field="base_currency")
    if (calendar := facts.get("calendar")) and not calendars.is_known(calendar):
        raise BusinessError("calendar_unknown", field="calendar", calendar=calendar)
    if (zone := facts.get("time_zone")) is not None and zone not in zoneinfo.available_timezones():
        raise BusinessError("time_zone_unknown", field="time_zone", time_zone=zone)


def known_currency(code: str, field: str = "currency") -> str:
    """The code, if it is a currency in use. Raises BusinessError "currency_unknown"."""
    if not Currency.objects.filter(code=code).exists():
        raise BusinessError("currency_unknown", field=field, currency=code)
    return code


def new_own_account(entity: LegalEntity, *, name: str, iban: str, bic: str, currency: str, actor: User, **formats: str) -> OwnBankAccount:
    """Step: a proposed bank account of an entity. Raises "iban_invalid", "bic_invalid", "currency_unknown", "ownbankaccount_iban_taken"."""
    number = compact_iban(iban)
    if OwnBankAccount.objects.filter(iban=number).exists():
        raise BusinessError("ownbankaccount_iban_taken", field="iban")
    facts = {"name": name, "iban": number, "bic": compact_bic(bic), "currency": known_currency(currency)}
    account = OwnBankAccount.objects.create(entity=entity, state=OwnAccountState.PROPOSED, **facts, **formats)
    record("own_account.added", account, actor=actor, after={"iban": number, "bic": account.bic, "currency": currency})
    return account


@verb("core.apply_own_account_edit", dual=True)
def apply_own_account_edit(pk: int, *, actor: User, **facts: str) -> OwnBankAccount:
    """Change the name or the message versions, once another person has agreed; another IBAN is another account."""
    account = lock_one(scope(OwnBankAccount.objects, actor, "core.edit_own_account"), pk)
    before, after = change(account, **facts)
    record("own_account.edited", account, actor=actor, before=before, after=after)
    return account


@verb("core.apply_own_account_move", dual=True)
def apply_own_account_move(pk: int, state: str, reason: str, *, actor: User) -> OwnBankAccount:
    """Take an account of ours into use, close it or open it again, once another person has agreed."""
    account = lock_one(scope(OwnBankAccount.objects, actor, "core.move_own_account"), pk)
    before = account.state
    transition(account, state, OWN_ACCOUNT_MOVES)
    account.save(update_fields=["state"])
    record("own_account.moved", account, actor=actor, before={"state": before}, after={"state": state}, reason=reason)
    return account

"""How a bank entry lives, whose account a statement is, and which entries are known already. Pure. Source: cash reference 10."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from hashlib import blake2b

from stdnum import iban

from o2c.collections.cash.readers.keys import content_key
from o2c.collections.cash.readers.shapes import Entry, Statement

LINE_MOVES: Mapping[str, Set[str]] = {
    "new": {"proposed", "matched", "parked", "ignored"},
    "proposed": {"new", "matched", "parked", "ignored"},
    "matched": {"unmatched"},
    "parked": {"new", "matched", "ignored"},
    "unmatched": {"proposed", "matched", "parked", "ignored"},
    "ignored": set(),
}
FILE_MOVES: Mapping[str, Set[str]] = {
    "received": {"asking", "done", "refused"},
    "asking": {"received", "refused"},
    "refused": {"received"},
    "done": set(),
}
IBAN = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{10,30}")
NOT_IN_ACCOUNT = re.compile(r"[^A-Z0-9/]")
GERMAN = re.compile(r"(\d{8})/0*(\d{1,10})(?:[A-Z]{3})?")


def spelling(written: str) -> str:
    """An account as a bank writes it, without blanks and signs, upper case."""
    return NOT_IN_ACCOUNT.sub("", written.upper())


def ibans(written: str, currency: str) -> list[str]:
    """What IBANs the written account may stand for: itself, without a currency at its end, from a German bank code and number."""
    text = spelling(written)
    found = [text] if IBAN.fullmatch(text) else []
    if text.endswith(currency) and currency and IBAN.fullmatch(shorter := text.removesuffix(currency)):
        found.append(shorter)
    if match := GERMAN.fullmatch(text):
        number = f"{match[1]}{match[2].zfill(10)}"
        found.append(f"DE{iban.calc_check_digits(f'DE00{number}')}{number}")
    return found


def has_bad_check_digits(written: str) -> bool:
    """Whether it looks like an IBAN and cannot be one."""
    text = spelling(written)
    return bool(IBAN.fullmatch(text)) and not iban.is_valid(text)


def channel_of(statement: Statement) -> str:
    """The way an account's entries are told: all files of one way count the same entries alike."""
    family = re.split(r"[ .\d]", statement.format, maxsplit=1)[0].lower() or "file"
    return f"{family}:{statement.kind}"


def merged(statements: Sequence[Statement]) -> Statement:
    """The pages of one statement as one: opening of the first, closing of the last."""
    first, last = statements[0], statements[-1]
    days = [statement.first_on for statement in statements if statement.first_on]
    return Statement(
        number=first.number, format=first.format, account=first.account, currency=first.currency, reference=first.reference,
        sequence=first.sequence.partition("/")[0] if len(statements) > 1 else first.sequence, kind=first.kind,
        opening=first.opening, closing=last.closing, opened_on=first.opened_on, closed_on=last.closed_on,
        first_on=min(days, default=None), entries=sum(statement.entries for statement in statements),
        credits=sum((statement.credits for statement in statements), Decimal(0)),
        debits=sum((statement.debits for statement in statements), Decimal(0)),
        pending=sum(statement.pending for statement in statements),
        repeats=tuple(position for statement in statements for position in statement.repeats),
    )  # fmt: skip


def with_pages(statements: Iterable[Statement]) -> list[list[Statement]]:
    """The statements of a file, each with the pages that continue it."""
    groups: list[list[Statement]] = []
    for statement in statements:
        if statement.is_continued and groups:
            groups[-1].append(statement)
        else:
            groups.append([statement])
    return groups


def statement_key(statement: Statement) -> str:
    """By what a statement is known again, whatever message brings it: its own id, number, period and balances."""
    parts = (channel_of(statement), statement.reference, statement.sequence, statement.opened_on, statement.closed_on,
             *(_plain(value) for value in (statement.opening, statement.closing)))  # fmt: skip
    return blake2b("\x1f".join(map(str, parts)).encode(), digest_size=16).hexdigest()


def _plain(value: Decimal | None) -> str:
    return "" if value is None else f"{value.normalize():f}"


@dataclass(frozen=True, slots=True)
class Standing:
    """What the book knows of an end-of-day statement of the account; a closing balance the bank left out is reckoned."""

    opening: Decimal | None
    closing: Decimal | None
    first_on: date | None
    closed_on: date
    credits: Decimal
    debits: Decimal


def is_copy(statement: Statement, known: Standing) -> bool:
    """The same statement told again, perhaps in another format: same balances, day and movements."""
    return (known.opening, known.closing, known.closed_on, known.credits, known.debits) == (
        statement.opening, statement.ends_at, statement.closed_on, statement.credits, statement.debits,
    )  # fmt: skip


def continues(statement: Statement, known: Sequence[Standing]) -> bool:
    """Whether its balances prove that it holds nothing another end-of-day statement holds: it begins where one ended, or ends
    where one began, none covers its days or shares its end or its beginning, and one that touches its first or last day joins up."""
    closing = statement.ends_at
    first, last = statement.first_on or statement.closed_on or statement.opened_on, statement.closed_on or statement.opened_on
    if statement.opening is None or closing is None or first is None or last is None:
        return False
    if any(_shares(other, statement.opening, closing, first, last) for other in known):
        return False
    after = [other for other in known if other.closing == statement.opening and other.closed_on <= first]
    before = [other for other in known if other.opening == closing and other.first_on and last <= other.first_on]
    longer = [other for other in known if other.first_on and other.first_on < other.closed_on]
    is_loose_before = not after and any(other.closed_on == first for other in longer)
    is_loose_after = not before and any(other.first_on == last for other in longer)
    return bool(after or before) and not is_loose_before and not is_loose_after


def _shares(other: Standing, opening: Decimal, closing: Decimal, first: date, last: date) -> bool:
    """Whether the other statement holds entries of these days: inside them, or up to the same end, or from the same beginning."""
    if other.first_on is None:
        return False
    is_inside = other.first_on < last and other.closed_on > first
    return is_inside or (other.closed_on, other.closing) == (last, closing) or (other.first_on, other.opening) == (first, opening)


def has_gap(statement: Statement, known: Sequence[Standing], overlap: Decimal) -> bool:
    """Whether a statement is missing beside this one. `overlap`: the signed sum of its entries that are known already."""
    closing = statement.closing
    if statement.opening is None or closing is None or not known or any(is_copy(statement, other) for other in known):
        return False
    begins = {other.closing for other in known} | {other.closing - overlap for other in known if other.closing is not None}
    ends = {other.opening for other in known} | {other.opening + overlap for other in known if other.opening is not None}
    inside = overlap == closing - statement.opening
    return not (statement.opening in begins or closing in ends or (inside and statement.entries > 0))


@dataclass(frozen=True, slots=True)
class Known:
    """An entry that is in the book: its key per way it was told, and what it says in figures."""

    line_id: int
    booked_on: date
    direction: str
    amount: Decimal
    keys: Mapping[str, str]
    is_final: bool
    bank_reference: str = ""
    end_to_end: str = ""


@dataclass(slots=True)
class Recognition:
    """Tells known entries from new ones, one after the other, for one statement of one channel.

    Within a channel an entry is known by its key and by how often it stood there (`occurrences`: highest so far; `by_key`:
    line of key and occurrence). Told another way it is known by its key, else by day, direction and amount: each line answers
    once per channel. A statement that `continues` the chain holds nothing of other end-of-day statements.
    """

    channel: str
    by_key: Mapping[tuple[str, int], int]
    others: Sequence[Known]
    continues: bool = False
    counted: Counter[str] = field(default_factory=Counter)
    _pools: dict[tuple[date, str, Decimal], list[Known]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        for known in self.others:
            if self.channel not in known.keys and not (self.continues and known.is_final):
                self._pools[known.booked_on, known.direction, known.amount].append(known)

    def take(self, entry: Entry, booked_on: date) -> "Found":
        """The line that is this entry, if the book has it."""
        key = content_key(entry)
        self.counted[key] += 1
        occurrence = self.counted[key]
        if not self.continues and (line_id := self.by_key.get((key, occurrence))):
            return Found(key, occurrence, line_id)
        if self.continues:
            occurrence += self._highest(key)
        return Found(key, occurrence, self._told_otherwise(entry, key, booked_on), is_elsewhere=True)

    def _highest(self, key: str) -> int:
        return max((occurrence for known, occurrence in self.by_key if known == key), default=0)

    def _told_otherwise(self, entry: Entry, key: str, booked_on: date) -> int | None:
        pool = self._pools.get((booked_on, entry.direction, entry.amount), [])
        if not pool:
            return None
        references = {entry.bank_reference} - {""}
        told = {payment.end_to_end for payment in entry.transactions} - {""}
        best = max(pool, key=lambda known: (key in known.keys.values(), known.bank_reference in references, known.end_to_end in told))
        pool.remove(best)
        return best.line_id


@dataclass(frozen=True, slots=True)
class Found:
    """An entry's key and occurrence in its channel, and its line when the book has one (found in another channel or not)."""

    key: str
    occurrence: int
    line_id: int | None
    is_elsewhere: bool = False

"""One statement into the book: recognise, keep, book. Everything happens in the transaction of the verb that calls it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from itertools import islice

from o2c.collections.cash.readers.shapes import Entry, Statement
from o2c.collections.cash.receipts.booking import book, posting_days, rates
from o2c.collections.cash.receipts.models import Receipt, ReceiptState
from o2c.collections.cash.statements.importing.rows import describe, earns_receipt, line_of, money_of, receipts_of
from o2c.collections.cash.statements.models import BankStatement, LineKey, StatementLine
from o2c.collections.cash.statements.rules import Found, Known, Recognition, Standing, channel_of, continues
from o2c.core.access.models import User
from o2c.core.copying import copy_in
from o2c.core.entities.models import OwnBankAccount
from o2c.core.money import round_to_currency

CHUNK = 2000


@dataclass(slots=True)
class Taken:
    """What one statement brought. `overlap`: the signed sum of its entries that the book had already."""

    entries: int = 0
    new: int = 0
    enriched: int = 0
    overlap: Decimal = Decimal(0)


@dataclass(slots=True)
class Taking:
    """Takes the entries of one statement in, chunk by chunk. The account's row is locked, so nobody else does meanwhile."""

    account: OwnBankAccount
    head: Statement
    row: BankStatement
    standings: Sequence[Standing]
    actor: User
    taken: Taken = field(default_factory=Taken)
    recognition: Recognition = field(init=False)

    def __post_init__(self) -> None:
        channel = channel_of(self.head)
        keys = LineKey.objects.filter(account=self.account, channel=channel, line__booked_on__gte=self._first_day())
        by_key = {(key, occurrence): line for key, occurrence, line in keys.values_list("key", "occurrence", "line")}
        proven = continues(self.head, self.standings)
        self.recognition = Recognition(channel, by_key, self._others(), proven and self.head.kind == "end_of_day")

    def _first_day(self) -> date:
        return min(day for day in (self.head.first_on, self.head.opened_on, self.row.closed_on) if day)

    def _others(self) -> list[Known]:
        """Lines of the same days, with the keys by which other ways of telling know them."""
        lines = StatementLine.objects.filter(account=self.account, booked_on__gte=self._first_day()).order_by("pk")
        keys: dict[int, dict[str, str]] = {}
        for line, channel, key in LineKey.objects.filter(line__in=lines.order_by()).values_list("line", "channel", "key"):
            keys.setdefault(line, {})[channel] = key
        facts = lines.values_list(
            "pk", "booked_on", "direction", "amount", "end_of_day", "bank_reference", "end_to_end", named=True
        )  # fmt: skip
        return [
            Known(row.pk, row.booked_on, row.direction, row.amount, keys.get(row.pk, {}), row.end_of_day is not None,
                  row.bank_reference, row.end_to_end)
            for row in facts
        ]  # fmt: skip

    def take(self, entries: Iterable[Entry]) -> Taken:
        counted = (self._in_digits(entry) for entry in entries if entry.position not in self.head.repeats)
        while chunk := list(islice(counted, CHUNK)):
            self._chunk(chunk)
        return self.taken

    def _in_digits(self, entry: Entry) -> Entry:
        """Some exports carry more decimals than the currency has: what a bank can move is booked."""
        amount = round_to_currency(entry.amount, self.account.currency)
        return entry if amount == entry.amount else replace(entry, amount=amount)

    def _chunk(self, chunk: Sequence[Entry]) -> None:
        days = [entry.booked_on or entry.value_on or self.row.closed_on for entry in chunk]
        found = [self.recognition.take(entry, day) for entry, day in zip(chunk, days, strict=True)]
        known = {one.line_id: (entry, one) for entry, one in zip(chunk, found, strict=True) if one.line_id}
        fresh = [(line_of(entry, self.row, day), one) for entry, one, day in zip(chunk, found, days, strict=True) if not one.line_id]
        self.taken.entries += len(chunk)
        self.taken.new += len(fresh)
        self._meet(known)
        if self.row.kind != "advice":
            self._book(fresh)
        lines = [line for line, _found in fresh]
        copy_in(lines)
        self._name([(line.pk, one) for line, one in fresh])
        copy_in([receipt for line in earns_receipt(lines) for receipt in receipts_of(line)])

    def _meet(self, known: dict[int, tuple[Entry, Found]]) -> None:
        """Lines the book has: told in more detail now, held by an earlier end-of-day statement, booked if they only were announced."""
        lines = list(StatementLine.objects.filter(pk__in=known).select_related("end_of_day").order_by("pk"))
        changed: set[str] = set()
        richer, announced = [], []
        for line in lines:
            entry, found = known[line.pk]
            self.taken.overlap += entry.amount if entry.direction == "credit" else -entry.amount
            fields = describe(line, entry)
            self.taken.enriched += bool(fields)
            if "payments" in fields:
                richer.append(line)
            if self._is_earlier_end(line):
                line.end_of_day, fields = self.row, [*fields, "end_of_day"]
            if line.entry_id is None and line.amount and self.row.kind != "advice":
                announced.append((line, found))
            changed |= set(fields)
        self._book(announced)
        if changed or announced:
            StatementLine.objects.bulk_update(lines, sorted(changed | {"entry"}), batch_size=1000)
        copy_in([receipt for line in earns_receipt([line for line, _found in announced]) for receipt in receipts_of(line)])
        self._split([line for line in richer if len(line.payments) > 1])
        self._name([(line_id, found) for line_id, (_entry, found) in known.items() if found.is_elsewhere])

    def _is_earlier_end(self, line: StatementLine) -> bool:
        if self.row.kind != "end_of_day":
            return False
        return line.end_of_day is None or self.row.closed_on < line.end_of_day.closed_on

    def _split(self, lines: Sequence[StatementLine]) -> None:
        """Details of a batch came later: its one receipt becomes one per payment, unless somebody knew whose it was."""
        whole = {
            receipt.line_id: receipt
            for receipt in Receipt.objects.filter(line__in=lines, part=0, state=ReceiptState.UNIDENTIFIED).select_for_update()
        }
        parts = [part for line in lines if line.pk in whole for part in receipts_of(line) if part.part]
        split = [whole[line_id] for line_id in {part.line_id for part in parts}]
        Receipt.objects.filter(pk__in=[receipt.pk for receipt in split]).update(state=ReceiptState.SPLIT)
        copy_in(parts)

    def _book(self, fresh: Sequence[tuple[StatementLine, Found]]) -> None:
        """Bank against unidentified cash; what moves no money is kept and not booked."""
        moving = [(line, found) for line, found in fresh if line.amount]
        posted_on = posting_days(self.account.entity, (line.booked_on for line, _found in moving))
        worth = rates(self.account.entity, self.account.currency, (line.booked_on for line, _found in moving))
        channel = self.recognition.channel
        moneys = [money_of(line, posted_on[line.booked_on], worth[line.booked_on], found, channel) for line, found in moving]
        for (line, _found), booking in zip(moving, book(moneys, actor=self.actor) if moneys else [], strict=True):
            line.entry = booking.entry

    def _name(self, lines: Iterable[tuple[int, Found]]) -> None:
        channel, account = self.recognition.channel, self.account
        copy_in([LineKey(line_id=pk, account=account, channel=channel, key=one.key, occurrence=one.occurrence) for pk, one in lines])

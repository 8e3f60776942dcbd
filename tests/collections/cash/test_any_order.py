"""Whatever order, overlap and format the pieces come in, and however often: the same entries, once each."""

from collections.abc import Sequence
from decimal import Decimal
from itertools import accumulate

from bank_files import IBAN
from factories.cash import imported, own_account
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from o2c.billing.ledger.models import JournalEntry
from o2c.collections.cash.receipts.models import Receipt
from o2c.collections.cash.statements.models import StatementLine

# Five banking days of one account: (day, amount, bank's reference). Two equal payments without reference stand on one day.
MONEY = [
    [("2026-03-02", "119.00", ""), ("2026-03-02", "119.00", ""), ("2026-03-02", "-3.50", "F1")],
    [("2026-03-03", "119.00", ""), ("2026-03-03", "20.00", "R2")],
    [("2026-03-04", "-20.00", "D3")],
    [("2026-03-05", "7.00", ""), ("2026-03-05", "7.00", "R5")],
    [("2026-03-06", "119.00", "")],
]
BALANCES = [Decimal(100), *accumulate((sum(Decimal(amount) for _day, amount, _ref in day) for day in MONEY), initial=Decimal(100))][1:]
Piece = tuple[int, int, str]


def camt(first: int, last: int) -> str:
    rows = "".join(
        f'<Ntry><Amt Ccy="EUR">{amount.lstrip("-")}</Amt><CdtDbtInd>{"DBIT" if amount[0] == "-" else "CRDT"}</CdtDbtInd>'
        f"<Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>{day}</Dt></BookgDt><ValDt><Dt>{day}</Dt></ValDt><AcctSvcrRef>{reference}</AcctSvcrRef>"
        f"<NtryDtls><TxDtls><RmtInf><Ustrd>Rechnung 7</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>"
        for entries in MONEY[first:last]
        for day, amount, reference in entries
    )
    balance = "".join(
        f'<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">{value}</Amt><CdtDbtInd>CRDT</CdtDbtInd>'
        f"<Dt><Dt>{MONEY[day][0][0]}</Dt></Dt></Bal>"
        for code, value, day in (("OPBD", BALANCES[first], first), ("CLBD", BALANCES[last], last - 1))
    )
    return (
        '<?xml version="1.0"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><Stmt>'
        f"<Id>C{first}-{last}</Id><Acct><Id><IBAN>{IBAN}</IBAN></Id><Ccy>EUR</Ccy></Acct>{balance}{rows}</Stmt></BkToCstmrStmt></Document>"
    )


def mt940(first: int, last: int) -> str:
    rows = "".join(
        f":61:{day[2:].replace('-', '')}{day[5:].replace('-', '')}{'D' if amount[0] == '-' else 'C'}{amount.lstrip('-').replace('.', ',')}"
        f"NTRFNONREF{'//' + reference if reference else ''}\n:86:166?20Rechnung?21 7\n"
        for entries in MONEY[first:last]
        for day, amount, reference in entries
    )
    ends = [(MONEY[day][0][0][2:].replace("-", ""), str(BALANCES[at]).replace(".", ",")) for day, at in ((first, first), (last - 1, last))]
    opening, closing = (f"C{day}EUR{value if ',' in value else value + ','}" for day, value in ends)
    return f":20:STARTUMS\n:25:{IBAN}\n:28C:{first}{last}/1\n:60F:{opening}\n{rows}:62F:{closing}\n-\n"


def intraday(first: int, last: int) -> str:
    report = camt(first, last).replace("camt.053", "camt.052").replace("BkToCstmrStmt", "BkToCstmrAcctRpt").replace("Stmt>", "Rpt>")
    return report.replace("CLBD", "ITBD").replace("<Id>C", "<Id>R")


WRITERS = {"camt": camt, "mt940": mt940, "intraday": intraday}
pieces = st.tuples(st.integers(0, 4), st.integers(1, 5), st.sampled_from(sorted(WRITERS))).filter(lambda piece: piece[0] < piece[1])


class AnyOrder(TestCase):
    """A transaction per example, which `db` does not give."""

    @given(st.lists(pieces, max_size=3), st.permutations(range(5)), st.sampled_from(sorted(WRITERS)))
    @settings(max_examples=10, phases=[Phase.explicit, Phase.generate])
    def test_the_same_entries_come_out(self, overlapping: Sequence[Piece], days: Sequence[int], written: str) -> None:
        own_account()
        whole = [(day, day + 1, written) for day in days]
        for first, last, how in [*overlapping, *whole, *overlapping, (0, 5, "camt")]:
            imported(WRITERS[how](first, last), gap_reason="days come later", difference_reason="none is accepted")

        told = sorted((str(line.booked_on), f"{line.amount if line.direction == 'credit' else -line.amount:.2f}") for line in self.lines())
        assert told == sorted((day, amount) for entries in MONEY for day, amount, _reference in entries), (overlapping, days, written)
        assert JournalEntry.objects.count() == len(told)
        assert Receipt.objects.count() == sum(amount[0] != "-" for _day, amount in told)

    def lines(self) -> list[StatementLine]:
        return list(StatementLine.objects.all())

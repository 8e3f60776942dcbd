"""Bank files read to their last entry, beside a bare loop over the same bytes; and a day of 20,000 entries taken into the book."""

import csv
import tempfile
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from functools import partial
from pathlib import Path

from lxml import etree  # type: ignore[import-untyped]

from o2c.bench import book
from o2c.bench.figures import Figure, seconds, side_by_side
from o2c.collections.cash.readers.files import opened
from o2c.collections.cash.readers.reading import entries
from o2c.collections.cash.readers.shapes import Log
from o2c.collections.cash.statements.importing.run import import_file
from o2c.collections.cash.statements.services import receive_statement_file
from o2c.core.access.queries import the_night
from o2c.core.clock import local_today
from o2c.core.entities.models import OwnBankAccount
from o2c.core.files.storage import store_raw
from o2c.core.verbs import rehearse

ENTRIES = 20_000
IBAN = "DE02120300000000202051"
CAMT = (
    '<Ntry><Amt Ccy="EUR">{amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>{day}</Dt></BookgDt>'
    "<ValDt><Dt>{day}</Dt></ValDt><AcctSvcrRef>B{number}</AcctSvcrRef><NtryDtls><TxDtls><Refs><EndToEndId>E{number}</EndToEndId></Refs>"
    "<RltdPties><Dbtr><Pty><Nm>Payer {number}</Nm></Pty></Dbtr></RltdPties><RmtInf><Ustrd>Invoice RE-{number}</Ustrd></RmtInf></TxDtls>"
    "</NtryDtls></Ntry>"
)
MT940 = ":61:{short}C{comma}NTRFNONREF//B{number}\n:86:166?00CREDIT?20EREF+E{number}SVWZ+Invoice RE-{number}?32Payer {number}\n"
BAI2 = "16,195,{cents},,B{number},E{number},Payer {number} Invoice RE-{number}/\n"
OFX = "<STMTTRN><TRNTYPE>CREDIT<DTPOSTED>{plain}<TRNAMT>{amount}<FITID>B{number}<NAME>Payer {number}<MEMO>RE-{number}</STMTTRN>\n"
TABLE = "{day};Payer {number};Invoice RE-{number};{amount}\n"


def statements(sizes: book.Sizes) -> Iterator[Figure]:
    day = local_today(book.entity())
    with tempfile.TemporaryDirectory() as folder:
        files = {name: _written(Path(folder) / name, text) for name, text in _texts(day).items()}
        for name, path in files.items():
            plain: Callable[[Path], object] = _bare_xml if name.endswith("xml") else _bare_csv if name.endswith("csv") else _bare_lines
            ours, theirs = side_by_side(partial(_read, path), partial(plain, path), rounds=1)
            baseline = {"xml": "bare lxml loop", "csv": "bare csv loop"}.get(path.suffix[1:], "bare line loop")
            yield Figure(f"reading {ENTRIES:,} entries of {name}", baseline, ours, theirs, note=f"{ENTRIES / ours:,.0f} entries a second")
        with rehearse():
            taken = seconds(partial(_imported, files["camt.xml"]))
        yield Figure(f"importing {ENTRIES:,} entries", "reading them", taken, seconds(partial(_read, files["camt.xml"])))


def _written(path: Path, text: str) -> Path:
    path.write_text(text)
    return path


def _texts(day: date) -> dict[str, str]:
    """The same entries in each format."""
    total = sum((_amount(number) for number in range(ENTRIES)), Decimal(0))
    account = f"<Acct><Id><IBAN>{IBAN}</IBAN></Id><Ccy>EUR</Ccy></Acct>"
    balances = "".join(
        f'<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">{value}</Amt><CdtDbtInd>CRDT</CdtDbtInd>'
        f"<Dt><Dt>{day}</Dt></Dt></Bal>"
        for code, value in (("OPBD", Decimal("0.00")), ("CLBD", total))
    )
    unit = f"<BkToCstmrStmt><Stmt><Id>S1</Id>{account}{balances}{_rows(CAMT, day)}</Stmt></BkToCstmrStmt>"
    comma = f"{total}".replace(".", ",")
    return {
        "camt.xml": f'<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08">{unit}</Document>',
        "mt940.sta": f":20:S\n:25:{IBAN}\n:28C:1/1\n:60F:C{day:%y%m%d}EUR0,00\n{_rows(MT940, day)}:62F:C{day:%y%m%d}EUR{comma}\n-\n",
        "bai2.txt": (
            f"01,BANK,US,{day:%y%m%d},0200,1,,,2/\n02,US,BANK,1,{day:%y%m%d},2359,EUR,2/\n03,777,EUR/\n{_rows(BAI2, day)}"
            f"49,{int(total * 100)},{ENTRIES + 2}/\n98,{int(total * 100)},1,{ENTRIES + 4}/\n99,{int(total * 100)},1,{ENTRIES + 6}/\n"
        ),
        "ofx.ofx": f"OFXHEADER:100\nDATA:OFXSGML\n\n<OFX><STMTRS><CURDEF>EUR<BANKACCTFROM><BANKID>1<ACCTID>777</BANKACCTFROM>"
        f"<BANKTRANLIST>\n{_rows(OFX, day)}</BANKTRANLIST></STMTRS></OFX>",
        "table.csv": f"Date;Name;Text;Amount\n{_rows(TABLE, day)}",
    }


def _amount(number: int) -> Decimal:
    return Decimal(100 + number % 90_000) / 100


def _rows(row: str, day: date) -> str:
    return "".join(
        row.format(
            amount=f"{_amount(number):.2f}", comma=f"{_amount(number):.2f}".replace(".", ","), cents=int(_amount(number) * 100), day=day,
            short=f"{day:%y%m%d}", plain=f"{day:%Y%m%d}", number=number,
        )
        for number in range(ENTRIES)
    )  # fmt: skip


def _read(path: Path) -> None:
    count = sum(1 for source in opened(path) for _entry in entries(source, Log()))
    if count != ENTRIES:
        raise ValueError(f"{path.name}: {count} entries")


def _bare_xml(path: Path) -> None:
    for _event, element in etree.iterparse(path, tag="{*}Ntry"):
        element.clear()


def _bare_csv(path: Path) -> None:
    with path.open() as text:
        for _row in csv.reader(text, delimiter=";"):
            pass


def _bare_lines(path: Path) -> None:
    with path.open() as text:
        for _line in text:
            pass


def _imported(path: Path) -> None:
    OwnBankAccount.objects.create(entity=book.entity(), name="Bench", iban=IBAN, bic="BYLADEM1001", currency="EUR")
    with path.open("rb") as content:
        file = receive_statement_file(store_raw(content, path.name), source="command", actor=the_night())
    done = import_file(file, actor=the_night())
    if done.new_entries != ENTRIES:
        raise ValueError(f"{done.new_entries} entries: {done.findings}")

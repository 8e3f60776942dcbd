"""Remittance advices: CSV, spreadsheet, text of a mail, remt.001. One advice per file."""

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from o2c.collections.cash.readers.camt_entry import every, text_at
from o2c.collections.cash.readers.files import ZIP, Source, opened
from o2c.collections.cash.readers.shapes import Paid, Unreadable
from o2c.collections.cash.readers.values import clean, iso_amount, local_amount
from o2c.collections.cash.readers.xlsx import rows_of
from o2c.core.names import fold

MAX_ADVICE = 5 * 1024 * 1024
MAX_ROWS = 20_000
NUMBER = re.compile(r"\b(AV[-\s]?\d{4,}|(?:AVIS|ADVICE|REMITTANCE)[\s.:#]*(?:NR|NO|N\u00b0)?[\s.:#]*([A-Z0-9-]{4,}))", re.IGNORECASE)
DOCUMENT = re.compile(r"\b([A-Z]{1,6}[-/ ]?(?:20\d\d[-/ ])?\d{4,12}|\d{5,12})\b")
AMOUNT = re.compile(r"-?(?:\d{1,3}(?:[.,' ]\d{3})+|\d+)[.,]\d{2}(?!\d)-?")
TOTAL = re.compile(r"\b(summe|total|gesamt|montant total|totale|totaal|sum)\b", re.IGNORECASE)
COLUMNS = {
    "document": (
        "belegnummer",
        "document",
        "invoice",
        "rechnungsnummer",
        "rechnung",
        "invoice number",
        "document number",
        "facture",
        "numero",
        "factura",
    ),
    "gross": ("bruttobetrag", "gross", "gross amount", "brutto", "montant brut", "amount"),
    "deduction": ("abzug", "deduction", "discount", "skonto", "retenue"),
    "reason": ("grund", "reason", "motif", "text"),
    "paid": ("zahlbetrag", "paid", "net", "netto", "payment amount", "net amount", "montant paye", "zahlung", "amount paid"),
}


@dataclass(frozen=True, slots=True)
class ReadAdvice:
    """An advice as sent. `total` is what the sender states, None where he states none."""

    number: str
    payer: str
    lines: tuple[Paid, ...]
    total: Decimal | None


def read_advice(path: Path) -> ReadAdvice:
    """An advice in a file. Raises as `advice_of` and what opening a file raises."""
    return advice_of(opened(path)[0])


def advice_of(source: Source) -> ReadAdvice:
    """Raises Unreadable "file_too_large", "xml_doctype", "xml_broken", "file_truncated", "advice_without_lines"."""
    content = b"".join(source.chunks())
    if len(content) > MAX_ADVICE:
        raise Unreadable("file_too_large", limit=MAX_ADVICE)
    told = _of_sheet(source) if content.startswith(ZIP) else _of_plain(source, content)
    if not told.lines:
        raise Unreadable("advice_without_lines")
    return told if told.number else ReadAdvice(_number(Path(source.name).stem), told.payer, told.lines, told.total)


def _of_plain(source: Source, content: bytes) -> ReadAdvice:
    text = content.decode(source.charset(), errors="replace").replace("\0", "")
    return _of_xml(content) if text.lstrip("\ufeff \r\n").startswith("<") else _of_text(source, text)


def _of_sheet(source: Source) -> ReadAdvice:
    """A spreadsheet with the columns of the table; amounts as a bank would write them."""
    rows = [row for row in islice(rows_of(source), MAX_ROWS) if any(row)]
    return _of_table(rows) or ReadAdvice("", "", (), None)


def _of_xml(content: bytes) -> ReadAdvice:
    try:
        root = fromstring(content, forbid_dtd=True)
    except DefusedXmlException as error:
        raise Unreadable("xml_doctype") from error
    except (ParseError, ValueError) as error:
        raise Unreadable("xml_broken", detail=str(error)) from error
    information = next(every(root, "RmtAdvc"), root)
    lines, payer, total = [], "", None
    for part in every(information, "RmtInf"):
        payer = payer or clean(text_at(part, "OrgnlPmtInf/Dbtr/Nm") or text_at(part, "OrgnlPmtInf/Dbtr/Pty/Nm"), 140)
        total = total or iso_amount(text_at(part, "OrgnlPmtInf/Amt/InstdAmt"))
        lines += [_structured(strd) for strd in every(part, "Strd") if text_at(strd, "RfrdDocInf/Nb")]
    return ReadAdvice(clean(text_at(information, "GrpHdr/MsgId"), 35), payer, tuple(lines), total)


def _structured(strd: Element) -> Paid:
    note = iso_amount(text_at(strd, "RfrdDocAmt/CdtNoteAmt"))
    remitted = iso_amount(text_at(strd, "RfrdDocAmt/RmtdAmt"))
    kind = text_at(strd, "RfrdDocInf/Tp/CdOrPrtry/Cd")
    paid = -note if note is not None and remitted is None else remitted
    return Paid(
        document=clean(text_at(strd, "RfrdDocInf/Nb"), 140),
        kind=kind,
        gross=iso_amount(text_at(strd, "RfrdDocAmt/DuePyblAmt")),
        deduction=iso_amount(text_at(strd, "RfrdDocAmt/AdjstmntAmtAndRsn/Amt")),
        reason=clean(text_at(strd, "RfrdDocAmt/AdjstmntAmtAndRsn/AddtlInf"), 140),
        paid=-paid if paid is not None and kind == "CREN" and paid > 0 else paid,
    )


def _of_text(source: Source, text: str) -> ReadAdvice:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for separator in (";", "\t", ","):
        rows = list(csv.reader((line for line in lines if line.strip()), delimiter=separator))
        if table := _of_table(rows):
            return table
    return _of_mail(source, lines)


def _of_table(rows: Sequence[Sequence[str]]) -> ReadAdvice | None:
    for number, header in enumerate(rows[:10]):
        folded = [fold(cell) for cell in header]
        places = {name: next((folded.index(word) for word in words if word in folded), -1) for name, words in COLUMNS.items()}
        if places["document"] >= 0 and places["paid"] >= 0:
            return _table(rows[number + 1 :], places, rows[:number])
    return None


def _table(rows: Sequence[Sequence[str]], places: dict[str, int], before: Sequence[Sequence[str]]) -> ReadAdvice:
    lines, total = [], None
    for row in rows:
        cells = {name: clean(row[place]) if 0 <= place < len(row) else "" for name, place in places.items()}
        paid = local_amount(cells["paid"])
        if paid is None:
            continue
        if not cells["document"] or TOTAL.search(cells["document"]):
            total = paid
        else:
            lines.append(
                Paid(cells["document"], "", local_amount(cells["gross"]), None, local_amount(cells["deduction"]), cells["reason"], paid)
            )
    return ReadAdvice(_number(" ".join(" ".join(row) for row in before)), "", tuple(lines), total)


def _of_mail(source: Source, lines: Sequence[str]) -> ReadAdvice:
    """Lines of a mail with a document number and amounts: the last amount is what is paid, one between is deducted."""
    found, total = list[Paid](), None
    for line in lines:
        amounts = [value for written in AMOUNT.findall(line) if (value := local_amount(written)) is not None]
        if amounts and TOTAL.search(line):
            total = amounts[-1]
        elif amounts and (match := DOCUMENT.search(line.upper())) and not NUMBER.search(line):
            found.append(_mailed(match[1], amounts))
    text = " ".join(lines)
    return ReadAdvice(_number(text) or _number(source.name), "", tuple(found), total)


def _mailed(document: str, amounts: list[Decimal]) -> Paid:
    gross, paid = (amounts[0], amounts[-1]) if len(amounts) > 1 else (None, amounts[0])
    deduction = gross - paid if gross is not None and len(amounts) > 1 and gross > paid else None
    return Paid(document.replace(" ", "-"), "", gross, None, deduction, "", paid)


def _number(text: str) -> str:
    match = NUMBER.search(text.replace("_", " "))
    return re.sub(r"[\s-]", "", (match[2] or match[1]).upper()) if match else ""

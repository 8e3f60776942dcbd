"""One camt entry (`Ntry`) and the payments inside it, by local element names so that every version reads alike."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from xml.etree.ElementTree import Element

from o2c.collections.cash.readers.shapes import Direction, Entry, Log, Paid, Statement, Transaction, Unreadable
from o2c.collections.cash.readers.values import clean, iso_amount, iso_date

DIRECTIONS: dict[str, Direction] = {"CRDT": "credit", "DBIT": "debit"}
NO_REFERENCE = {"", "NOTPROVIDED", "NONREF", "NOTAVAILABLE", "NICHT ANGEGEBEN"}
LONG_TEXT = 9000  # 64 pieces of 140 characters: more is no purpose of a payment
NAME, ACCOUNT, REFERENCE = 140, 64, 140


def local(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def found(element: Element | None, path: str) -> Element | None:
    """The first element at a path of local names."""
    for name in path.split("/"):
        if element is None:
            return None
        element = next((child for child in element if local(child) == name), None)
    return element


def every(element: Element | None, path: str) -> Iterator[Element]:
    """All elements at a path of local names."""
    first, _, rest = path.partition("/")
    for child in element if element is not None else ():
        if local(child) == first:
            if rest:
                yield from every(child, rest)
            else:
                yield child


def text_at(element: Element | None, path: str) -> str:
    end = found(element, path)
    return (end.text or "").strip() if end is not None else ""


def entry_of(element: Element, statement: Statement, position: int, log: Log) -> Entry | None:
    """The entry, or None when it is not booked (pending ones are counted, information is left out).

    Raises Unreadable "entry_without_direction", "entry_amount", "entry_date" with the entry's number.
    """
    status = text_at(element, "Sts/Cd") or text_at(element, "Sts")
    if status not in {"", "BOOK"}:
        if status == "PDNG":
            statement.pending += 1
            log.note("entries_pending")
        return None
    amount, currency = _amount(element, position)
    if (direction := DIRECTIONS.get(text_at(element, "CdtDbtInd"))) is None:
        raise Unreadable("entry_without_direction", entry=position)
    if statement.currency and currency and currency != statement.currency:
        log.ask("entry_currency", entry=position, currency=currency, account_currency=statement.currency)
    statement.currency = statement.currency or currency
    value_on = _day(element, "ValDt", position)
    entry = Entry(
        statement=statement,
        position=position,
        direction=direction,
        amount=amount,
        currency=currency or statement.currency,
        booked_on=_day(element, "BookgDt", position) or value_on or statement.closed_on,
        value_on=value_on,
        bank_reference=_reference(text_at(element, "AcctSvcrRef")),
        kind=_kind(element),
        is_reversal=text_at(element, "RvslInd") in {"true", "1"},
        text=_text(element, ("AddtlNtryInf",), log),
        transactions=tuple(_transactions(element, amount, direction, log)),
    )
    _check_batch(element, entry, log)
    return entry


def _amount(element: Element, position: int) -> tuple[Decimal, str]:
    held = found(element, "Amt")
    amount = iso_amount(held.text if held is not None else None)
    if held is None or amount is None:
        raise Unreadable("entry_amount", entry=position, value=clean(held.text if held is not None else "", 40))
    return amount, held.get("Ccy", "")


def _day(element: Element, name: str, position: int) -> date | None:
    written = text_at(element, f"{name}/Dt") or text_at(element, f"{name}/DtTm")
    try:
        return iso_date(written)
    except ValueError as error:
        raise Unreadable("entry_date", entry=position, value=clean(written, 40)) from error


def _reference(text: str) -> str:
    text = clean(text, REFERENCE)
    return "" if text.upper() in NO_REFERENCE or not text.strip("0 ") else text


def _kind(element: Element) -> str:
    domain = [text_at(element, f"BkTxCd/Domn/{path}") for path in ("Cd", "Fmly/Cd", "Fmly/SubFmlyCd")]
    own = text_at(element, "BkTxCd/Prtry/Cd") or text_at(element, "NtryDtls/TxDtls/BkTxCd/Prtry/Cd")
    return clean("/".join(filter(None, domain)) or own, 40)


def _text(element: Element, paths: tuple[str, ...], log: Log, glue: str = " ") -> str:
    pieces = [piece.text or "" for path in paths for piece in every(element, path)]
    text = clean(glue.join(pieces))
    if len(text) > LONG_TEXT:
        log.warn("text_cut", length=len(text), limit=LONG_TEXT)
    return text[:LONG_TEXT]


def _transactions(element: Element, amount: Decimal, direction: Direction, log: Log) -> Iterator[Transaction]:
    details = list(every(element, "NtryDtls/TxDtls")) or list(every(element, "TxDtls"))
    for detail in details:
        yield _transaction(detail, amount if len(details) == 1 else None, direction, log)


def _transaction(detail: Element, whole: Decimal | None, direction: Direction, log: Log) -> Transaction:
    other = "Dbtr" if direction == "credit" else "Cdtr"
    parties = found(detail, "RltdPties")
    instructed = found(detail, "AmtDtls/InstdAmt/Amt")
    own = iso_amount(text_at(detail, "Amt")) or iso_amount(text_at(detail, "AmtDtls/TxAmt/Amt"))
    return Transaction(
        amount=whole if whole is not None else own or Decimal(0),
        text=_text(detail, ("RmtInf/Ustrd", "AddtlTxInf"), log, glue=""),
        payer=clean(text_at(parties, f"{other}/Pty/Nm") or text_at(parties, f"{other}/Nm"), NAME),
        payer_account=clean(text_at(parties, f"{other}Acct/Id/IBAN") or text_at(parties, f"{other}Acct/Id/Othr/Id"), ACCOUNT).replace(
            " ", ""
        ),
        ultimate_payer=clean(text_at(parties, f"Ultmt{other}/Pty/Nm") or text_at(parties, f"Ultmt{other}/Nm"), NAME),
        end_to_end=_reference(text_at(detail, "Refs/EndToEndId")),
        mandate=_reference(text_at(detail, "Refs/MndtId")),
        bank_reference=_reference(text_at(detail, "Refs/AcctSvcrRef") or text_at(detail, "Refs/TxId")),
        structured=tuple(
            _reference(ref)
            for strd in every(detail, "RmtInf/Strd")
            if _reference(ref := text_at(strd, "CdtrRefInf/Ref") or text_at(strd, "CdtrRefInf/CdtrRef"))
        ),
        documents=tuple(_documents(detail)),
        instructed=iso_amount(instructed.text) if instructed is not None else None,
        instructed_currency=instructed.get("Ccy", "") if instructed is not None else "",
        charges=iso_amount(text_at(detail, "Chrgs/Rcrd/Amt") or text_at(detail, "Chrgs/Amt")),
        return_code=clean(text_at(detail, "RtrInf/Rsn/Cd") or text_at(detail, "RtrInf/Rsn/Prtry"), 10),
        original_reference=_reference(text_at(detail, "Refs/InstrId")),
    )


def _documents(detail: Element) -> Iterator[Paid]:
    for strd in every(detail, "RmtInf/Strd"):
        for document in every(strd, "RfrdDocInf"):
            if number := clean(text_at(document, "Nb"), REFERENCE):
                yield Paid(
                    document=number,
                    kind=clean(text_at(document, "Tp/CdOrPrtry/Cd"), 10),
                    gross=iso_amount(text_at(strd, "RfrdDocAmt/DuePyblAmt")),
                    discount=iso_amount(text_at(strd, "RfrdDocAmt/DscntApldAmt/Amt") or text_at(strd, "RfrdDocAmt/DscntApldAmt")),
                    deduction=iso_amount(text_at(strd, "RfrdDocAmt/AdjstmntAmtAndRsn/Amt")),
                    reason=clean(text_at(strd, "RfrdDocAmt/AdjstmntAmtAndRsn/AddtlInf") or text_at(strd, "AddtlRmtInf"), NAME),
                    paid=iso_amount(text_at(strd, "RfrdDocAmt/RmtdAmt")) or iso_amount(text_at(strd, "RfrdDocAmt/CdtNoteAmt")),
                )


def _check_batch(element: Element, entry: Entry, log: Log) -> None:
    announced = text_at(element, "NtryDtls/Btch/NbOfTxs")
    if not announced.isdecimal() or not entry.transactions:
        return
    total = sum((transaction.amount for transaction in entry.transactions), Decimal(0))
    if int(announced) > len(entry.transactions) and total != entry.amount:
        log.warn(
            "batch_incomplete", entry=entry.position, announced=int(announced), listed=len(entry.transactions), missing=entry.amount - total
        )

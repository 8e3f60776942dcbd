"""Which column means what: by the words of its header, by a layout known by its header, or by what stands in it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from o2c.collections.cash.readers.values import local_amount
from o2c.core.names import fold

DateOrder = Literal["dmy", "mdy", "ymd", ""]
Mark = Literal["", ".", ","]

# Header words, folded (lower case, no accents or signs), in the languages our banks write; the first that fits wins.
WORDS: dict[str, tuple[str, ...]] = {
    "booked_on": (
        "booking date", "posting date", "date booked", "buchungstag", "buchungsdatum", "buchung", "date operation",
        "date de l operation", "date comptable", "fecha operacion", "fecha", "data contabile", "data", "boekingsdatum",
        "boekdatum", "transaction date", "date", "datum", "datetime", "date de comptabilisation",
    ),
    "value_on": (
        "value date", "valuta", "wertstellung", "valutadatum", "wertstellungstag", "date valeur", "date de valeur",
        "fecha valor", "data valuta", "rentedatum",
    ),
    "net": ("net",),
    "amount": (
        "amount", "amount total", "betrag", "umsatz", "montant", "importe", "importo", "bedrag", "transaction amount",
        "value", "gross", "betrag eur", "amount eur",
    ),
    "credit": (
        "credit", "credit amount", "haben", "gutschrift", "entree", "abono", "avere", "bij", "deposit", "paid in",
        "money in", "credits",
    ),
    "debit": (
        "debit", "debit amount", "soll", "lastschrift", "sortie", "cargo", "dare", "af", "withdrawal", "paid out",
        "money out", "debits",
    ),
    "sign": (
        "d c", "c d", "dc", "cd", "debit credit", "credit debit", "soll haben", "s h", "transaction type", "af bij",
        "sign", "sens", "indicator",
    ),
    "currency": ("currency", "ccy", "curr", "devise", "wahrung", "waehrung", "moneda", "divisa", "valuta code", "muntsoort"),
    "original": (
        "amount currency", "original amount", "foreign amount", "instructed amount", "montant origine",
        "fremdwahrungsbetrag",
    ),
    "payer": (
        "payer", "name", "partner name", "counterparty", "auftraggeber", "beguenstigter zahlungspflichtiger",
        "zahlungspflichtiger", "beneficiary", "payee", "debtor", "donneur d ordre", "tiers", "ordenante", "ordinante",
        "naam", "from", "counterparty name", "remitter",
    ),
    "payer_account": (
        "iban", "bank account", "counterparty iban", "account number", "kontonummer", "compte", "tegenrekening",
        "counterparty account", "payer iban",
    ),
    "text": (
        "text", "description", "details", "label", "memo", "verwendungszweck", "libelle", "libelle operation",
        "concepto", "causale", "descrizione", "omschrijving", "narrative", "reference text", "remittance",
        "remittance information", "note", "purpose", "subject", "motif", "communication",
    ),
    "more_text": ("original description", "type", "buchungstext", "category", "item title"),
    "reference": (
        "reference", "ref", "transaction id", "id", "bank reference", "referenz", "referencia", "kundenreferenz",
        "end to end", "end to end id", "invoice number",
    ),
    "balance": ("balance", "running balance", "saldo", "solde", "kontostand", "balance after"),
    "opening": ("beginning balance", "opening balance", "anfangssaldo", "solde initial"),
    "closing": ("ending balance", "closing balance", "endsaldo", "solde final"),
    "account": ("own account", "own iban", "account iban", "auftragskonto", "konto", "iban auftragskonto"),
}  # fmt: skip

ISO_DAY = re.compile(r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}")
LOCAL_DAY = re.compile(r"\d{1,2}[-/.]\d{1,2}[-/.](\d{4}|\d{2})")
CODE = re.compile(r"[A-Z]{3}")


@dataclass(frozen=True, slots=True)
class Known:
    """A layout we know by its header, with what the file itself does not say."""

    name: str
    header: frozenset[str]
    dates: DateOrder = ""
    currency: str = ""


# Exports of American payment services print month first, whatever the days in the file look like.
KNOWN = (
    Known("mint", frozenset({"date", "description", "original description", "amount", "transaction type", "account name"}), "mdy"),
    Known("paypal", frozenset({"date", "time", "time zone", "name", "type", "status", "balance"}), "mdy"),
    Known("venmo", frozenset({"username", "id", "datetime", "type", "amount total", "ending balance"}), "mdy", "USD"),
)


@dataclass(frozen=True, slots=True)
class Mapping:
    """Field -> column number from 0, the rows before the first data row, and the order of day and month when it is known.

    A saved one has the `name` it was given, the headings it was made on (none for a table without) and the `account` it is of;
    what is empty is found by looking. `out_word` in the sign column means money out; `is_inverted`: so does a plain amount.
    """

    columns: dict[str, int]
    skip: int
    dates: DateOrder = ""
    layout: str = ""
    currency: str = ""
    name: str = ""
    account: str = ""
    header: tuple[str, ...] = ()
    charset: str = ""
    separator: str = ""
    decimals: Mark = ""
    is_inverted: bool = False
    out_word: str = ""


def suggested(rows: Sequence[Sequence[str]]) -> Mapping | None:
    """The mapping for the first rows of a file: by its header, else by its contents. None when no amount or no day is found."""
    for number, row in enumerate(rows[:15]):
        if (mapping := by_header(row, number + 1)) is not None:
            return mapping
    return by_content(rows[0]) if rows else None


def by_header(header: Sequence[str], skip: int) -> Mapping | None:
    folded = [fold(cell) for cell in header]
    columns: dict[str, int] = {}
    for meaning, words in WORDS.items():
        free = [number for number in range(len(folded)) if number not in columns.values()]
        if (place := next((n for word in words for n in free if folded[n] == word), None)) is not None:
            columns[meaning] = place
    if "net" in columns:
        columns["amount"] = columns.pop("net")
    if "booked_on" not in columns and "value_on" in columns:
        columns["booked_on"] = columns["value_on"]
    has_amount = "amount" in columns or {"credit", "debit"} & set(columns)
    if "booked_on" not in columns or not has_amount:
        return None
    if "amount" in columns:
        columns = {meaning: place for meaning, place in columns.items() if meaning not in {"credit", "debit"}}
    known = next((layout for layout in KNOWN if layout.header <= set(folded)), None)
    return Mapping(columns, skip, known.dates, known.name, known.currency) if known else Mapping(columns, skip)


def by_content(row: Sequence[str]) -> Mapping | None:
    """A file without header: the first day, the first amount, the first currency code, the longest text, the last word."""
    days = [n for n, cell in enumerate(row) if ISO_DAY.fullmatch(cell.strip()) or LOCAL_DAY.fullmatch(cell.strip())]
    amounts = [n for n, cell in enumerate(row) if n not in days and any(map(str.isdigit, cell)) and local_amount(cell) is not None]
    if not days or not amounts:
        return None
    columns = {"booked_on": days[0], "amount": amounts[0]}
    rest = [n for n, cell in enumerate(row) if n not in days and n not in amounts and cell.strip()]
    codes = [n for n in rest if CODE.fullmatch(row[n].strip())]
    words = [n for n in rest if n not in codes]
    for meaning, places in (
        ("currency", codes),
        ("original", amounts[1:]),
        ("text", words[:1]),
        ("payer", words[1:2]),
        ("reference", words[2:3]),
    ):
        if places:
            columns[meaning] = places[0]
    return Mapping(columns, 0)

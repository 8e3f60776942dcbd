"""Amounts, dates and texts as banks write them. Exact or refused: nothing is guessed."""

import re
import unicodedata
from datetime import date
from decimal import Decimal

CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff]")
# Zero-width characters, soft hyphen, direction marks: invisible on screen, fatal for a comparison.
INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
BLANKS = re.compile(r"\s+")
ISO_AMOUNT = re.compile(r"\d{1,18}(\.\d{1,17})?|\.\d{1,17}")
ISO_DATE = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:$|[T+\-Z])")
NUMBER = re.compile(r"\d{1,3}(?:([ ',.])\d{3})(?:\1\d{3})*(?:[.,]\d+)?|\d+(?:[.,]\d*)?|[.,]\d+")
CREDIT_WORDS = {"CR", "C", "H", "HABEN", "CREDIT", "CRDT"}
DEBIT_WORDS = {"DR", "D", "S", "SOLL", "DEBIT", "DBIT"}
CURRENCY_SIGNS = {"$": "", "€": "EUR", "£": "GBP", "¥": ""}


def clean(text: str | None, limit: int = 0) -> str:
    """Text fit for a database and for comparing: no control or invisible characters, single blanks."""
    if not text:
        return ""
    text = INVISIBLE.sub("", CONTROL.sub("", text.replace("\u00a0", " ")))
    text = BLANKS.sub(" ", unicodedata.normalize("NFC", text)).strip()
    return text[:limit] if limit else text


def iso_amount(text: str | None) -> Decimal | None:
    """An unsigned amount as ISO 20022 writes it (digits and one point). None for everything else: sign, comma, 1E5, Infinity."""
    text = (text or "").strip()
    return Decimal(text) if ISO_AMOUNT.fullmatch(text) and any(map(str.isdigit, text)) else None


def iso_date(text: str | None) -> date | None:
    """The day of an ISO date or date-time. Raises ValueError for a day that does not exist."""
    if not (match := ISO_DATE.match((text or "").strip())):
        return None
    year, month, day = map(int, match.groups())
    return date(year, month, day)


def local_amount(text: str) -> Decimal | None:
    """A signed amount as spreadsheets write it: 1.234,56 · 1'234.56 · 12,50- · (7.25) · 100.00 CR · + $73.01. None if it is none.

    One separator followed by exactly three digits ("1.234") separates thousands only when there are more groups or a decimal
    part too; alone it is a decimal sign, as banks print decimals more often than round thousands.
    """
    text = clean(text).upper().replace("\u2212", "-").replace("\u2019", "'")
    sign = 1
    if text.startswith("(") and text.endswith(")"):
        sign, text = -1, text[1:-1].strip()
    words = [word for word in text.split(" ") if word.isalpha()]
    if len(words) > 1:
        return None
    if words:
        sign *= -1 if words[0] in DEBIT_WORDS else 1
        if words[0] not in DEBIT_WORDS | CREDIT_WORDS and len(words[0]) != 3:
            return None
        text = text.replace(words[0], "").strip()
    for mark in CURRENCY_SIGNS:
        text = text.replace(mark, "")
    text = text.strip()
    if text.startswith(("+", "-")):
        sign, text = sign * (-1 if text[0] == "-" else 1), text[1:].strip()
    elif text.endswith(("+", "-")):
        sign, text = sign * (-1 if text[-1] == "-" else 1), text[:-1].strip()
    number = plain_number(text)
    return None if number is None else sign * number


def marked_amount(text: str, mark: str) -> Decimal | None:
    """The same where the decimal sign is known: the other sign only groups by three. None where the amount does not fit it."""
    number = re.sub(r"[^\d.,]", "", text)
    other = "." if mark == "," else ","
    groups, _mark, rest = number.partition(mark)
    first, *more = groups.split(other)
    if (rest and not rest.isdigit()) or any(len(group) != 3 for group in more) or (more and not 1 <= len(first) <= 3):
        return None
    return local_amount(clean(text).replace(other, "").replace(mark, "."))


def plain_number(text: str) -> Decimal | None:
    """Digits with separators, no sign: the last of two different separators is the decimal sign."""
    if not NUMBER.fullmatch(text):
        return None
    text = text.replace(" ", "").replace("'", "")
    points, commas = text.count("."), text.count(",")
    if points and commas:
        decimal = max(".", ",", key=text.rfind)
        text = text.replace("," if decimal == "." else ".", "").replace(decimal, ".")
    elif points > 1 or commas > 1:
        text = text.replace(".", "").replace(",", "")
    else:
        text = text.replace(",", ".")
    return Decimal(text) if any(map(str.isdigit, text)) else None

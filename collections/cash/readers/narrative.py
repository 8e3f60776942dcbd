"""What `:86:` tells in the dialects of the banks: payer, account, references, purpose."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from o2c.collections.cash.readers.values import clean

GERMAN = re.compile(r"^(\d{3})([?<~>+])(?=\d\d)")
LABELS = ("EREF", "KREF", "MREF", "CRED", "DEBT", "COAM", "OAMT", "SVWZ", "ABWA", "ABWE", "IBAN", "BIC")
LABEL = re.compile(rf"(?<![A-Z])({'|'.join(LABELS)})\+")
SLASHED = re.compile(r"/(TRTP|CNTP|REMI|EREF|IBAN|BIC|NAME|ORDP|BENM|PURP|MARF|CSID|ISDT|RTRN|ULTD|ULTB|PREF)/")
AMOUNT_LABEL = re.compile(r"([A-Z]{3})?\s*(\d+(?:[.,]\d+)?)\s*([A-Z]{3})?")
TEXT_FIELDS = {*range(20, 30), *range(60, 64)}
# Reasons of returned direct debits in the key supplement (?34). Source: German banking industry, text key supplement list.
RETURN_KEYS = {
    "901": "AC01", "902": "AC04", "903": "AC06", "904": "AG01", "905": "AG02", "906": "AM04", "907": "AM05", "908": "BE01",
    "909": "MD01", "910": "MD02", "911": "MS02", "912": "MS03", "913": "MD07", "914": "MD06", "916": "RC01", "918": "SL01",
    "920": "CNOR", "921": "DNOR", "922": "DT01", "923": "ED05", "931": "RR01", "932": "RR02", "933": "RR03", "934": "RR04",
}  # fmt: skip
LONG_TEXT = 9000
NO_REFERENCE = {"NOTPROVIDED", "NOT PROVIDED", "NONREF", ""}


@dataclass(frozen=True, slots=True)
class Narrative:
    """`fields` is the highest numbered field of a German text: it shows when a file was cut inside one."""

    text: str = ""
    kind: str = ""
    name: str = ""
    account: str = ""
    ultimate_name: str = ""
    end_to_end: str = ""
    mandate: str = ""
    structured: tuple[str, ...] = ()
    instructed: Decimal | None = None
    instructed_currency: str = ""
    return_code: str = ""
    fields: int = 0


def narrative(lines: list[str]) -> Narrative:
    joined = "".join(lines)
    if match := GERMAN.match(joined.lstrip()):
        return _german(joined.lstrip(), match[1], match[2])
    if len(SLASHED.findall(joined)) > 1:
        return _slashed(joined)
    return Narrative(text=clean(" ".join(lines), LONG_TEXT))


def _german(text: str, kind: str, sign: str) -> Narrative:
    fields: dict[int, str] = {}
    for piece in re.split(rf"\{sign}(?=\d\d)", text)[1:]:
        number = int(piece[:2])
        fields[number] = fields.get(number, "") + piece[2:]
    # The pieces are 27 characters wide: a label or a number may be broken over two, so they join without a blank.
    purpose = "".join(fields[number] for number in sorted(fields) if number in TEXT_FIELDS)
    labels = dict(_labelled(purpose))
    amount, currency = _amount(labels.get("OAMT", ""))
    return Narrative(
        text=clean(labels.get("SVWZ", "" if labels else purpose) or labels.get("", ""), LONG_TEXT),
        kind=kind,
        name=clean(fields.get(32, "") + fields.get(33, ""), 140),
        account=clean(labels.get("IBAN") or fields.get(38) or fields.get(31, ""), 64).replace(" ", ""),
        ultimate_name=clean(labels.get("ABWA", ""), 140),
        end_to_end=_reference(labels.get("EREF", "")),
        mandate=_reference(labels.get("MREF", "")),
        instructed=amount,
        instructed_currency=currency,
        return_code=RETURN_KEYS.get(clean(fields.get(34, ""))[:3], ""),
        fields=max((number for number in fields if fields[number]), default=0),
    )


def _labelled(purpose: str) -> Iterator[tuple[str, str]]:
    """The SEPA labels of a purpose with what stands behind each; what comes before the first has the empty label."""
    pieces = LABEL.split(purpose)
    if pieces[0].strip():
        yield "", pieces[0]
    yield from zip(pieces[1::2], pieces[2::2], strict=True)


def _slashed(text: str) -> Narrative:
    pieces = SLASHED.split(text)
    parts: dict[str, str] = {}
    for key, value in zip(pieces[1::2], pieces[2::2], strict=True):
        parts.setdefault(key, value)
    account, name = parts.get("IBAN", ""), parts.get("NAME", "")
    if counterparty := parts.get("CNTP"):
        account, _, name = [*counterparty.split("/"), "", "", ""][:3]
    remitted = parts.get("REMI", "")
    structured = remitted.removeprefix("STRD/CUR/").strip("/ ") if remitted.startswith("STRD/CUR/") else ""
    purpose = remitted if not structured else ""
    for prefix in ("USTD//", "STRD/CUR/", "/"):
        purpose = purpose.removeprefix(prefix)
    return Narrative(
        text=clean(purpose.rstrip("/"), LONG_TEXT),
        name=clean(name.strip("/"), 140),
        account=clean(account.strip("/"), 64).replace(" ", ""),
        ultimate_name=clean(parts.get("ULTD", "").strip("/"), 140),
        end_to_end=_reference(parts.get("EREF", "").strip("/")),
        mandate=_reference(parts.get("MARF", "").strip("/")),
        structured=(structured,) if structured else (),
        return_code=clean(parts.get("RTRN", "").strip("/"), 10),
    )


def _reference(text: str) -> str:
    text = clean(text, 140)
    return "" if text.upper() in NO_REFERENCE else text


def _amount(text: str) -> tuple[Decimal | None, str]:
    if not (match := AMOUNT_LABEL.search(text)):
        return None, ""
    return Decimal(match[2].replace(",", ".")), match[1] or match[3] or ""

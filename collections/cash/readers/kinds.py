"""Which kind of file it is, seen from its content. What is no bank statement is named, so that a person sees the mistake."""

import re
from typing import Literal

from o2c.collections.cash.readers.files import Source
from o2c.collections.cash.readers.shapes import Unreadable

Kind = Literal["camt", "mt940", "bai2", "ofx", "csv", "xlsx"]

PICTURES = {
    b"%PDF": "PDF",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"GIF8": "GIF",
    b"II*\x00": "TIFF",
    b"\xd0\xcf\x11\xe0": "XLS",
    b"Rar!": "RAR",
    b"7z\xbc\xaf": "7z",
}
HTML = re.compile(r"<(!doctype html|html|head|body)\b", re.IGNORECASE)
ISO_MESSAGE = re.compile(r"(?:iso:std:iso:20022:tech:xsd:|iso:xsd:)?(p[a-z]{3}|camt|remt|head|admi)\.(\d{3})\.\d{3}\.\d{2}")
CAMT_ROOT = re.compile(r"<(?:[\w.-]+:)?BkToCstmr(?:Stmt|AcctRpt|DbtCdtNtfctn)")
MT_START = re.compile(r"(?:^|\n|@@):20:|^\s*:940:|(?:^|\n):25:")
BAI2_START = re.compile(r"\s*01,[^,\n]*,[^,\n]*,\d{6},")
OFX_START = re.compile(r"OFXHEADER\s*[:=]|<OFX\b", re.IGNORECASE)
STATEMENTS = {"052", "053", "054"}


def kind_of(source: Source) -> Kind:
    """Raises Unreadable "file_empty", "not_a_statement" (with what it is instead), "unknown_format"."""
    head = source.head()
    if not head.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        raise Unreadable("file_empty")
    if head.startswith(b"PK\x03\x04"):
        return "xlsx"
    for mark, name in PICTURES.items():
        if head.startswith(mark):
            raise Unreadable("not_a_statement", found=name)
    charset = source.charset()
    text = head[: len(head) // 2 * 2].decode(charset, errors="replace").replace("\x00", "").lstrip("\ufeff \t\r\n")
    return _kind_of_text(text.replace("\r\n", "\n").replace("\r", "\n"))


def _kind_of_text(text: str) -> Kind:
    if OFX_START.search(text[:4000]):
        return "ofx"
    if text.startswith("<"):
        return _kind_of_markup(text)
    if MT_START.search(text):
        return "mt940"
    if BAI2_START.match(text):
        return "bai2"
    if _is_table(text):
        return "csv"
    raise Unreadable("unknown_format")


def _kind_of_markup(text: str) -> Kind:
    if CAMT_ROOT.search(text):
        return "camt"
    if HTML.search(text):
        raise Unreadable("not_a_statement", found="HTML")
    for family, number in ISO_MESSAGE.findall(text):
        if family == "camt" and number in STATEMENTS:
            return "camt"
        if family != "head":
            raise Unreadable("not_a_statement", found=f"{family}.{number}")
    if "<!DOCTYPE" in text[:2000]:
        raise Unreadable("xml_doctype")
    return "camt"


def _is_table(text: str) -> bool:
    lines = [line for line in text.split("\n") if line.strip()][:20]
    return bool(lines) and any(sum(line.count(mark) > 0 for line in lines) >= max(1, len(lines) // 2) for mark in ";,\t|")

"""Which bytes come in, and what looks like a card number: without a database."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from o2c.core.cards import holds_card_number, luhn
from o2c.core.errors import BusinessError
from o2c.core.files.rules import checked_mime, safe_name

PDF = b"%PDF-1.7\n1 0 obj"


@pytest.mark.parametrize(
    ("name", "head", "mime"),
    [
        ("contract.PDF", PDF, "application/pdf"),
        ("scan.jpg", b"\xff\xd8\xff\xe0\x00\x10JFIF", "image/jpeg"),
        ("list.csv", b"day,amount\n2026-01-01,1", "text/csv"),
        ("note.txt", "reçu".encode("cp1252"), "text/plain"),
        ("order.xml", b"<?xml version='1.0'?><order/>", "application/xml"),
        ("list.xlsx", b"PK\x03\x04" + b"\0" * 30, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ],
)
def test_a_file_that_is_what_it_says_comes_in(name: str, head: bytes, mime: str) -> None:
    assert checked_mime(name, head, len(head), limit=1000) == mime


@pytest.mark.parametrize(
    ("name", "head", "size", "code"),
    [
        ("contract.pdf", b"", 0, "file_empty"),
        ("contract.pdf", PDF, 1001, "file_too_large"),
        ("setup.exe", b"MZ\x90\0", 4, "file_kind_refused"),
        ("page.html", b"<html>", 6, "file_kind_refused"),
        ("noextension", PDF, 9, "file_kind_refused"),
        ("contract.pdf", b"MZ\x90\0" + b"\0" * 60, 64, "file_not_what_it_says"),
        ("contract.pdf", b"just text", 9, "file_not_what_it_says"),
        ("list.csv", b"MZ\x90\0" + b"\0" * 60, 64, "file_not_what_it_says"),
        ("note.txt", b"<html><script>alert(1)</script>", 31, "file_not_what_it_says"),
        ("order.xml", b"day,amount", 10, "file_not_what_it_says"),
    ],
)
def test_other_files_are_refused(name: str, head: bytes, size: int, code: str) -> None:
    with pytest.raises(BusinessError) as refusal:
        checked_mime(name, head, size, limit=1000)
    assert refusal.value.code == code


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("..\\..\\windows\\contract.pdf", "contract.pdf"),
        ("/etc/passwd", "passwd"),
        ("a\r\nb\u202e.pdf", "ab.pdf"),
        ("x" * 300 + ".pdf", "x" * 196 + ".pdf"),
    ],
)
def test_names_lose_their_folders_and_tricks(name: str, safe: str) -> None:
    assert safe_name(name) == safe


@pytest.mark.parametrize(
    "text",
    [
        "4111111111111111",
        "card 4111 1111 1111 1111 please",
        "paid with 5500-0000-0000-0004.",
        "amex 378282246310005",
        "(6011111111111117)",
    ],
)
def test_card_numbers_are_seen(text: str) -> None:
    assert holds_card_number(text)


@pytest.mark.parametrize(
    "text",
    [
        "4111111111111112",
        "DE89 3704 0044 0532 0130 00",
        "FR7630006000011234567890189",
        "invoice FR-2026-000123 of 12 345 678.90 EUR",
        "call +33 1 23 45 67 89",
        "1111111111111117",
        "order 41111111111111111111111",
        "",
    ],
)
def test_other_numbers_are_not(text: str) -> None:
    assert not holds_card_number(text)


@given(st.text(alphabet="0123456789", min_size=14, max_size=14))
def test_every_card_number_of_sixteen_digits_is_seen(middle: str) -> None:
    body = "4" + middle
    number = next(body + check for check in "0123456789" if luhn(body + check))

    assert holds_card_number(f"my card is {number[:4]} {number[4:8]} {number[8:12]} {number[12:]}, thanks")

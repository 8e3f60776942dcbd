"""Every bank file of the sample folder ends as its list of expectations says. The folder is named by SAMPLE_DATA."""

import json
import os
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from o2c.collections.cash.readers.reading import Reader, Reading

FOLDER = Path(os.environ.get("SAMPLE_DATA", "/nowhere")) / "bank_statements"
pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason="SAMPLE_DATA names no folder with bank statements")

# What only the book can answer: whether an account is ours. The files themselves are in order.
ASKED_BY_THE_BOOK = {"malformed/account-not-ours.xml", "malformed/account-iban-bad-checksum.xml"}
# A duplicate or a gap shows beside the file it follows.
AFTER_THE_BASE = {"malformed/same-statement-again-new-message-id.xml", "malformed/intraday-same-entries.xml", "malformed/sequence-gap.xml"}


@cache
def expected() -> dict[str, dict[str, Any]]:
    path = FOLDER / "expected.json"
    return {row["file"]: row for row in json.loads(path.read_text())} if path.exists() else {}


def read(name: str) -> Reading:
    reader = Reader()
    if name in AFTER_THE_BASE:
        assert reader.read(FOLDER / "malformed/good-reference.xml").outcome == "ok"
    return reader.read(FOLDER / name)


@pytest.mark.parametrize("name", expected())
def test_a_file_ends_as_expected(name: str) -> None:
    row, reading = expected()[name], read(name)
    assert reading.outcome == ("ok" if name in ASKED_BY_THE_BOOK else row["outcome"]), reading.remarks
    if reading.outcome == "reject":
        assert reading.refusal is not None
        assert reading.entries == 0
        return
    if row["format"] not in {"malformed", "camt"}:
        assert reading.format == row["format"]
    for figure in ("entries", "credits", "debits"):
        if row[figure] is not None and row["outcome"] != "ask":
            assert getattr(reading, figure) == Decimal(str(row[figure])), figure
    for balance in ("opening", "closing"):
        if row[balance] is not None and row["outcome"] != "ask":
            assert getattr(reading, balance) == Decimal(row[balance]), balance
    if row["currency"] and row["outcome"] != "ask":
        assert reading.currency == row["currency"]
    if row["accounts"]:
        assert reading.accounts == row["accounts"]
    if row["statements"]:
        assert len(reading.statements) == row["statements"]


def test_all_files_were_looked_at() -> None:
    assert len(expected()) == 285

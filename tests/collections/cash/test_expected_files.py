"""Every bank file of the sample folder ends as its list of expectations says. The folder is named by SAMPLE_DATA."""

from decimal import Decimal

import pytest
from bank_samples import AFTER_THE_BASE, ASKED_BY_THE_BOOK, BASE, FOLDER, expected, needs_samples

from o2c.collections.cash.readers.reading import Reader, Reading

pytestmark = needs_samples


def read(name: str) -> Reading:
    reader = Reader()
    if name in AFTER_THE_BASE:
        assert reader.read(FOLDER / BASE).outcome == "ok"
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

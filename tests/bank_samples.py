"""The folder of real and hostile bank files, named by SAMPLE_DATA, with what each must give."""

import json
import os
from functools import cache
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(os.environ.get("SAMPLE_DATA", "/nowhere")) / "bank_statements"
needs_samples = pytest.mark.skipif(not FOLDER.is_dir(), reason="SAMPLE_DATA names no folder with bank statements")

# What only the book can answer: whether an account is ours. The files themselves are in order.
ASKED_BY_THE_BOOK = {"malformed/account-not-ours.xml", "malformed/account-iban-bad-checksum.xml"}
# A duplicate or a gap shows beside the file it follows.
BASE = "malformed/good-reference.xml"
AFTER_THE_BASE = {"malformed/same-statement-again-new-message-id.xml", "malformed/intraday-same-entries.xml", "malformed/sequence-gap.xml"}


@cache
def expected() -> dict[str, dict[str, Any]]:
    path = FOLDER / "expected.json"
    return {row["file"]: row for row in json.loads(path.read_text())} if path.exists() else {}

"""What compliance and billing would answer, said by the tests themselves."""

import pytest

from o2c.core import gates
from o2c.core.gates import Reason

QUESTIONS = ["activate_customer", "activate_contract", "commit_order", "kyc_valid", "open_account", "close_account"]


@pytest.fixture
def gates_open(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody is against anything."""
    for question in QUESTIONS:
        monkeypatch.setitem(gates._answers, question, [lambda customer, **facts: []])


@pytest.fixture
def gates_shut(monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody above is against everything."""
    for question in QUESTIONS:
        monkeypatch.setitem(gates._answers, question, [lambda customer, **facts: [Reason("country_missing")]])

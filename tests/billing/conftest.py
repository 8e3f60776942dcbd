"""Gates of the floors above, where a test is about something else."""

import pytest

from o2c.core import gates


@pytest.fixture
def gates_open(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody is against issuing documents."""
    for question in ("release_document", "post_document"):
        monkeypatch.setitem(gates._answers, question, [lambda customer, **facts: []])

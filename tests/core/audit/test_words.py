"""What the trail stores as text, read as a person writes it."""

from typing import Any

import pytest
from django.utils.translation import override

from o2c.core.audit.models import AuditEvent
from o2c.core.audit.words import changes


@pytest.mark.parametrize(
    ("field", "stored", "english", "french"),
    [
        ("state", "waiting", "waiting for requester", "en attente du demandeur"),
        ("due_at", "2026-02-28T09:30:00+00:00", "28 Feb 2026 09:30", "28 févr. 2026 09:30"),
        ("promised_on", "2026-02-28", "28 Feb 2026", "28 févr. 2026"),
        ("ready", True, "yes", "oui"),
        ("ready", False, "no", "non"),
        ("note", "2026-02-28 was a Saturday", "2026-02-28 was a Saturday", "2026-02-28 was a Saturday"),
        ("note", "2026-02-31", "2026-02-31", "2026-02-31"),
        ("note", "", "–", "–"),
    ],
)
def test_a_stored_value_reads_as_a_person_writes_it(field: str, stored: Any, english: str, french: str) -> None:
    event = AuditEvent(object_type="core.task", after={field: stored})
    for language, expected in [("en", english), ("fr", french)]:
        with override(language):
            ((_label, before, after),) = changes(event)
            assert (before, after) == ("–", expected)


def test_an_amount_has_the_decimals_of_its_currency() -> None:
    event = AuditEvent(object_type="core.task", before={"value": "5.0000"}, after={"value": "1234.0000", "currency": "JPY"})
    assert changes(event)[0] == ("Value", "5", "1,234")

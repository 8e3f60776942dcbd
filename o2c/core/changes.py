"""Writing what differs, and telling the audit trail exactly that."""

from typing import Any

from django.db.models import Model

Values = dict[str, Any]


def change(subject: Model, **values: Any) -> tuple[Values, Values]:
    """Set the fields whose value differs and save only those; returns what they were and what they are now."""
    before = {name: getattr(subject, name) for name, value in values.items() if getattr(subject, name) != value}
    after = {name: values[name] for name in before}
    for name, value in after.items():
        setattr(subject, name, value)
    if after:
        subject.save(update_fields=list(after))
    return before, after

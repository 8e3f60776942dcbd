"""Writing what differs, and telling the audit trail exactly that."""

from typing import Any

from django.db.models import Model

from o2c.core.fields import FoldedField

Values = dict[str, Any]


def change(subject: Model, **values: Any) -> tuple[Values, Values]:
    """Set the fields whose value differs and save only those, with the folded columns that follow them.

    Returns what they were and what they are now; the subject then carries its new version.
    """
    before = {name: getattr(subject, name) for name, value in values.items() if getattr(subject, name) != value}
    after = {name: values[name] for name in before}
    for name, value in after.items():
        setattr(subject, name, value)
    if after:
        subject.save(update_fields=[*after, *_folded(subject, after)])
        if hasattr(subject, "version"):
            subject.refresh_from_db(fields=["version"])
    return before, after


def _folded(subject: Model, after: Values) -> list[str]:
    return [field.name for field in subject._meta.concrete_fields if isinstance(field, FoldedField) and after.keys() & set(field.sources)]

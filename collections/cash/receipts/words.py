"""Why something stands where it stands, in words: typed by a person, or kept as code and value by a rule."""

from o2c.core.sentences import catalogue, sentence


def why(reason: str) -> str:
    """`coding_by_code:PMNT-CHRG` as its sentence, everything else as it was typed."""
    code, _colon, value = reason.partition(":")
    return sentence(code, {"kind": value, "account": value}) if _colon and code in catalogue() else reason

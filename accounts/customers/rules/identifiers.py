"""Numbers that others gave: tax ids and legal entity identifiers. Source: reference 15, python-stdnum."""

import re
from typing import Protocol

from stdnum import exceptions, get_cc_module, lei
from stdnum.eu import vat as eu_vat

from o2c.core.errors import BusinessError

PROBLEMS = {exceptions.InvalidLength: "length", exceptions.InvalidChecksum: "checksum"}
UNION = frozenset(code.upper() for code in eu_vat.MEMBER_STATES) - {"XI"}
# Where the two letters of a tax id are not the country's code: Greece and Northern Ireland.
PREFIX_OF = {"GR": "EL"}
COUNTRY_OF = {"EL": "GR", "XI": "GB"}
NOISE = re.compile(r"[^0-9A-Za-z]")


class NumberCheck(Protocol):
    """What the modules of python-stdnum have in common."""

    def validate(self, number: str) -> str: ...


def checked_lei(number: str) -> str:
    """The legal entity identifier. Raises BusinessError "lei_length", "lei_checksum" or "lei_format"."""
    return _checked("lei", number, lei)


def checked_vat_id(number: str, country: str) -> str:
    """The tax id in one spelling, with the letters of its country inside the union.

    A country without a published check keeps what was typed.
    Raises BusinessError "vat_id_length", "vat_id_checksum" or "vat_id_format".
    """
    cleaned = NOISE.sub("", number).upper()
    prefix = PREFIX_OF.get(country, country)
    if cleaned[:2].isalpha() and eu_vat._get_cc_module(cleaned[:2]):
        return _checked("vat_id", cleaned, eu_vat)
    if prefix and eu_vat._get_cc_module(prefix):
        return _checked("vat_id", prefix + cleaned, eu_vat)
    own = get_cc_module(country.lower(), "vat") if country else None
    if own:
        _checked("vat_id", cleaned, own)
    return cleaned


def country_of_vat_id(number: str) -> str:
    """The country a tax id names itself, empty when it names none."""
    prefix = number[:2]
    return COUNTRY_OF.get(prefix, prefix) if prefix.isalpha() else ""


def _checked(kind: str, number: str, module: NumberCheck) -> str:
    try:
        return str(module.validate(number))
    except exceptions.ValidationError as error:
        problem = PROBLEMS.get(type(error), "format")
        raise BusinessError(f"{kind}_{problem}", field=kind, number=number) from None

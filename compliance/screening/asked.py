"""From what a person or a system writes about somebody to a subject the engine takes."""

from collections.abc import Sequence

from o2c.compliance.screening.engine import Subject
from o2c.compliance.watchlists.readers import Identifier
from o2c.compliance.watchlists.readers.countries import country_code
from o2c.compliance.watchlists.readers.values import birth_of, document_kind, kind_of
from o2c.core.errors import BusinessError

SCHEMAS = ["Person", "Organization", "Company", "LegalEntity", "Vessel", "Airplane"]


def subject_of(
    name: str, *, schema: str = "", birth_date: str = "", country: str = "", identifiers: Sequence[str] = (), at: str = ""
) -> Subject:
    """`birth_date` as YYYY[-MM[-DD]], `country` as code or English name, an identifier bare or as `tax:7744001497`.

    `at` goes before the name of a field in a refusal. Raises BusinessError "schema_unknown", "birth_date_unknown", "no_such_country".
    """
    if schema and schema not in SCHEMAS:
        raise BusinessError("schema_unknown", field=f"{at}schema", schema=schema, known=", ".join(SCHEMAS))
    born = birth_of(birth_date) if birth_date else None
    if birth_date and born is None:
        raise BusinessError("birth_date_unknown", field=f"{at}birth_date", value=birth_date)
    code = country_code(country) if country else ""
    if country and not code:
        raise BusinessError("no_such_country", field=f"{at}country", value=country)
    return Subject(
        kind_of(schema),
        (name.strip(),),
        births=(born,) if born else (),
        countries=(code,) if code else (),
        identifiers=tuple(_number(text.strip(), code) for text in identifiers if text.strip()),
    )


def _number(text: str, country: str) -> Identifier:
    label, colon, number = text.partition(":")
    return Identifier(document_kind(label), number.strip(), country) if colon else Identifier("other", text)

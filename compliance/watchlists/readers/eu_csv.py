"""The EU's consolidated list of financial sanctions as CSV, both layouts: `;` between fields, an entity over many rows.

Layout 1.0 calls its columns `Naal_wholename`, 1.1 `NameAlias_WholeName`; some copies wrap each whole line in quotes.
"""

import csv
from collections.abc import Iterator, Sequence

from .countries import country_code
from .files import ListError, ListFile, beginning, encoding_of, records
from .gathered import Gathered, Parties
from .listed import BirthDate, Reading
from .values import birth_of, day_of, document_kind, gender_of, kind_of

# What a field is called in layout 1.0 and in layout 1.1.
FIELDS = {
    "generated": ("Date_filexxxx", "Date_file", "fileGenerationDate"),
    "logical_id": ("Entity_logical_id", "Entity_LogicalId"),
    "un": ("Entity_UnitedNationId",),
    "reference": ("EU_ref_num", "Entity_EU_ReferenceNumber"),
    "subject": ("Subject_type", "Entity_SubjectType"),
    "subject_code": ("Entity_SubjectType_ClassificationCode",),
    "remark": ("Entity_remark", "Entity_Remark"),
    "programme": ("Programme", "Entity_Regulation_Programme"),
    "name": ("Naal_wholename", "NameAlias_WholeName"),
    "last": ("Naal_lastname", "NameAlias_LastName"),
    "first": ("Naal_firstname", "NameAlias_FirstName"),
    "middle": ("Naal_middlename", "NameAlias_MiddleName"),
    "strong": ("NameAlias_Strong",),
    "gender": ("Naal_gender", "NameAlias_Gender"),
    "street": ("Addr_street", "Address_Street"),
    "city": ("Addr_city", "Address_City"),
    "zip": ("Addr_zipcode", "Address_ZipCode"),
    "address_country": ("Addr_country", "Address_CountryIso2Code"),
    "born": ("Birt_date", "BirthDate_BirthDate"),
    "born_year": ("BirthDate_Year",),
    "born_from": ("BirthDate_YearRangeFrom",),
    "born_until": ("BirthDate_YearRangeTo",),
    "born_circa": ("BirthDate_Circa",),
    "number": ("Iden_number", "Identification_Number"),
    "number_kind": ("Identification_TypeCode", "Identification_TypeDescription"),
    "number_country": ("Iden_country", "Identification_CountryIso2Code"),
    "citizen_of": ("Citi_country", "Citizenship_CountryIso2Code"),
}
WRAPPED = b'"Date_file'
Fields = dict[str, str]


def read_eu_csv(files: Sequence[ListFile]) -> Reading:
    """The parties of one download, which is one file. Raises ListError "one_file_expected", "columns_missing"."""
    if len(files) != 1:
        raise ListError("one_file_expected", count=len(files))
    parties = Parties()
    for number, fields in _rows(files[0]):
        parties.counts["rows"] += 1
        parties.published_on = parties.published_on or day_of(fields["generated"], "%d/%m/%Y", "%Y-%m-%d")
        key = fields["reference"] or fields["logical_id"]
        if not key:
            parties.find(number, "reference", fields["name"], "row_without_key")
        else:
            _add(fields, parties.of(key, kind_of(fields["subject_code"]) or kind_of(fields["subject"])))
    return parties.reading()


def _rows(file: ListFile) -> Iterator[tuple[int, Fields]]:
    rows = _unwrapped(file) if beginning(file).startswith(WRAPPED) else _plain(file)
    for number, row in rows:
        yield number, {name: next((row[column] for column in columns if row.get(column)), "") for name, columns in FIELDS.items()}


def _plain(file: ListFile) -> Iterator[tuple[int, Fields]]:
    delimiter = ";" if b";" in beginning(file)[:200] else ","
    yield from records(file, ["Entity_LogicalId"], delimiter=delimiter, encoding=encoding_of(file))


def _unwrapped(file: ListFile) -> Iterator[tuple[int, Fields]]:
    """Layout 1.0 as copies carry it: the whole line is one quoted cell, itself `;`-separated, tabs behind."""
    rows = records(file, [], delimiter="\x1f", encoding=encoding_of(file))
    header: list[str] = []
    for number, cells in rows:
        names, line = next(iter(cells.items()))
        header = header or [name.strip() for name in names.split(";")]
        values = next(csv.reader([line], delimiter=";"))
        if len(values) != len(header):
            raise ListError("columns_changed", file=file.name, row=number, found=len(values), expected=len(header))
        yield number, {name: value.strip() for name, value in zip(header, values, strict=True) if value.strip()}


def _add(fields: Fields, party: Gathered) -> None:
    whole = fields["name"] or " ".join(filter(None, (fields["first"], fields["middle"], fields["last"])))
    if whole:
        party.name(whole, "aka" if party.names else "primary", weak=fields["strong"].lower() == "false")
    party.gender = party.gender or gender_of(fields["gender"])
    party.remarks = party.remarks or fields["remark"]
    party.topics.add("sanction")
    party.programmes.add(fields["programme"])
    party.former_keys.add(fields["logical_id"])
    party.numbers("un", [fields["un"]])
    party.address(fields["street"], fields["zip"], fields["city"])
    party.countries |= {country_code(fields[name]) for name in ("address_country", "citizen_of") if fields[name]}
    if born := _birth(fields):
        party.births.add(born)
    _number(fields, party)


def _birth(fields: Fields) -> BirthDate | None:
    circa = fields["born_circa"].lower() == "true"
    text = fields["born"] or (f"{fields['born_from']}-{fields['born_until']}" if fields["born_from"] else fields["born_year"])
    known = birth_of(text)
    return BirthDate(known.year, known.month, known.day, known.until, circa or known.circa) if known else None


def _number(fields: Fields, party: Gathered) -> None:
    """Layout 1.0 says the kind behind the number: `AD001095 (passport-National passport) ((passport))`."""
    number, _, said = fields["number"].partition(" (")
    kind = document_kind(fields["number_kind"] or said) if fields["number_kind"] or said else "other"
    party.numbers(kind, [number], country_code(fields["number_country"]) if fields["number_country"] else "")

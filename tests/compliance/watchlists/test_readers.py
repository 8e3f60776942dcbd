"""OFAC's files: what is read from them, and what is refused."""

import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from o2c.compliance.watchlists.readers import BirthDate, Identifier, ListedName, ListError, ListFile, files, read
from o2c.compliance.watchlists.readers.countries import country_code
from o2c.compliance.watchlists.readers.listed import Listed
from o2c.compliance.watchlists.readers.remarks import birth_date, read_remarks

NULLS = ",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- "
PERSON_REMARKS = "DOB 19 Jun 1951; Passport 1084010 (Egypt); nationality Egypt; Gender Male; a.k.a. 'THE DOCTOR'; Linked To: AL QA'IDA."
PERSON = f'2676,"AL ZAWAHIRI, Dr. Ayman","individual","SDGT] [IRAQ2"{NULLS},"{PERSON_REMARKS}"\r\n'
COMPANY = f'306,"BANCO NACIONAL  DE CUBA",-0- ,"CUBA"{NULLS},-0- \r\n'
ALT = '2676,12,"aka","AL-ZAWAHIRI, Aiman",-0- \r\n306,13,"fka","NATIONAL BANK OF CUBA",-0- \r\n999999,14,"aka","NOBODY",-0- \r\n'
ADD = '306,9,"Zweierstrasse 35","Zurich CH-8022","Switzerland",-0- \r\n'
COMMENT = '306,"Registration Number 1027700167110 (Russia)."\r\n'


def listed(*texts: str) -> dict[str, Listed]:
    reading = read("ofac_sdn", [ListFile(f"{at}.csv", text.encode()) for at, text in enumerate(texts)])
    return {party.key: party for party in reading.parties}


def refusal(*contents: bytes) -> ListError:
    with pytest.raises(ListError) as refused:
        read("ofac_sdn", [ListFile(f"{at}.csv", content) for at, content in enumerate(contents)])
    return refused.value


def test_the_four_files_are_told_apart_by_their_columns_in_any_order():
    parties = listed(COMMENT, ADD, PERSON + COMPANY, ALT)
    bank = parties["306"]
    assert (bank.kind, bank.primary_name) == ("organisation", "BANCO NACIONAL DE CUBA")
    assert ListedName("NATIONAL BANK OF CUBA", "fka") in bank.names
    assert bank.countries == ("CH", "RU")
    assert bank.identifiers == (Identifier("registration", "1027700167110", "RU"),)
    assert bank.addresses == ("Zweierstrasse 35, Zurich CH-8022, Switzerland",)


def test_remarks_give_birth_date_numbers_gender_links_and_weak_aliases():
    person = listed(PERSON + COMPANY, ALT)["2676"]
    assert person.names == (
        ListedName("AL ZAWAHIRI, Dr. Ayman"),
        ListedName("AL-ZAWAHIRI, Aiman", "aka"),
        ListedName("THE DOCTOR", "aka", weak=True),
    )
    assert person.births == (BirthDate(1951, 6, 19),)
    assert person.identifiers == (Identifier("passport", "1084010", "EG"),)
    assert (person.gender, person.countries, person.programmes) == ("male", ("EG",), ("IRAQ2", "SDGT"))
    assert person.linked_to == ("AL QA'IDA",)


def test_rows_about_nobody_listed_are_counted():
    reading = read("ofac_sdn", [ListFile("sdn.csv", COMPANY.encode()), ListFile("alt.csv", ALT.encode())])
    assert reading.counts == {"primary": 1, "alternate": 3, "unmatched": 2}


def test_the_end_byte_a_byte_order_mark_and_gzip_are_no_trouble():
    content = b"\xef\xbb\xbf" + COMPANY.encode() + b"\x1a"
    plain, packed = (read("ofac_sdn", [ListFile("sdn", data)]) for data in (content, gzip.compress(content)))
    assert plain.parties == packed.parties != ()


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("08 Sep 1966", "1966-09-08"),
        ("Sep 1966", "1966-09"),
        ("1966", "1966"),
        ("circa 1966", "1966~"),
        ("1957 to 1959", "1957/1959"),
        ("Sep 1958 to Dec 1959", "1958/1959"),
        ("01 Jan 1961 to 31 Dec 1961", "1961"),
        ("circa 1961-1963", "1961/1963~"),
    ],
)
def test_birth_dates_keep_their_precision(text, shown):
    assert str(birth_date(text)) == shown


def test_a_birth_date_nobody_can_read_is_none():
    assert birth_date("unknown") is None
    assert birth_date("08 Foo 1966") is None


def test_numbers_by_kind():
    said = read_remarks(
        "Tax ID No. 7744001497 (Russia); Legal Entity Number 253400WSS48YWMBUA688; SWIFT/BIC SABRRUMM; NIT # 800018928-0 (Colombia);"
        " Digital Currency Address - XBT 12QtD5BFwRsdNsAZY76UVE1xyCGNTojH9h; Vessel Registration Identification IMO 9187629;"
        " Passport T321642 (Colombia) issued 19 Jun 1987 expires 18 Jun 1992; alt. DOB 1950."
    )
    assert said.identifiers == [
        Identifier("tax", "7744001497", "RU"),
        Identifier("lei", "253400WSS48YWMBUA688"),
        Identifier("bic", "SABRRUMM"),
        Identifier("tax", "800018928-0", "CO"),
        Identifier("wallet", "12QtD5BFwRsdNsAZY76UVE1xyCGNTojH9h"),
        Identifier("imo", "9187629"),
        Identifier("passport", "T321642", "CO"),
    ]
    assert said.births == [BirthDate(1950)]


@pytest.mark.parametrize(
    ("name", "code"), [("Korea, North", "KP"), ("Russia", "RU"), ("de", "DE"), ("possibly Palestinian", "PS"), ("Atlantis", "")]
)
def test_countries(name, code):
    assert country_code(name) == code


def test_the_hash_ignores_what_matching_ignores():
    one = listed(COMPANY, ADD.replace("Zweierstrasse", "Bahnhofstrasse"))["306"]
    assert one.content_hash == listed(COMPANY, ADD)["306"].content_hash
    assert one.content_hash != listed(COMPANY, ADD, ALT)["306"].content_hash
    assert one.content_hash != listed(COMPANY, ADD.replace("Switzerland", "Cuba"))["306"].content_hash


def test_a_party_survives_storage():
    for party in listed(PERSON + COMPANY, ALT, ADD, COMMENT).values():
        assert Listed.from_json(party.as_json()) == party


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file_empty"),
        (b"\x1a", "file_empty"),
        (COMPANY.encode("utf-16"), "file_encoding"),
        (COMPANY.replace("CUBA", "CÜBA").encode("latin-1"), "file_encoding"),
        (b"a\0b", "file_encoding"),
        (b"1,2,3\r\n", "columns_unknown"),
        ((COMPANY + "307,x\r\n").encode(), "columns_changed"),
        ((COMPANY + COMPANY).encode(), "key_twice"),
        (COMPANY.replace("306", "ent_num").encode(), "key_missing"),
        (COMPANY.replace("BANCO NACIONAL  DE CUBA", "").encode(), "party_unreadable"),
        (COMPANY.encode()[:60], "columns_unknown"),
        ((COMPANY + '307,"never closed').encode(), "row_broken"),
        (COMPANY.encode().replace(b"CUBA", b"C" * 10_000_000), "row_too_long"),
        (gzip.compress(COMPANY.encode(), mtime=0)[:-12], "file_truncated"),
        (b"\x1f\x8bnot gzip", "file_truncated"),
        (gzip.compress(COMPANY.encode() * 400_000, mtime=0), "file_bomb"),
        (ALT.encode(), "primary_missing"),
    ],
)
def test_a_broken_or_hostile_file_is_refused_with_a_reason(content, code):
    assert refusal(content).code == code


def test_a_file_beyond_the_limit_is_refused(monkeypatch):
    monkeypatch.setattr(files, "MAX_BYTES", 10)
    assert refusal(COMPANY.encode()).code == "file_too_large"


def test_the_same_table_twice_is_refused():
    assert refusal(COMPANY.encode(), PERSON.encode()).code == "file_twice"


def test_an_unknown_kind_is_refused():
    with pytest.raises(ListError) as refused:
        read("moon_list", [])
    assert refused.value.code == "unknown_list_kind"


@given(st.binary(max_size=400))
def test_any_other_bytes_are_refused(content):
    assert refusal(content).code

"""The engine on a small list: what it finds, what it leaves alone, and how it explains itself."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from o2c.compliance.screening.engine import Config, Hit, Subject, build_index, screen
from o2c.compliance.watchlists.readers import BirthDate, Identifier, Listed, ListedName

CONFIG = Config()
ZAWAHIRI = Listed(
    "2676",
    "person",
    (
        ListedName("AL ZAWAHIRI, Dr. Ayman"),
        ListedName("AL-ZAWAHIRI, Aiman Muhammad Rabi", "aka"),
        ListedName("THE DOCTOR", "aka", weak=True),
    ),
    births=(BirthDate(1951, 6, 19),),
    countries=("EG",),
    identifiers=(Identifier("passport", "1084010", "EG"),),
    gender="male",
)
BANK = Listed("306", "organisation", (ListedName("BANCO NACIONAL DE CUBA"), ListedName("BNC", "aka", weak=True)), countries=("CH", "CU"))
NORDSTROM = Listed(
    "777",
    "organisation",
    (ListedName("LIMITED LIABILITY COMPANY NORDSTROM TRADING"),),
    countries=("RU",),
    identifiers=(Identifier("tax", "7744001497", "RU"), Identifier("lei", "253400WSS48YWMBUA688")),
)
FUND = Listed("801", "organisation", (ListedName("FUND 5 HOLDING"),))
SHIP = Listed("900", "vessel", (ListedName("PROGRESS"),), identifiers=(Identifier("imo", "9187629"),))
QAIDA = Listed("6366", "organisation", (ListedName("AL QA'IDA"),))
FILLERS = [
    Listed(f"x{at}", "organisation", (ListedName(f"{word} TRADING COMPANY GROUP"),)) for at, word in enumerate(["ACME", "BOREAL", "CITRON"])
]
INDEX = build_index([ZAWAHIRI, BANK, NORDSTROM, FUND, SHIP, QAIDA, *FILLERS])


def hits(subject: Subject) -> dict[str, Hit]:
    return {hit.party.key: hit for hit in screen(subject, INDEX, CONFIG)}


def alerts(*names: str, kind="organisation", **known) -> set[str]:
    return {key for key, hit in hits(Subject(kind, names, **known)).items() if hit.score >= CONFIG.alert_from}


@pytest.mark.parametrize(
    "name",
    [
        "Ayman al-Zawahiri",
        "AL ZAWAHIRI, Ayman",
        "zawahiri ayman",
        "Dr Ayman Al-Zawahiry",
        "Ayman Alzawahiri",
        "Áyman Zawahirí",
        "Айман Завахири",
    ],
)
def test_a_listed_person_is_found_however_the_name_is_written(name):
    assert alerts(name, kind="person") == {"2676"}


@pytest.mark.parametrize(
    "name",
    [
        "Nordstrom Trading LLC",
        "OOO Nordstrom Trading",
        "Nordstrøm Trading Ltd.",
        "NORDSTROM  TRADING",
        "Nordstorm Trading",
        "Nоrdstrom Trading",
    ],
)
def test_a_listed_company_is_found_with_any_legal_form_and_one_letter_wrong(name):
    assert alerts(name) == {"777"}


def test_a_letter_of_another_script_is_noted():
    reasons = hits(Subject("organisation", ("Nоrdstrom Trading",)))["777"].reasons
    assert "look_alike_letters" in {reason.code for reason in reasons}


@pytest.mark.parametrize(
    "name",
    [
        "Zawahiri",  # one word of a longer name
        "Fund 8 Holding",  # numbers are not spelling mistakes
        "Trading Company Group",  # only words everybody has
        "Nacional Trading",
        "Li",
        "",
        "...",
        "!!! ???",
        "12345678",
        "A",
        "x" * 300,
    ],
)
def test_what_must_not_alert(name):
    assert alerts(name) == set()


def test_glued_and_split_spellings_meet():
    assert alerts("Alqaida") == {"6366"}
    assert alerts("Al Qaida") == {"6366"}


def test_a_part_counts_once():
    twice = build_index([Listed("1", "person", (ListedName("ALI, Ali"),)), ZAWAHIRI])
    assert all(hit.score < CONFIG.alert_from for hit in screen(Subject("person", ("Ali",)), twice, CONFIG))


def test_an_equal_number_is_enough_whatever_the_name():
    found = hits(Subject("organisation", ("Somebody Else",), identifiers=(Identifier("tax", "77 4400 1497", "RU"),)))["777"]
    assert (found.score, found.reasons[0].code) == (CONFIG.strong_number, "number_strong")


def test_a_number_of_another_kind_is_weak_and_of_another_country_nothing():
    weak = hits(Subject("organisation", ("Somebody Else",), identifiers=(Identifier("passport", "7744001497", "RU"),)))
    assert weak["777"].score == CONFIG.weak_number
    assert not hits(Subject("organisation", ("Somebody Else",), identifiers=(Identifier("tax", "7744001497", "BG"),)))


def test_a_weak_alias_is_capped_and_one_word_of_it_never_alerts():
    found = hits(Subject("organisation", ("BNC",)))["306"]
    assert found.score < CONFIG.alert_from
    assert {"weak_alias", "limit"} & {reason.code for reason in found.reasons}


@pytest.mark.parametrize(
    ("born", "code", "alert"),
    [
        (BirthDate(1951, 6, 19), "birth_same_day", True),
        (BirthDate(1951, 6), "birth_same_month", True),
        (BirthDate(1951), "birth_same_year", True),
        (BirthDate(1950, 1, 1), "birth_near", True),
        (BirthDate(1980, 6, 19), "birth_differs", False),
        (BirthDate(1955, circa=True), "birth_differs", False),
    ],
)
def test_a_birth_date_speaks_for_or_against(born, code, alert):
    found = hits(Subject("person", ("Ayman al-Zawahiri",), births=(born,)))["2676"]
    assert code in {reason.code for reason in found.reasons}
    assert (found.score >= CONFIG.alert_from) is alert


def test_other_country_gender_and_kind_lower_the_score():
    known = Subject("person", ("Ayman al-Zawahiri",))
    base = hits(known)["2676"].score
    for other in (replace(known, countries=("FR",)), replace(known, gender="female"), replace(known, kind="organisation")):
        assert hits(other)["2676"].score < base
    assert hits(replace(known, countries=("EG",)))["2676"].score > base


def test_a_ship_with_the_name_of_a_company_is_not_an_alert():
    assert alerts("Progress Ltd") == set()


def test_decided_pairs_take_up_no_place():
    many = [Listed(f"t{at}", "person", (ListedName("HASSAN, Ali"),)) for at in range(80)]
    index = build_index([*many, Listed("true", "person", (ListedName("HASSAN, Ali"),))])
    assert {hit.party.key for hit in screen(Subject("person", ("Ali Hassan",)), index, CONFIG, skip={party.key for party in many})} == {
        "true"
    }


def test_the_explanation_names_parts_and_what_is_left_over():
    found = hits(Subject("person", ("Ayman Rabi al-Zawahiri",)))["2676"]
    assert found.listed_name.text == "AL-ZAWAHIRI, Aiman Muhammad Rabi"
    assert {(pair.ours, pair.theirs, pair.how) for pair in found.pairs} >= {("ayman", "aiman", "spelling"), ("rabi", "rabi", "equal")}
    assert (found.ours_left, found.theirs_left) == ((), ("muhammad",))
    assert found.explanation()["reasons"][0]["code"] == "name"


def test_the_fingerprint_follows_what_is_matched_and_nothing_else():
    one = Subject("person", ("Ayman", "Aiman"), countries=("EG", "SY"))
    assert one.fingerprint == replace(one, names=("Aiman", "Ayman"), countries=("SY", "EG")).fingerprint
    assert one.fingerprint != replace(one, names=("Ayman",)).fingerprint
    assert one.fingerprint != replace(one, births=(BirthDate(1951),)).fingerprint


def test_a_configuration_is_named_by_its_numbers():
    assert Config().version == CONFIG.version != Config(alert_from=0.9).version


PARTS = st.sampled_from(
    ["ayman", "zawahiri", "al", "muhammad", "rabi", "nordstrom", "trading", "banco", "cuba", "fund", "5", "ali", "li", "x"]
)
WORDS = st.text(alphabet="abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=9)
NAMES = st.lists(PARTS | WORDS, min_size=1, max_size=6)


def scores(text: str, kind: str = "person") -> dict[str, float]:
    return {key: hit.score for key, hit in hits(Subject(kind, (text,))).items()}


@given(st.text(max_size=60), st.sampled_from(["person", "organisation", "vessel", ""]))
def test_any_name_scores_between_0_and_1_and_its_explanation_adds_up(name, kind):
    for hit in screen(Subject(kind, (name,), births=(BirthDate(1951, 6, 19),), countries=("RU",), gender="male"), INDEX, CONFIG):
        assert 0 <= hit.score <= 1
        assert sum(reason.effect for reason in hit.reasons) == pytest.approx(hit.score)


@given(NAMES, st.randoms(use_true_random=False))
def test_the_order_of_the_parts_does_not_matter(parts, random):
    shuffled = random.sample(parts, len(parts))
    assert scores(" ".join(parts)) == scores(" ".join(shuffled))


@given(NAMES)
def test_case_and_accents_do_not_matter(parts):
    text = " ".join(parts)
    accented = text.translate(str.maketrans("aeiou", "áèîõü"))
    assert scores(text) == scores(text.upper()) == scores(accented)


@given(st.sampled_from(INDEX.parties), st.data())
def test_every_strong_name_finds_its_own_party_first(party, data):
    name = data.draw(st.sampled_from([name for name in party.names if not name.weak]))
    best = screen(Subject(party.kind, (name.text,)), INDEX, CONFIG)[0]
    assert best.party.key == party.key
    assert best.score >= CONFIG.alert_from

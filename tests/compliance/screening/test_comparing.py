"""Two described parties beside each other: which pairs are one, and that neither order nor sides matter."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from o2c.compliance.screening.engine import Config, Subject, compare
from o2c.compliance.watchlists.readers import BirthDate, Identifier

CONFIG = Config()


def score(one: str, other: str, kind="person") -> float:
    return compare(Subject(kind, (one,)), Subject(kind, (other,)), CONFIG).score


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Gerhard Lindqvist", "LINDQVIST, Gerhard"),
        ("Gerhard Lindqvist", "Gerhard Lindkvist"),
        ("Yevgeniy Kuzmichov", "Евгений Кузьмичов"),
        ("Abd al-Rahman al-Qaraghuli", "Abdurrahman Qaraghouli"),
        ("Dr. Halina Brzozowska", "Halina Brzozowska"),
        ("HalinaBrzozowska", "Halina Brzozowska"),
        ("نزار خليل الدباغ", "Nizar Khalil al-Dabbagh"),
        ("Gerhard Lindqvist", "Gérhard Lindqvist"),
        ("G. Lindqvist", "Gerhard Lindqvist"),
        ("Дзмитрый Вяселка", "Dmitriy Vyaselka"),
        ("منير المتصدق", "EL MOTASSADEQ, Mounir"),
        ("علي فوز", "Ali Foz"),
        ("Jong Pom-su", "CHONG, Bom Su"),
        ("Kim Jong-uun", "Kim Jong-un"),
    ],
)
def test_the_same_person_written_otherwise(one, other):
    assert score(one, other) >= CONFIG.pair_from


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Gerhard Lindqvist", "Gertrud Lindqvist"),
        ("Gerhard Lindqvist", "Gerhard Lindemann"),
        ("Khalil al-Dabbagh", "Khalil al-Tikriti"),
        ("Li Wei", "Lu Wei"),
        ("حسين الجبوري", "Hassan al-Jubouri"),
        ("", "Gerhard Lindqvist"),
    ],
)
def test_other_people(one, other):
    assert score(one, other) < CONFIG.pair_from


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("OOO Severny Veter", "Limited Liability Company Severnyi Veter", True),
        ("Brigade Twenty-Two", "Brigade 22", True),
        ("Severny Veter Fund 5", "Severny Veter Fund 8", False),
        ("Zavod Agat", "Agat Plant", True),
        ("Trading Company", "Westbrook Trading Company", False),
        ("Severny Veter 7", "Severny Veter", False),
        ("907 ARZ", "JSC 907 Aircraft Repair Plant", True),
        ("907 ARZ", "JSC 907 Ship Repair Yard", False),
        ("NPP Agat (old name)", "Research and Production Enterprise Agat", True),
        ("АО Объединённая Приборостроительная Корпорация", "United Instrument Corporation JSC", True),
        ("Адкрытае акцыянернае таварыства Агат", "Agat OJSC", True),
    ],
)
def test_organisations(one, other, same):
    assert (score(one, other, "organisation") >= CONFIG.pair_from) is same


def test_known_facts_raise_and_lower():
    known = Subject("person", ("Gerhard Lindqvist",), births=(BirthDate(1961, 4, 2),), countries=("SE",))
    same = compare(known, Subject("person", ("Gerhard Linquist",), births=(BirthDate(1961, 4, 2),), countries=("SE",)), CONFIG)
    nothing = compare(known, Subject("person", ("Gerhard Linquist",)), CONFIG)
    other = compare(known, Subject("person", ("Gerhard Linquist",), births=(BirthDate(1984, 9, 9),), countries=("NO",)), CONFIG)
    assert same.score > nothing.score > other.score
    assert other.score < CONFIG.pair_from


def test_an_equal_number_decides():
    one, other = (Subject("person", (name,), identifiers=(Identifier("national", "98519014", "CO"),)) for name in ("Ana Gil", "Other Name"))
    assert compare(one, other, CONFIG).score == CONFIG.strong_number


NAMES = st.lists(
    st.sampled_from("ivan petrov al rahman j de lindqvist gerhard li 5 ooo trading zavod иван".split()), min_size=0, max_size=5
)
KINDS, YEARS, COUNTRIES = (
    st.sampled_from(["person", "organisation", ""]),
    st.sampled_from([0, 1961, 1984]),
    st.sampled_from(["", "SE", "RU"]),
)


def described(known) -> Subject:
    kind, parts, born, country = known
    return Subject(kind, (" ".join(parts),), (BirthDate(born),) if born else (), (country,) if country else ())


SUBJECTS = st.tuples(KINDS, NAMES, YEARS, COUNTRIES).map(described)


@given(SUBJECTS, SUBJECTS)
def test_which_comes_first_does_not_matter_and_the_reasons_add_up(one, other):
    there, back = compare(one, other, CONFIG), compare(other, one, CONFIG)
    assert there.score == back.score
    assert (there.ours_left, there.theirs_left) == (back.theirs_left, back.ours_left)
    assert 0 <= there.score <= 1
    assert sum(reason.effect for reason in there.reasons) == pytest.approx(there.score)


@given(NAMES, NAMES, st.randoms(use_true_random=False))
def test_neither_order_nor_case_nor_accents_matter(one, other, seeded):
    shuffled = " ".join(seeded.sample(one, len(one)))
    accented = " ".join(other).translate(str.maketrans("aeiou", "áèîõü")).upper()
    assert score(" ".join(one), " ".join(other)) == score(shuffled, accented)

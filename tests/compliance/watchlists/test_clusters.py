"""The same party on several lists: joined for a reason one can read, split by a person for good, one alert with all its sources."""

from dataclasses import replace

import pytest
from django.db import IntegrityError, connection, transaction
from factories.accounts import CustomerFactory
from factories.compliance import screened
from hypothesis import given
from hypothesis import strategies as st
from people import person
from refusals import refused

from o2c.compliance.alerts.models import ComplianceAlert
from o2c.compliance.watchlists import queries, services
from o2c.compliance.watchlists.joining import join_again
from o2c.compliance.watchlists.models import PartyLink, WatchlistVersion
from o2c.compliance.watchlists.readers import BirthDate, Identifier, Listed, ListedName, ListFile, Reading
from o2c.compliance.watchlists.readers.listed import Kind
from o2c.compliance.watchlists.rules.clusters import Link, clusters, links, moved

BORN = BirthDate(1951, 6, 19)


def party(key: str, name: str, kind: Kind = "person", **known: object) -> Listed:
    return replace(Listed(key, kind, (ListedName(name),)), **known)  # type: ignore[arg-type]


def why(one: Listed, other: Listed) -> str:
    found = links([("ofac_sdn:1", one), ("un:2", other)])
    return found[0].why if found else ""


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        ({"births": (BORN,)}, {"births": (BORN,)}, "name_birth"),
        ({"births": (BORN,)}, {"births": (BirthDate(1951),)}, ""),
        ({"births": (BORN,)}, {"births": (BORN,), "kind": "vessel"}, ""),
        ({"identifiers": (Identifier("passport", "AB 12345"),)}, {"identifiers": (Identifier("passport", "ab-12345"),)}, "number"),
        ({"identifiers": (Identifier("passport", "AB12345"),)}, {"identifiers": (Identifier("tax", "AB12345"),)}, ""),
        ({"identifiers": (Identifier("passport", "00000"),)}, {"identifiers": (Identifier("passport", "00000"),)}, ""),
        ({"countries": ("EG",)}, {"countries": ("EG",)}, ""),
    ],
)
def test_people_are_one_by_number_or_by_name_and_full_birth_date(one, other, reason):
    assert why(party("1", "AL ZAWAHIRI, Ayman", **one), party("2", "Ayman Al-Zawahiri", **other)) == reason


def test_companies_are_one_by_name_and_country():
    bank = party("1", "Bank of Testania", "organisation", countries=("RU",))
    assert why(bank, replace(bank, names=(ListedName("BANK OF TESTANIA"),))) == "name_country"
    assert why(bank, replace(bank, countries=("BY",))) == ""


def test_a_number_alone_is_not_enough_unless_it_names_one_party_in_the_world():
    passport, reference = (Identifier("passport", "AB12345"),), (Identifier("un", "QDi.006"),)
    assert why(party("1", "Ayman", identifiers=passport), party("2", "Boris", identifiers=passport)) == ""
    assert why(party("1", "Ayman", identifiers=reference), party("2", "Boris", identifiers=reference)) == "number"


def test_entries_of_one_list_stay_apart_and_a_common_reason_joins_nobody():
    twin = party("1", "Ayman Al-Zawahiri", births=(BORN,))
    assert links([("un:1", twin), ("un:2", twin)]) == []
    assert links([(f"list{at}:1", twin) for at in range(21)]) == []
    assert len(links([(f"list{at}:1", twin) for at in range(3)])) == 3


@given(st.lists(st.tuples(st.integers(0, 12), st.integers(13, 25)), max_size=30))
def test_a_cluster_is_whoever_is_linked_through_others_in_any_order(pairs):
    named = [(f"a:{left:02d}", f"b:{right:02d}") for left, right in pairs]
    found = clusters(named)
    assert found == clusters(reversed(named))
    assert all(found[left] == found[right] for left, right in named)
    assert all(found[found[handle]] == found[handle] <= handle for handle in found)
    assert moved(found, found) == {}


def load(kind: str, *parties: Listed) -> WatchlistVersion:
    content = "".join(one.content_hash for one in parties).encode()
    done = services.import_watchlist(kind, Reading(parties), files=[ListFile(kind, content)], actor=person("compliance_officer"))
    assert done.version is not None
    return done.version


AYMAN = party("2676", "AL ZAWAHIRI, Ayman", births=(BORN,))
ON_THREE = [("ofac_sdn", AYMAN), ("un", replace(AYMAN, key="QDi.006")), ("uk", replace(AYMAN, key="AQD0001"))]


@pytest.fixture
def three() -> list[str]:
    for kind, one in ON_THREE:
        version = load(kind, one, party("77", f"Somebody Else {kind}"))
    join_again(version.pk, actor=person("system"))
    return [f"{kind}:{one.key}" for kind, one in ON_THREE]


@pytest.mark.django_db
def test_three_lists_one_party_one_alert_with_all_sources(three):
    assert queries.members_of(three[0]) == sorted(three)
    customer = CustomerFactory(legal_name="Al Zawahiri Ayman")
    screened(customer)
    alert = ComplianceAlert.objects.get(customer=customer)
    assert {f"{one.hit.entry.source.code}:{one.hit.entry.key}" for one in alert.hits.select_related("hit__entry__source")} == set(three)


@pytest.mark.django_db
def test_what_a_person_split_no_night_joins_again(three):
    link = PartyLink.objects.get(left="ofac_sdn:2676", right="un:QDi.006")
    officer = person("compliance_officer")
    refused("reason_missing", services.split_parties, link.pk, note=" ", actor=officer)
    services.split_parties(link.pk, note="The fathers differ", actor=officer)
    other = PartyLink.objects.get(left="ofac_sdn:2676", right="uk:AQD0001")
    services.split_parties(other.pk, note="The fathers differ", actor=officer)
    assert queries.members_of("ofac_sdn:2676") == ["ofac_sdn:2676"]
    join_again(WatchlistVersion.objects.latest("pk").pk, actor=person("system"))
    assert queries.members_of("un:QDi.006") == ["uk:AQD0001", "un:QDi.006"]
    refused("not_joined", services.split_parties, link.pk, note="again", actor=officer)


@pytest.mark.django_db
def test_a_person_joins_what_the_night_cannot_see(three):
    officer = person("compliance_officer")
    refused("party_unknown", services.join_by_hand, "un:QDi.006", "un:nobody", note="x", actor=officer)
    refused("party_with_itself", services.join_by_hand, "un:77", "un:77", note="x", actor=officer)
    services.join_by_hand("un:77", "ofac_sdn:2676", note="The same photograph", actor=officer)
    assert set(queries.members_of("un:77")) == {*three, "un:77"}
    refused("already_joined", services.join_by_hand, "ofac_sdn:2676", "un:77", note="x", actor=officer)
    join_again(WatchlistVersion.objects.latest("pk").pk, actor=person("system"))
    assert "un:77" in queries.members_of(three[0])


@pytest.mark.django_db
def test_entries_that_are_no_longer_alike_part_by_themselves(three):
    version = load("un", replace(AYMAN, key="QDi.006", births=(BirthDate(1960, 1, 1),)), party("77", "Somebody Else un"))
    join_again(version.pk, actor=person("system"))
    assert queries.members_of("un:QDi.006") == ["un:QDi.006"]
    assert queries.members_of("ofac_sdn:2676") == ["ofac_sdn:2676", "uk:AQD0001"]
    assert not services.join_parties(version.pk, [Link("ofac_sdn:2676", "uk:AQD0001", "name_birth", {})], actor=person("system"))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("sql", "rule"),
    [
        ("UPDATE compliance_partylink SET \"right\" = 'zz:1'", "partylink_immutable"),
        ("DELETE FROM compliance_partylink", "partylink_immutable"),
        ("UPDATE compliance_partylink SET state = 'split'", "partylink_split_by_someone"),
        ("UPDATE compliance_partylink SET state = 'maybe'", "partylink_state_known"),
        ("INSERT INTO compliance_partylink (\"left\", \"right\", why, values, state, note) VALUES ('b', 'a', '', '{}', 'joined', '')",
         "partylink_in_order"),
    ],
)  # fmt: skip
def test_the_database_keeps_the_links(three, sql, rule):
    with pytest.raises(IntegrityError) as answer, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    assert answer.value.__cause__.diag.constraint_name == rule

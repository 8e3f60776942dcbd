"""Loading lists: versions, what they change, the brake, and what the database refuses."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from people import person

from o2c.compliance.watchlists import imports, queries, services
from o2c.compliance.watchlists.models import VersionState, WatchlistEntry, WatchlistLoad, WatchlistSource, WatchlistVersion
from o2c.compliance.watchlists.readers import ListError, ListFile
from o2c.core.access.models import User
from o2c.core.audit.models import AuditEvent
from o2c.core.errors import BusinessError, Conflict

pytestmark = pytest.mark.django_db
NULLS = ",-0- " * 8


@pytest.fixture(autouse=True)
def _own_storage(settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def officer() -> User:
    return person("compliance_officer")


def sdn(**parties: str) -> list[ListFile]:
    """A download with one row a party: `sdn(p1="ACME", p2="BOREAL")`."""
    rows = [f'{key[1:]},"{name}",-0- ,"TEST"{NULLS}\r\n' for key, name in parties.items()]
    return [ListFile("SDN.CSV", "".join(rows).encode())]


def load(officer: User, **parties: str) -> WatchlistLoad:
    return imports.load_watchlist("ofac_sdn", sdn(**parties), actor=officer)


TEN = {f"p{at}": f"PARTY {at}" for at in range(1, 11)}


def test_the_first_download_becomes_the_active_version(officer):
    done = load(officer, **TEN)

    version = WatchlistVersion.objects.get()
    assert (done.outcome, version.state, version.number, version.parties, version.added) == ("activated", "active", 1, 10, 10)
    assert [entry.name for entry in queries.entries_of([version])] == list(TEN.values())
    assert AuditEvent.objects.get(action="watchlist.activated").after["added"] == 10


def test_the_same_bytes_again_change_nothing_but_prove_freshness(officer):
    load(officer, **TEN)
    again = load(officer, **TEN)

    assert (again.outcome, WatchlistVersion.objects.count(), WatchlistLoad.objects.count()) == ("unchanged", 1, 2)


def test_a_new_version_closes_what_changed_and_keeps_the_old_readable(officer):
    first = load(officer, **TEN).version
    second = load(officer, **{**TEN, "p10": "PARTY TEN", "p11": "PARTY 11"}).version

    first.refresh_from_db()
    assert (first.state, second.state) == (VersionState.SUPERSEDED, VersionState.ACTIVE)
    assert (second.added, second.changed, second.removed) == (1, 1, 0)
    assert [entry.name for entry in queries.entries_of([first])] == list(TEN.values())
    assert {entry.name for entry in queries.entries_of([second])} == {*list(TEN.values())[:9], "PARTY TEN", "PARTY 11"}


def test_the_brake_holds_a_version_that_lost_too_many_and_deletes_nothing(officer):
    first = load(officer, **TEN).version
    held = load(officer, **dict(list(TEN.items())[:8]))

    assert (held.outcome, held.version.state, held.version.removed) == ("held", VersionState.HELD, 2)
    assert queries.active_versions() == [first]
    assert WatchlistEntry.objects.filter(until=None).count() == 10
    assert AuditEvent.objects.filter(action="watchlist.held").exists()


def test_ten_percent_less_is_still_let_through(officer):
    load(officer, **TEN)
    assert load(officer, **dict(list(TEN.items())[:9])).outcome == "activated"


def test_a_held_version_is_accepted_by_a_second_person_only(officer):
    load(officer, **TEN)
    held = load(officer, **dict(list(TEN.items())[:5])).version
    with pytest.raises(BusinessError) as refused:
        imports.accept_version(held, reason="The publisher split the list", actor=officer)
    assert refused.value.code == "version_accepted_by_loader"

    second = person("compliance_officer", name="Olga Officer")
    with pytest.raises(BusinessError) as refused:
        imports.accept_version(held, reason=" ", actor=second)
    assert refused.value.code == "reason_missing"
    imports.accept_version(held, reason="The publisher split the list", actor=second)

    held.refresh_from_db()
    assert queries.active_versions() == [held]
    assert WatchlistEntry.objects.filter(until=None).count() == 5
    with pytest.raises(Conflict) as refused:
        imports.accept_version(held, reason="again", actor=second)
    assert refused.value.code == "wrong_state"


def test_a_held_version_is_no_longer_accepted_once_a_newer_one_came(officer):
    load(officer, **TEN)
    held = load(officer, **dict(list(TEN.items())[:5])).version
    load(officer, **TEN, p12="PARTY 12")
    with pytest.raises(BusinessError) as refused:
        imports.accept_version(held, reason="late", actor=person("compliance_officer", name="Olga Officer"))
    assert refused.value.code == "version_outdated"


def test_bytes_that_were_changed_on_disk_are_not_trusted(officer, tmp_path):
    load(officer, **TEN)
    held = load(officer, **dict(list(TEN.items())[:5])).version
    for stored in (tmp_path / "watchlists").rglob("*"):
        if stored.is_file():
            stored.chmod(0o600)
            stored.write_bytes(b"tampered")
    with pytest.raises(ListError) as refused:
        imports.accept_version(held, reason="x", actor=person("compliance_officer", name="Olga Officer"))
    assert refused.value.code == "file_lost"


def test_a_broken_file_is_noted_and_leaves_the_old_version_active(officer):
    first = load(officer, **TEN).version
    with pytest.raises(ListError) as refused:
        imports.load_watchlist("ofac_sdn", [ListFile("SDN.CSV", b"1,2,3\r\n")], actor=officer)

    assert refused.value.code == "columns_unknown"
    assert queries.active_versions() == [first]
    failed = WatchlistLoad.objects.get(outcome="failed")
    assert "SDN has 12" in failed.error


def test_an_older_download_does_not_take_back_a_newer_one(officer):
    newer = imports.load_watchlist("ofac_sdn", sdn(**TEN), actor=officer, published_on=date(2024, 2, 23)).version
    with pytest.raises(BusinessError) as refused:
        imports.load_watchlist("ofac_sdn", sdn(**TEN, p11="PARTY 11"), actor=officer, published_on=date(2024, 2, 20))
    assert refused.value.code == "version_older"
    assert queries.active_versions() == [newer]


def test_a_source_that_was_not_loaded_in_time_is_stale(officer):
    load(officer, **TEN)
    assert queries.stale_sources(timezone.now()) == []
    assert [source.code for source in queries.stale_sources(timezone.now() + timedelta(days=8))] == ["ofac_sdn"]


def test_a_failed_load_does_not_make_a_source_fresh(officer):
    with pytest.raises(ListError):
        imports.load_watchlist("ofac_sdn", [ListFile("SDN.CSV", b"")], actor=officer)
    assert [source.code for source in queries.stale_sources(timezone.now())] == ["ofac_sdn"]


def test_who_may_not_load_lists_changes_nothing():
    with pytest.raises(PermissionDenied):
        load(person("clerk"), **TEN)
    assert not WatchlistSource.objects.exists()


def test_entries_of_several_versions_are_told_apart_by_source(officer):
    one = load(officer, **TEN).version
    other = imports.load_watchlist("ofac_nonsdn", sdn(p1="OTHER"), actor=officer).version
    assert [entry.name for entry in queries.entries_of([other])] == ["OTHER"]
    assert len(list(queries.entries_of([one, other]))) == 11


@pytest.mark.parametrize(
    ("statement", "name"),
    [
        ("UPDATE compliance_watchlistversion SET sha256 = 'x'", "watchlistversion_immutable"),
        ("DELETE FROM compliance_watchlistversion", "watchlistversion_immutable"),
        ("TRUNCATE compliance_watchlistload", "watchlistload_append_only"),
        ("UPDATE compliance_watchlistentry SET content_hash = 'x'", "watchlistentry_immutable"),
        ("DELETE FROM compliance_watchlistentry", "watchlistentry_immutable"),
        ("UPDATE compliance_watchlistfile SET name = 'x'", "watchlistfile_append_only"),
        ("DELETE FROM compliance_watchlistload", "watchlistload_append_only"),
        ("UPDATE compliance_watchlistversion SET state = 'nonsense'", "watchlistversion_state_known"),
        (
            "INSERT INTO compliance_watchlistentry (source_id, key, kind, name, content, content_hash, since_id)"
            " SELECT source_id, key, kind, name, content, content_hash, since_id FROM compliance_watchlistentry",
            "watchlistentry_one_current",
        ),
        (
            "INSERT INTO compliance_watchlistversion (source_id, number, sha256, state, counts, findings, parties, added, changed, removed)"
            " SELECT source_id, 2, sha256, 'active', counts, findings, 0, 0, 0, 0 FROM compliance_watchlistversion",
            "watchlistversion_one_active",
        ),
    ],
)
def test_the_database_refuses(officer, statement, name):
    load(officer, **TEN)
    connection.check_constraints()
    with pytest.raises(IntegrityError) as refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert refused.value.__cause__.diag.constraint_name == name


def test_two_downloads_have_one_digest_whatever_the_order_of_their_files():
    one, other = ListFile("a", b"1"), ListFile("b", b"2")
    assert services.digest([one, other]) == services.digest([other, one]) != services.digest([one])

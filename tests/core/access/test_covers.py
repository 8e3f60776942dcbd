"""Holiday and sick cover (AR-23): lent for the days, one step far, and back again."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from people import empowered, person

from o2c.core.access.models import Cover, Role, User
from o2c.core.access.queries import holdings, stands_for
from o2c.core.access.services import covers, grants, users
from o2c.core.audit.models import AuditEvent
from o2c.core.errors import BusinessError, Conflict

pytestmark = pytest.mark.django_db
MONDAY, FRIDAY = date(2026, 3, 2), date(2026, 3, 6)


@pytest.fixture(autouse=True)
def on_monday() -> object:
    with time_machine.travel(datetime(2026, 3, 2, 12, tzinfo=UTC), tick=False):
        yield


def fresh(user: User) -> User:
    return User.objects.get(pk=user.pk)


def arrange(absent: User, by: User, starts_on: date = MONDAY, ends_on: date = FRIDAY) -> Cover:
    return covers.arrange_cover(by=by, starts_on=starts_on, ends_on=ends_on, reason="holiday", hand_over="Call Dupont", actor=absent)


def refused(absent: User, by: User, starts_on: date = MONDAY, ends_on: date = FRIDAY) -> str:
    before = Cover.objects.count()
    with pytest.raises(BusinessError) as refusal:
        arrange(absent, by, starts_on, ends_on)
    assert Cover.objects.count() == before
    return refusal.value.code


def test_rights_and_queues_move_for_the_days_and_come_back() -> None:
    absent, stand_in = person("collector"), person(name="Ben Backup")
    arrange(absent, stand_in)

    assert [held.through for held in fresh(stand_in).held] == [absent]
    assert stands_for(stand_in) == [stand_in, absent]
    with time_machine.travel(datetime(2026, 3, 6, 12, tzinfo=UTC)):
        assert fresh(stand_in).held == []
        assert stands_for(stand_in) == [stand_in]


def test_the_trail_says_a_for_b() -> None:
    absent, stand_in = empowered("core.invite_user", name="Anna Absent"), person(name="Ben Backup")
    arrange(absent, stand_in)

    users.invite_user(email="new@example.com", name="New", actor=fresh(stand_in))

    event = AuditEvent.objects.get(action="user.invited")
    assert (event.actor, event.on_behalf_of) == (stand_in, absent)


def test_the_administrators_rights_are_never_lent() -> None:
    admin, stand_in = person("admin"), person(name="Ben Backup")
    arrange(admin, stand_in)

    assert not fresh(stand_in).may("core.grant_role")


def test_no_chain_is_longer_than_one() -> None:
    anna, ben, carl = person(name="Anna A"), person(name="Ben B"), person(name="Carl C")
    arrange(anna, ben)

    assert refused(ben, carl) == "cover_person_covered"
    assert refused(carl, anna) == "cover_person_away"
    arrange(ben, carl, FRIDAY, FRIDAY + timedelta(days=3))


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "code"),
    [
        (FRIDAY, FRIDAY, "cover_ends_after_start"),
        (date(2026, 2, 1), date(2026, 2, 5), "cover_in_the_past"),
        (date(2026, 3, 4), date(2026, 3, 9), "cover_one_person_at_a_time"),
    ],
)
def test_days_that_cannot_be(starts_on: date, ends_on: date, code: str) -> None:
    absent = person("collector")
    arrange(absent, person(name="Ben B"))

    assert refused(absent, person(name="Carl C"), starts_on, ends_on) == code


def test_nobody_covers_for_themselves() -> None:
    absent = person("collector")
    assert refused(absent, absent) == "cover_not_by_oneself"


def test_a_cover_never_joins_duties_that_exclude_each_other() -> None:
    poster, admin = empowered("tests.post_document", name="Paul Poster"), person("admin")
    assert refused(poster, admin) == "pair_administer_and_decide"


def test_a_supervisor_arranges_cover_for_the_sick() -> None:
    sick, stand_in = person("collector"), person(name="Ben B")

    cover = covers.arrange_cover_for(sick.pk, by=stand_in, starts_on=MONDAY, ends_on=FRIDAY, reason="flu", actor=person("supervisor"))

    assert (cover.absent, cover.by) == (sick, stand_in)


def test_only_who_may_arrange_cover_for_others_is_led_there(client: Client) -> None:
    def led(role: str) -> bool:
        client.force_login(person(role))
        return reverse("cover_new_for") in client.get(reverse("cover_list")).content.decode()

    assert led("supervisor")
    assert not led("clerk")


def test_a_cancelled_cover_lends_nothing_and_strangers_cannot_cancel() -> None:
    absent, stand_in = person("collector"), person(name="Ben B")
    cover = arrange(absent, stand_in)

    with pytest.raises(BusinessError) as refusal:
        covers.cancel_cover(cover.pk, reason="mine", actor=person(name="Stan S"))
    assert refusal.value.code == "cover_not_yours"
    assert fresh(stand_in).held

    covers.cancel_cover(cover.pk, reason="back early", actor=absent)
    assert not fresh(stand_in).held
    with pytest.raises(Conflict) as conflict:
        covers.cancel_cover(cover.pk, reason="again", actor=absent)
    assert conflict.value.code == "cover_cancelled"
    arrange(absent, stand_in)


def test_a_stand_in_who_leaves_passes_the_cover_on() -> None:
    absent, stand_in, heir, admin = person("collector"), person(name="Ben B"), person(name="Hedi Heir"), person("admin")
    arrange(absent, stand_in)

    with pytest.raises(BusinessError) as refusal:
        users.deactivate_user(stand_in.pk, reason="left", actor=admin)
    assert refusal.value.code == "user_still_owns"

    users.deactivate_user(stand_in.pk, reason="left", heir=heir, actor=admin)
    assert stands_for(heir) == [heir, absent]


def test_the_report_names_what_is_lent() -> None:
    absent, stand_in = empowered("tests.view", name="Anna Absent"), person(name="Ben B")
    arrange(absent, stand_in)

    [lent] = holdings(person("auditor")).filter(user=stand_in)
    assert (lent.permission, lent.through, lent.starts_on, lent.ends_on) == ("tests.view", absent, MONDAY, FRIDAY)


def test_a_role_given_to_the_absent_never_joins_such_duties_in_the_stand_in() -> None:
    absent, admin, other_admin = person(name="Paul Poster"), person("admin"), person("admin", name="Other Admin")
    arrange(absent, admin)
    Role.objects.create(code="poster", permissions=["tests.post_document"])

    with pytest.raises(BusinessError) as refusal:
        grants.grant_role(absent.pk, role="poster", starts_on=MONDAY, actor=other_admin)

    assert refusal.value.code == "pair_administer_and_decide"
    grants.grant_role(absent.pk, role="poster", starts_on=FRIDAY, actor=other_admin)

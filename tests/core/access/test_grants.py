"""Giving and taking rights: limits, days, pairs of duties, emergencies."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from factories.core import LegalEntityFactory
from people import empowered, person
from refusals import refused

from o2c.core.access.models import Grant, Role, User
from o2c.core.access.queries import holdings, pairs_held, scope
from o2c.core.access.services import grants
from o2c.core.audit.models import AuditEvent
from o2c.core.entities.models import LegalEntity
from o2c.core.errors import BusinessError, Conflict
from o2c.core.verbs import lock_one, verb

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 2)


@pytest.fixture(autouse=True)
def at_noon() -> object:
    with time_machine.travel(datetime(2026, 3, 2, 12, tzinfo=UTC), tick=False):
        yield


@pytest.fixture
def admin() -> User:
    return person("admin")


def role(code: str, *permissions: str) -> str:
    return Role.objects.create(code=code, permissions=sorted(permissions)).code


def fresh(user: User) -> User:
    return User.objects.get(pk=user.pk)


def test_a_grant_counts_within_its_limits_and_days(admin: User) -> None:
    french, german = LegalEntityFactory(code="FR01"), LegalEntityFactory(code="DE01", country="DE")
    role("viewer", "tests.view")
    user = person()

    grants.grant_role(user.pk, role="viewer", entity=french, starts_on=DAY, ends_on=DAY + timedelta(days=1), actor=admin)

    assert set(scope(LegalEntity.objects, fresh(user), "tests.view")) == {french}
    with time_machine.travel(datetime(2026, 3, 4, 12, tzinfo=UTC)):
        assert german not in scope(LegalEntity.objects, fresh(user), "tests.view")
        assert not fresh(user).may("tests.view")
    event = AuditEvent.objects.get()
    assert (event.action, event.parent_type, event.parent_id, event.after["entity"]) == ("grant.given", "core.user", user.pk, "FR01")


@verb("tests.visit_entity")
def visit_entity(pk: int, *, actor: User) -> LegalEntity:
    return lock_one(scope(LegalEntity.objects, actor, "tests.view"), pk)


def test_who_reads_everywhere_still_acts_only_where_the_grant_to_act_holds() -> None:
    mine, other = LegalEntityFactory(code="FR01"), LegalEntityFactory(code="DE01", country="DE")
    empowered("tests.view")
    user = empowered("tests.visit_entity", entity=mine)

    assert visit_entity(mine.pk, actor=user) == mine
    assert set(scope(LegalEntity.objects, user, "tests.view")) == {mine, other}
    refused("gone_or_out_of_reach", visit_entity, other.pk, actor=user)


def test_administering_and_posting_never_meet(admin: User) -> None:
    poster = empowered("tests.post_document")
    role("helpdesk", "core.invite_user")

    with pytest.raises(BusinessError) as refusal:
        grants.grant_role(poster.pk, role="helpdesk", starts_on=DAY, actor=admin)

    assert refusal.value.code == "pair_administer_and_decide"
    assert refusal.value.values == {"left": ("core.invite_user",), "right": ("tests.post_document",)}
    assert Grant.objects.filter(user=poster).count() == 1


def test_a_pair_counts_only_on_days_that_meet(admin: User) -> None:
    poster = empowered("tests.post_document", ends_on=date(2026, 6, 1))
    role("helpdesk", "core.invite_user")

    grants.grant_role(poster.pk, role="helpdesk", starts_on=date(2026, 6, 1), actor=admin)

    assert Grant.objects.filter(user=poster).count() == 2


def test_nobody_grants_to_themselves_and_nobody_is_the_night(admin: User) -> None:
    for user, code, expected in ((admin, "clerk", "grant_not_to_oneself"), (person(), "system", "role_not_for_people")):
        with pytest.raises(BusinessError) as refusal:
            grants.grant_role(user.pk, role=code, starts_on=DAY, actor=admin)
        assert refusal.value.code == expected
    assert not Grant.objects.exclude(user=admin).exclude(user__is_robot=True).exists()


def test_an_administrator_with_limits_grants_within_them() -> None:
    limited, user = person("admin", region="FR"), person()

    with pytest.raises(BusinessError) as refusal:
        grants.grant_role(user.pk, role="clerk", starts_on=DAY, actor=limited)
    assert refusal.value.code == "grant_beyond_own_limits"

    grants.grant_role(user.pk, role="clerk", region="FR", starts_on=DAY, actor=limited)
    assert Grant.objects.get(user=user).region == "FR"


def test_the_same_grant_is_refused_while_it_lasts(admin: User) -> None:
    user = person("clerk")

    with pytest.raises(BusinessError) as refusal:
        grants.grant_role(user.pk, role="clerk", starts_on=DAY, actor=admin)
    assert refusal.value.code == "grant_already_held"

    grants.grant_role(user.pk, role="clerk", region="FR", starts_on=DAY, actor=admin)
    assert Grant.objects.filter(user=user).count() == 2


def test_a_grant_ends_after_it_starts(admin: User) -> None:
    with pytest.raises(BusinessError) as refusal:
        grants.grant_role(person().pk, role="clerk", starts_on=DAY, ends_on=DAY, actor=admin)
    assert refusal.value.code == "grant_ends_after_start"


def test_a_revoked_grant_counts_no_longer_and_is_revoked_once(admin: User) -> None:
    user = person("clerk")
    grant = user.grants.get()

    grants.revoke_grant(grant.pk, reason="moved", actor=admin)

    assert fresh(user).held == []
    with pytest.raises(Conflict) as refusal:
        grants.revoke_grant(grant.pk, reason="again", actor=admin)
    assert refusal.value.code == "grant_already_revoked"
    assert AuditEvent.objects.get().before["role"] == "clerk"


def test_the_last_administrator_keeps_the_role(admin: User) -> None:
    clerk_of_grants = empowered("core.revoke_grant")

    with pytest.raises(BusinessError) as refusal:
        grants.revoke_grant(admin.grants.get().pk, reason="no", actor=clerk_of_grants)

    assert refusal.value.code == "user_last_admin"
    assert fresh(admin).may("core.grant_role")


def test_emergency_access_lasts_some_hours_and_is_reviewed_by_another(admin: User) -> None:
    supervisor = person("supervisor")
    grant = grants.take_emergency_access(role="cash_clerk", hours=4, reason="cash clerk ill at month end", actor=supervisor)
    assert {held.role for held in fresh(supervisor).held} == {"supervisor", "cash_clerk"}

    with time_machine.travel(datetime(2026, 3, 2, 16, 1, tzinfo=UTC)):
        assert {held.role for held in fresh(supervisor).held} == {"supervisor"}

    reviewer = empowered("core.review_emergency_access")
    grants.review_emergency_access(grant.pk, note="two receipts allocated, right", actor=reviewer)
    with pytest.raises(Conflict) as refusal:
        grants.review_emergency_access(grant.pk, note="again", actor=reviewer)
    assert refusal.value.code == "emergency_reviewed"


def test_nobody_reviews_their_own_emergency() -> None:
    actor = empowered("core.take_emergency_access", "core.review_emergency_access")
    grant = grants.take_emergency_access(role="clerk", hours=1, reason="urgent", actor=actor)

    with pytest.raises(BusinessError) as refusal:
        grants.review_emergency_access(grant.pk, note="fine", actor=actor)

    assert refusal.value.code == "grant_reviewed_by_another"
    with pytest.raises(IntegrityError, match="grant_reviewed_by_another"), transaction.atomic():
        Grant.objects.filter(pk=grant.pk).update(reviewed_by=actor)


@pytest.mark.parametrize(("code", "hours", "expected"), [("clerk", 13, "emergency_too_long"), ("admin", 1, "role_not_for_people")])
def test_an_emergency_has_limits(code: str, hours: int, expected: str) -> None:
    with pytest.raises(BusinessError) as refusal:
        grants.take_emergency_access(role=code, hours=hours, reason="urgent", actor=person("supervisor"))
    assert refusal.value.code == expected
    assert not Grant.objects.filter(is_emergency=True).exists()


def test_an_emergency_grant_without_an_end_is_refused_by_the_database() -> None:
    with pytest.raises(IntegrityError, match="grant_emergency_is_timed"), transaction.atomic():
        Grant.objects.create(user=person(), role=Role.objects.get(code="clerk"), starts_on=DAY, is_emergency=True, reason="x")


def test_who_may_what_names_every_permission_and_the_pairs(admin: User) -> None:
    actor = empowered("compliance.decide_alert", "compliance.release_freeze", name="Nora Night", region="FR")
    auditor = person("auditor")

    rows = holdings(auditor).filter(user=actor)
    assert [(row.permission, row.region) for row in rows] == [("compliance.decide_alert", "FR"), ("compliance.release_freeze", "FR")]
    assert {user: [clash.code for clash in pairs] for user, pairs in pairs_held(auditor)} == {actor: ["pair_alert_and_freeze"]}


def test_a_stranger_grants_nothing() -> None:
    user = person(name="Other")
    with pytest.raises(PermissionDenied):
        grants.grant_role(user.pk, role="clerk", starts_on=DAY, actor=person())
    assert not Grant.objects.filter(user=user).exists()

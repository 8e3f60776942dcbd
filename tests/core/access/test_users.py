"""Inviting, changing, letting go: the way a person comes and leaves."""

from collections.abc import Iterator
from datetime import date
from io import StringIO

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from people import person

from o2c.core.access import links, ownership
from o2c.core.access.models import Grant, User
from o2c.core.access.queries import the_night
from o2c.core.access.services import users
from o2c.core.audit.models import AuditEvent
from o2c.core.errors import BusinessError, Conflict
from o2c.core.outbox.models import Outbox

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin() -> User:
    return person("admin")


def test_an_invitation_makes_a_powerless_user_and_mails_a_link(admin: User) -> None:
    user = users.invite_user(email="New.Person@Example.com", name="New Person", language="fr", actor=admin)

    mail = Outbox.objects.get()
    assert (user.email, user.state, user.held) == ("new.person@example.com", "invited", [])
    assert (mail.topic, mail.recipient) == ("invitation", "new.person@example.com")
    token = mail.payload["link"].rstrip("/").rsplit("/", 1)[1]
    assert links.tokens.check_token(user, token)
    assert AuditEvent.objects.get().action == "user.invited"


def test_an_address_is_invited_once_whatever_its_case(admin: User) -> None:
    users.invite_user(email="new@example.com", name="New", actor=admin)

    with pytest.raises(BusinessError) as refusal:
        users.invite_user(email="NEW@example.com", name="Again", actor=admin)

    assert (refusal.value.code, refusal.value.field) == ("user_email_once", "email")
    assert User.objects.filter(email__iexact="new@example.com").count() == 1
    assert Outbox.objects.count() == 1


def test_a_second_invitation_goes_only_to_who_has_no_password(admin: User) -> None:
    user = users.invite_user(email="new@example.com", name="New", actor=admin)
    users.invite_again(user.pk, actor=admin)
    user.set_password("x")
    user.save()

    with pytest.raises(Conflict) as refusal:
        users.invite_again(user.pk, actor=admin)

    assert refusal.value.code == "user_not_invited"
    assert Outbox.objects.count() == 2


def test_a_change_names_both_values(admin: User) -> None:
    clerk = person("clerk")

    users.change_user(clerk.pk, name="Clara Married", email="Clara@Example.com", actor=admin)

    event = AuditEvent.objects.get()
    assert event.before == {"name": "Clara Clerk", "email": "clara.clerk@example.com"}
    assert event.after == {"name": "Clara Married", "email": "clara@example.com"}


@pytest.fixture
def owned() -> Iterator[dict[int, int]]:
    """How many things each person owns; given to the heir on the way out."""
    things: dict[int, int] = {}
    ownership.register(
        "test_things",
        lambda user: things.get(user.pk, 0),
        lambda user, heir, actor: things.update({heir.pk: things.pop(user.pk)}),
        label="things",
    )
    yield things
    del ownership._known["test_things"]


def test_nobody_leaves_before_somebody_owns_their_things(admin: User, owned: dict[int, int]) -> None:
    clerk, heir = person("clerk"), person("supervisor")
    owned[clerk.pk] = 3

    with pytest.raises(BusinessError) as refusal:
        users.deactivate_user(clerk.pk, reason="left", actor=admin)
    assert (refusal.value.code, refusal.value.values["owned"]) == ("user_still_owns", ["3 things"])
    assert User.objects.get(pk=clerk.pk).is_active

    users.deactivate_user(clerk.pk, reason="left", heir=heir, actor=admin)
    assert not User.objects.get(pk=clerk.pk).is_active
    assert owned == {heir.pk: 3}
    assert AuditEvent.objects.get().after["handed_over"] == {"things": 3}


def test_an_heir_must_be_able_to_act(admin: User, owned: dict[int, int]) -> None:
    clerk, gone = person("clerk"), person("collector")
    owned[clerk.pk] = 1
    User.objects.filter(pk=gone.pk).update(is_active=False)
    gone.refresh_from_db()

    for heir in (clerk, gone):
        with pytest.raises(BusinessError) as refusal:
            users.deactivate_user(clerk.pk, reason="left", heir=heir, actor=admin)
        assert refusal.value.code == "user_heir_unfit"
    assert owned == {clerk.pk: 1}


def test_nobody_deactivates_themselves_nor_the_last_administrator(admin: User) -> None:
    other = person("admin", name="Second Admin")

    with pytest.raises(BusinessError) as refusal:
        users.deactivate_user(admin.pk, reason="holiday", actor=admin)
    assert refusal.value.code == "user_not_oneself"

    Grant.objects.filter(user=other).update(region="FR")
    with pytest.raises(BusinessError) as refusal:
        users.deactivate_user(admin.pk, reason="left", actor=User.objects.get(pk=person("admin", name="Third", region="DE").pk))
    assert refusal.value.code in {"user_last_admin", "gone_or_out_of_reach"}
    assert User.objects.get(pk=admin.pk).is_active


def test_who_left_may_nothing_and_comes_back_with_their_grants(admin: User) -> None:
    clerk = person("clerk")
    users.deactivate_user(clerk.pk, reason="left", actor=admin)
    gone = User.objects.get(pk=clerk.pk)
    assert not gone.may("core.change_own_profile")

    users.reactivate_user(clerk.pk, reason="came back", actor=admin)
    with pytest.raises(Conflict) as refusal:
        users.reactivate_user(clerk.pk, reason="again", actor=admin)

    assert refusal.value.code == "user_is_active"
    assert [held.role for held in User.objects.get(pk=clerk.pk).held] == ["clerk"]


def test_the_robot_is_not_administered(admin: User) -> None:
    with pytest.raises(Conflict):
        users.deactivate_user(the_night().pk, reason="no", actor=admin)
    assert the_night().is_active


def test_the_first_administrator_exists_once() -> None:
    user = users.first_admin("boss@example.com", "Big Boss", the_night())

    assert user.may("core.invite_user")
    assert AuditEvent.objects.get().verb == "core.first_admin"
    with pytest.raises(PermissionDenied):
        users.first_admin("other@example.com", "Other", the_night())


def test_a_command_prints_the_link_of_the_first_administrator() -> None:
    out = StringIO()
    call_command("first_admin", "boss@example.com", "Big Boss", stdout=out)

    assert f"/password/{User.objects.get(email='boss@example.com').public_id}/" in out.getvalue()
    with pytest.raises(CommandError, match="ask them for an invitation"):
        call_command("first_admin", "other@example.com", "Other")


def test_a_lost_device_is_cleared_by_another(admin: User) -> None:
    clerk = person("clerk")
    User.objects.filter(pk=clerk.pk).update(totp_secret="sealed", recovery_codes=["x"])

    users.clear_totp(clerk.pk, reason="telephone stolen", actor=admin)

    clerk.refresh_from_db()
    assert (clerk.totp_secret, clerk.recovery_codes) == ("", [])
    assert AuditEvent.objects.get().reason == "telephone stolen"


def test_users_are_unique_by_address_in_the_database_too() -> None:
    from django.db import IntegrityError, transaction

    person("clerk")
    with pytest.raises(IntegrityError, match="user_email_once"), transaction.atomic():
        User.objects.create(email="CLARA.clerk@example.com", name="Copy")


def test_limits_of_an_administrator_hide_other_people(admin: User) -> None:
    from o2c.core.access.queries import users as people_seen

    french, german = person("clerk", name="F", region="FR"), person("clerk", name="G", region="DE")
    limited = person("admin", name="Limited Admin", region="FR")

    assert french in people_seen(limited)
    assert german not in people_seen(limited)
    assert german in people_seen(admin)
    assert people_seen(admin).get(pk=french.pk).roles == "clerk"  # type: ignore[attr-defined]
    assert Grant.objects.filter(starts_on=date(2020, 1, 1)).exists()

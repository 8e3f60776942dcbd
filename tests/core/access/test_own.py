"""What a person does to themselves: profile, password, second step."""

import time

import pyotp
import pytest
from people import person

from o2c.core.access import totp
from o2c.core.access.models import User
from o2c.core.access.services import own, sign_ins
from o2c.core.audit.models import AuditEvent
from o2c.core.errors import BusinessError
from o2c.core.outbox.models import Outbox

pytestmark = pytest.mark.django_db


def test_a_stranger_without_grants_has_a_profile() -> None:
    user = own.change_own_profile(language="fr", time_zone="Europe/Berlin", roomy=True, actor=person())

    assert (user.language, user.time_zone, user.roomy) == ("fr", "Europe/Berlin", True)
    assert AuditEvent.objects.get().before == {"language": "en", "time_zone": "Europe/Paris", "roomy": False}


@pytest.mark.parametrize("password", ["short", "123456789012345", "password1234", "clara.clerk@example.com"])
def test_an_easy_password_is_refused_with_the_reason(password: str) -> None:
    user = person("clerk")

    with pytest.raises(BusinessError) as refusal:
        own.change_own_password(password=password, actor=user)

    assert refusal.value.code == "password_weak"
    assert refusal.value.values["why"]
    assert not User.objects.get(pk=user.pk).password


def test_a_password_is_stored_as_a_hash_and_never_in_the_trail() -> None:
    own.change_own_password(password="correct horse battery", actor=person("clerk"))

    user = User.objects.get(email="clara.clerk@example.com")
    assert user.check_password("correct horse battery")
    assert "correct horse" not in str(list(AuditEvent.objects.values()))


def test_a_reset_mails_a_link_to_the_person() -> None:
    own.request_password_reset(actor=person("clerk"))

    assert Outbox.objects.values_list("topic", "recipient").get() == ("password_reset", "clara.clerk@example.com")


@pytest.fixture
def secret() -> str:
    return pyotp.random_base32()


@pytest.fixture
def careful(secret: str) -> User:
    """A clerk with the second step on."""
    user = person("clerk")
    user.recovery = own.turn_on_totp(secret=secret, code=code_at(secret, -1), actor=user)  # type: ignore[attr-defined]
    return user


def code_at(secret: str, steps: int = 0) -> str:
    return pyotp.TOTP(secret).at(int(time.time()) + steps * 30)


def test_the_secret_is_sealed_and_a_code_is_good_once(careful: User, secret: str) -> None:
    stored = User.objects.get(pk=careful.pk).totp_secret

    assert secret not in stored
    assert totp.unseal(stored) == secret
    assert sign_ins.use_code(careful, code_at(secret))
    assert not sign_ins.use_code(careful, code_at(secret))
    assert not sign_ins.use_code(careful, "000000")


def test_a_recovery_code_is_good_once(careful: User) -> None:
    code = careful.recovery[0]  # type: ignore[attr-defined]

    assert code not in User.objects.get(pk=careful.pk).recovery_codes
    assert sign_ins.use_code(careful, code.upper())
    assert not sign_ins.use_code(careful, code)
    assert len(User.objects.get(pk=careful.pk).recovery_codes) == 9


def test_a_wrong_code_turns_nothing_on(secret: str) -> None:
    user = person("clerk")

    with pytest.raises(BusinessError) as refusal:
        own.turn_on_totp(secret=secret, code="000000", actor=user)

    assert refusal.value.code == "totp_wrong_code"
    assert not User.objects.get(pk=user.pk).totp_secret


def test_turning_it_on_twice_needs_turning_it_off(careful: User, secret: str) -> None:
    with pytest.raises(BusinessError) as refusal:
        own.turn_on_totp(secret=secret, code=code_at(secret, 1), actor=careful)
    assert refusal.value.code == "totp_already_on"

    with pytest.raises(BusinessError) as refusal:
        own.turn_off_totp(password="wrong", actor=careful)
    assert refusal.value.code == "password_wrong"
    assert User.objects.get(pk=careful.pk).totp_secret

    careful.set_password("correct horse battery")
    careful.save()
    own.turn_off_totp(password="correct horse battery", actor=careful)
    assert not User.objects.get(pk=careful.pk).totp_secret


def test_the_picture_is_inline_svg(secret: str) -> None:
    picture = totp.qr_code(secret, "clara.clerk@example.com")
    assert picture.startswith("<svg")
    assert "style=" not in picture

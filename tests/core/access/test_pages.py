"""The browser's door to people: signing in and out, links, profile, users and their rights, reports."""

import re
import time
from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO

import openpyxl
import pyotp
import pytest
import time_machine
from django.core.cache import cache
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from people import person

from o2c.core.access.links import password_link
from o2c.core.access.models import Cover, Grant, SignIn, User
from o2c.core.access.services import own
from o2c.core.clock import local_today
from o2c.core.outbox.models import Outbox

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery"


@pytest.fixture(autouse=True)
def nothing_counted() -> Iterator[None]:
    """Lockouts and pauses live in the cache."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def clerk() -> User:
    user = person("clerk")
    user.set_password(PASSWORD)
    user.save()
    return user


def signed_in(client: Client, role: str) -> User:
    user = person(role)
    client.force_login(user)
    return user


def sign_in(client: Client, password: str = PASSWORD, email: str = "Clara.Clerk@example.com", **more: str) -> object:
    return client.post(reverse("login"), {"email": email, "password": password, **more})


def outcomes() -> list[str]:
    return list(SignIn.objects.order_by("pk").values_list("outcome", flat=True))


def test_signing_in_leads_where_one_wanted_to_go_and_is_logged(client: Client, clerk: User) -> None:
    response = sign_in(client, next="/profile/")

    assert (response.status_code, response.url) == (302, "/profile/")
    assert outcomes() == ["signed_in"]
    assert SignIn.objects.get().user == clerk
    client.post(reverse("logout"))
    assert outcomes() == ["signed_in", "signed_out"]
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "nowhere"])
def test_signing_in_never_leads_to_another_site(client: Client, clerk: User, target: str) -> None:
    assert sign_in(client, next=target).url == "/"


def test_a_nul_in_an_address_or_a_form_is_a_bad_request(client: Client) -> None:
    signed_in(client, "clerk")

    assert client.get("/accounts/customers/options/", {"q": "a\0"}).status_code == 400
    assert client.post(reverse("save_view"), {"name": "a\0"}).status_code == 400
    assert client.get("/on/accounts.%00/00000000-0000-4000-8000-000000000000/note/").status_code == 400


def test_a_wrong_password_says_the_same_for_known_and_unknown_people(client: Client, clerk: User) -> None:
    known, unknown = sign_in(client, "wrong"), sign_in(client, "wrong", email="nobody@example.com")

    assert known.status_code == unknown.status_code == 422
    assert "do not belong together" in known.content.decode()
    assert "do not belong together" in unknown.content.decode()
    assert outcomes() == ["wrong_password", "wrong_password"]
    assert SignIn.objects.get(email="nobody@example.com").user is None


def test_five_wrong_passwords_lock_out_and_say_for_how_long(client: Client, clerk: User) -> None:
    answers = [sign_in(client, "wrong") for _try in range(5)]
    assert answers[-1].status_code == 429
    assert "Try again in 15 minutes" in answers[-1].content.decode()

    assert sign_in(client).status_code == 429
    assert outcomes()[-2:] == ["locked_out", "locked_out"]
    assert "_auth_user_id" not in client.session
    cache.clear()
    assert sign_in(client).status_code == 302


def test_the_access_log_never_changes() -> None:
    SignIn.objects.create(email="x@example.com", outcome="signed_in")
    connection.check_constraints()
    for statement in ("UPDATE core_signin SET email = 'y'", "DELETE FROM core_signin", "TRUNCATE core_signin"):
        with pytest.raises(IntegrityError, match="never change"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    with pytest.raises(IntegrityError, match="signin_outcome_known"), transaction.atomic():
        SignIn.objects.create(email="x@example.com", outcome="maybe")


def test_somebody_who_left_does_not_come_in(client: Client, clerk: User) -> None:
    User.objects.filter(pk=clerk.pk).update(is_active=False)
    assert sign_in(client).status_code == 422


def test_a_session_ends_with_the_right_to_sign_in(client: Client, clerk: User) -> None:
    sign_in(client)
    assert client.get(reverse("profile")).status_code == 200
    User.objects.filter(pk=clerk.pk).update(is_active=False)
    assert client.get(reverse("profile")).status_code == 302


@pytest.fixture
def secret(clerk: User) -> str:
    made = pyotp.random_base32()
    own.turn_on_totp(secret=made, code=pyotp.TOTP(made).at(time.time() - 30), actor=clerk)
    return made


def test_a_second_step_asks_for_the_code_before_anything_opens(client: Client, secret: str) -> None:
    response = sign_in(client, next="/profile/")
    assert response.url == reverse("sign_in_code")
    assert client.get("/profile/").status_code == 302

    wrong = client.post(reverse("sign_in_code"), {"code": "000000"})
    assert wrong.status_code == 422
    assert "_auth_user_id" not in client.session
    right = client.post(reverse("sign_in_code"), {"code": pyotp.TOTP(secret).now()})
    assert (right.status_code, right.url) == (302, "/profile/")
    assert outcomes() == ["wrong_code", "signed_in"]


def test_wrong_codes_lock_out_like_wrong_passwords(client: Client, secret: str) -> None:
    sign_in(client)
    for _try in range(5):
        client.post(reverse("sign_in_code"), {"code": "000000"})

    assert client.post(reverse("sign_in_code"), {"code": pyotp.TOTP(secret).now()}).status_code == 429


def test_half_a_sign_in_is_forgotten_after_five_minutes(client: Client, secret: str) -> None:
    sign_in(client)
    with time_machine.travel(timezone.now() + timedelta(minutes=6)):
        assert client.post(reverse("sign_in_code"), {"code": pyotp.TOTP(secret).now()}).url == reverse("login")


def test_an_invitation_link_is_good_once(client: Client) -> None:
    user = person(name="New Person")
    link = password_link(user).removeprefix("http://127.0.0.1:8000")

    weak = client.post(link, {"password": "short", "again": "short"})
    assert (weak.status_code, "too easy to guess" in weak.content.decode()) == (422, True)
    assert client.post(link, {"password": PASSWORD, "again": "other"}).status_code == 422
    assert client.post(link, {"password": PASSWORD, "again": PASSWORD}).url == reverse("login")
    assert client.post(link, {"password": "another good password", "again": "another good password"}).status_code == 404
    assert User.objects.get(pk=user.pk).check_password(PASSWORD)


def test_a_link_dies_after_three_days_and_with_the_person(client: Client) -> None:
    user = person(name="New Person")
    link = password_link(user).removeprefix("http://127.0.0.1:8000")
    with time_machine.travel(timezone.now() + timedelta(days=3, hours=1)):
        assert client.get(link).status_code == 404
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert client.get(link).status_code == 404


def test_a_forgotten_password_is_mailed_once_and_strangers_learn_nothing(client: Client, clerk: User) -> None:
    for email in ("clara.clerk@example.com", "CLARA.clerk@example.com", "nobody@example.com"):
        answer = client.post(reverse("password_forgotten"), {"email": email}, follow=True)
        assert "If somebody here has this address" in answer.content.decode()

    assert Outbox.objects.values_list("topic", "recipient").get() == ("password_reset", clerk.email)


def test_the_language_of_the_profile_wins_over_the_cookie(client: Client) -> None:
    user = signed_in(client, "clerk")
    client.cookies["django_language"] = "en"
    own.change_own_profile(language="fr", time_zone="Europe/Paris", roomy=False, actor=user)

    response = client.get(reverse("profile"))
    assert response.headers["Content-Language"] == "fr"
    assert '<html lang="fr"' in response.content.decode()

    client.post(reverse("preferences"), {"language": "en", "rows": "roomy", "next": "/profile/"})
    user.refresh_from_db()
    assert (user.language, user.roomy) == ("en", True)
    assert '<html lang="en"' in client.get(reverse("profile")).content.decode()


def test_profile_password_and_codes_in_the_browser(client: Client, clerk: User) -> None:
    client.force_login(clerk)
    assert client.post(reverse("profile"), {"language": "fr", "time_zone": "Europe/Berlin", "roomy": "on"}).status_code == 302
    passwords = {"present": PASSWORD, "password": "a new good password", "again": "a new good password"}
    assert client.post(reverse("change_password"), {**passwords, "present": "wrong"}).status_code == 422
    assert client.post(reverse("change_password"), passwords).status_code == 302
    assert client.get(reverse("profile")).status_code == 200

    page = client.get(reverse("totp_on"))
    assert "<svg" in page.content.decode()
    code = pyotp.TOTP(client.session["totp_half_made"]).now()
    assert b"<li>" in client.post(reverse("totp_on"), {"code": code}).content
    assert client.post(reverse("totp_off"), {"password": "a new good password"}).status_code == 302
    clerk.refresh_from_db()
    assert (clerk.language, clerk.time_zone, clerk.roomy, clerk.totp_secret) == ("fr", "Europe/Berlin", True, "")


def test_every_page_warns_before_the_session_ends(client: Client) -> None:
    signed_in(client, "clerk")
    body = client.get(reverse("profile")).content.decode()
    left = re.search(r'data-session="(\d+)"', body)
    assert left is not None
    assert 3595 <= int(left[1]) <= 3600


def test_an_administrator_invites_grants_revokes_and_lets_go(client: Client) -> None:
    admin = signed_in(client, "admin")
    form = {"name": "New", "email": "new@example.com", "language": "en", "time_zone": "Europe/Paris"}
    assert client.post(reverse("user_invite"), form).status_code == 302
    assert client.post(reverse("user_invite"), form).status_code == 422
    user = User.objects.get(email="new@example.com")
    args = [user.public_id]
    assert client.post(reverse("user_invite_again", args=args)).status_code == 302

    granted = {"role": "clerk", "region": "FR", "starts_on": "today", "reason": "new colleague"}
    assert client.post(reverse("grant_new", args=args), granted).status_code == 302
    grant = Grant.objects.get(user=user)
    assert (grant.role.code, grant.region, grant.starts_on) == ("clerk", "FR", local_today(admin))
    assert "Customer account clerk" in client.get(user.get_absolute_url()).content.decode()
    assert client.post(reverse("grant_revoke", args=[grant.public_id]), {"reason": "moved"}).status_code == 302

    assert client.post(reverse("user_change", args=args), {"name": "Newer", "email": "new@example.com"}).status_code == 302
    assert client.post(reverse("user_deactivate", args=args), {"reason": "left"}).status_code == 302
    assert client.post(reverse("user_reactivate", args=args), {"reason": "back"}).status_code == 302
    user.refresh_from_db()
    assert (user.name, user.is_active) == ("Newer", True)


def test_covers_and_emergencies_in_the_browser(client: Client) -> None:
    supervisor, stand_in = signed_in(client, "supervisor"), person("collector")
    days = {"starts_on": "today", "ends_on": "+5", "reason": "holiday", "hand_over": "Call Dupont"}
    assert client.post(reverse("cover_new"), {**days, "by": stand_in.pk}).status_code == 302
    sick = person("finance")
    assert client.post(reverse("cover_new_for"), {**days, "absent": sick.pk, "by": stand_in.pk}).status_code == 302
    cover = Cover.objects.get(absent=supervisor)
    assert "Call Dupont" in client.get(cover.get_absolute_url()).content.decode()
    assert client.post(reverse("cover_cancel", args=[cover.public_id]), {"reason": "back"}).status_code == 302

    assert client.post(reverse("emergency_take"), {"role": "clerk", "hours": 2, "reason": "urgent"}).status_code == 302
    grant = Grant.objects.get(is_emergency=True)
    signed_in(client, "admin")
    assert "urgent" in client.get(reverse("emergency_list")).content.decode()
    assert "Emergency access to review" in client.get(reverse("indicators")).content.decode()
    assert client.post(reverse("emergency_review", args=[grant.public_id]), {"note": "right"}).status_code == 302
    grant.refresh_from_db()
    assert grant.review_note == "right"
    assert "Emergency access to review" not in client.get(reverse("indicators")).content.decode()


def test_a_stranger_to_a_cover_does_not_see_it(client: Client) -> None:
    cover = Cover.objects.create(
        absent=person("finance"), by=person("collector"), starts_on=local_today(), ends_on=local_today() + timedelta(days=2), reason="x"
    )
    signed_in(client, "clerk")
    assert client.get(cover.get_absolute_url()).status_code == 404


def test_who_may_what_goes_out_to_excel(client: Client) -> None:
    clerk = person("clerk")
    signed_in(client, "auditor")

    response = client.get(reverse("holding_list"), {"user": clerk.pk, "export": "xlsx"})

    book = openpyxl.load_workbook(BytesIO(b"".join(response.streaming_content) if response.streaming else response.content))
    rows = list(book.worksheets[-1].iter_rows(values_only=True))
    assert len(rows) > 1
    assert all(row[0] == "Clara Clerk" for row in rows[1:] if row[0] and row[1] and "." in str(row[1]))


def test_the_pair_report_names_the_person_and_the_rule(client: Client) -> None:
    from people import empowered

    empowered("compliance.decide_alert", "compliance.release_freeze", name="Nora Night")
    signed_in(client, "auditor")

    body = client.get(reverse("pair_report")).content.decode()
    assert "Nora Night" in body
    assert "may not release the freeze" in body


def test_without_an_identity_provider_its_addresses_do_not_exist(client: Client) -> None:
    assert client.get(reverse("oidc_authentication_init")).status_code == 404
    assert client.get(reverse("oidc_authentication_callback")).status_code == 404


def test_an_empty_installation_says_how_the_first_person_gets_in(client: Client) -> None:
    assert "manage.py first_admin" in client.get("/sign-in/").content.decode()
    person("clerk")
    assert "manage.py first_admin" not in client.get("/sign-in/").content.decode()

"""Signing in with the company's identity provider: the whole round over HTTP, and everything it must not believe."""

import http.client
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import identity_provider
import pytest
from django.test import Client
from django.urls import reverse
from identity_provider import CLIENT, OTHER_KEY, SECRET, IdentityProvider
from people import person

from o2c.core.access.models import SignIn, User

pytestmark = pytest.mark.django_db
EMAIL = "clara.clerk@example.com"


@pytest.fixture
def provider(settings: Any) -> Iterator[IdentityProvider]:
    with identity_provider.running() as running:
        settings.AUTHENTICATION_BACKENDS = [*settings.AUTHENTICATION_BACKENDS, "o2c.core.access.oidc.CompanyAccounts"]
        settings.OIDC_RP_CLIENT_ID, settings.OIDC_RP_CLIENT_SECRET = CLIENT, SECRET
        settings.OIDC_OP_AUTHORIZATION_ENDPOINT = f"{running.address}/authorize"
        settings.OIDC_OP_TOKEN_ENDPOINT, settings.OIDC_OP_USER_ENDPOINT = f"{running.address}/token", f"{running.address}/me"
        settings.OIDC_OP_JWKS_ENDPOINT = f"{running.address}/keys"
        running.userinfo = {"email": EMAIL.upper()}
        yield running


@pytest.fixture
def clerk() -> User:
    return person("clerk")


def sent_back(address: str) -> str:
    """What a browser is told by the provider: the address it goes back to."""
    parts = urlsplit(address)
    connection = http.client.HTTPConnection(parts.netloc, timeout=5)
    connection.request("GET", f"{parts.path}?{parts.query}")
    return str(connection.getresponse().headers["Location"])


def come(client: Client, **asked: str) -> Any:
    """From our sign-in page to the provider and back."""
    return client.get(sent_back(client.get(reverse("oidc_authentication_init"), asked).url))


def stands_outside(client: Client) -> bool:
    return "_auth_user_id" not in client.session


def said(client: Client) -> str:
    return str(client.get(reverse("login")).content.decode())


def test_who_is_invited_comes_in_with_the_company_account(client: Client, provider: IdentityProvider, clerk: User) -> None:
    answer = come(client, next="/profile/")

    assert (answer.status_code, answer.url) == (302, "/profile/")
    assert client.session["_auth_user_id"] == str(clerk.pk)
    assert client.get("/profile/").status_code == 200
    assert list(SignIn.objects.values_list("email", "outcome")) == [(EMAIL, "signed_in")]
    assert provider.asked["code_challenge_method"] == "S256"


def test_a_stranger_stays_outside_and_is_not_made_a_user(client: Client, provider: IdentityProvider, clerk: User) -> None:
    provider.userinfo = {"email": "nobody@example.com"}

    assert come(client).url == reverse("login")

    assert stands_outside(client)
    assert "ask an administrator for an invitation" in said(client)
    assert [user.email for user in User.objects.filter(is_robot=False)] == [EMAIL]
    assert list(SignIn.objects.values_list("email", "outcome")) == [("nobody@example.com", "not_known")]


@pytest.mark.parametrize("told", [{"email": EMAIL, "email_verified": False}, {"email": ""}, {}])
def test_an_address_the_provider_does_not_vouch_for_is_nobody(
    client: Client, provider: IdentityProvider, clerk: User, told: dict[str, Any]
) -> None:
    provider.userinfo = told
    come(client)
    assert stands_outside(client)
    assert "ask an administrator for an invitation" in said(client)


def test_who_left_stays_outside(client: Client, provider: IdentityProvider, clerk: User) -> None:
    User.objects.filter(pk=clerk.pk).update(is_active=False)
    come(client)
    assert stands_outside(client)


@pytest.mark.parametrize(
    "lie",
    [
        {"claims": {"nonce": "another"}},
        {"claims": {"aud": "another client"}},
        {"claims": {"exp": int(time.time()) - 600}},
        {"userinfo": {"email": EMAIL, "sub": "8"}},
        {"key": OTHER_KEY},
        {"token_status": 503},
    ],
    ids=["nonce", "audience", "expired", "somebody else", "wrong key", "out of order"],
)
def test_what_cannot_be_trusted_is_not_believed(client: Client, provider: IdentityProvider, clerk: User, lie: dict[str, Any]) -> None:
    for name, value in lie.items():
        setattr(provider, name, value)

    assert come(client).url == reverse("login")

    assert stands_outside(client)
    assert "did not answer as it should" in said(client)


def test_a_provider_that_is_gone_is_said_so(client: Client, provider: IdentityProvider, clerk: User, settings: Any) -> None:
    settings.OIDC_OP_TOKEN_ENDPOINT = "http://127.0.0.1:9/token"
    assert come(client).url == reverse("login")
    assert "did not answer as it should" in said(client)


def test_strangers_do_not_shut_out_the_office_behind_their_address(client: Client, provider: IdentityProvider, clerk: User) -> None:
    provider.userinfo = {"email": "nobody@example.com"}
    for _try in range(6):
        assert come(Client()).url == reverse("login")
    provider.userinfo = {"email": EMAIL}
    come(client)
    assert client.session["_auth_user_id"] == str(clerk.pk)


def test_an_answer_counts_once_and_only_for_who_asked(client: Client, provider: IdentityProvider, clerk: User) -> None:
    back = sent_back(client.get(reverse("oidc_authentication_init")).url)
    assert Client().get(back).url == reverse("login")
    assert client.get(back).status_code == 302
    client.logout()
    assert client.get(back).url == reverse("login")
    assert stands_outside(client)

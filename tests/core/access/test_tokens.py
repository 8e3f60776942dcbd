"""Tokens of other systems: within the rights of a person, shown once, revoked for good."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from people import empowered, person

from o2c.core.access.models import User
from o2c.core.access.services import tokens
from o2c.core.audit.models import AuditEvent
from o2c.core.clock import local_today
from o2c.core.errors import BusinessError
from o2c.core.rest.authentication import digest
from o2c.core.rest.models import ApiToken

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin() -> User:
    return person("admin")


@pytest.fixture
def shop() -> User:
    return empowered("accounts.view_customers", name="Shop System")


def soon() -> date:
    return local_today() + timedelta(days=90)


def test_an_issued_token_opens_the_door_until_it_is_revoked(admin: User, shop: User) -> None:
    issued = tokens.issue_token(user=shop, name="Shop", scopes=["accounts.view_customers"], expires_on=soon(), actor=admin)

    assert ApiToken.objects.get().digest == digest(issued.secret)
    assert issued.secret not in str(AuditEvent.objects.get().after)

    tokens.revoke_token(issued.token.pk, reason="The shop was sold.", actor=admin)

    assert ApiToken.objects.get().revoked_at is not None
    with pytest.raises(BusinessError, match="token_revoked_already"):
        tokens.revoke_token(issued.token.pk, reason="Again.", actor=admin)


@pytest.mark.parametrize("days", [0, 367, -1])
def test_a_token_ends_within_a_year(admin: User, shop: User, days: int) -> None:
    with pytest.raises(BusinessError, match="token_expiry_out_of_range"):
        tokens.issue_token(user=shop, name="Shop", scopes=[], expires_on=local_today() + timedelta(days=days), actor=admin)


def test_a_system_gets_no_right_its_person_lacks(admin: User, shop: User) -> None:
    with pytest.raises(BusinessError) as refusal:
        tokens.issue_token(user=shop, name="Shop", scopes=["billing.view_ledger"], expires_on=soon(), actor=admin)

    assert (refusal.value.code, refusal.value.field) == ("token_beyond_rights", "scopes")
    assert not ApiToken.objects.exists()


def test_nobody_issues_a_token_for_themselves(admin: User) -> None:
    with pytest.raises(BusinessError, match="token_not_for_oneself"):
        tokens.issue_token(user=admin, name="Mine", scopes=[], expires_on=soon(), actor=admin)


def test_only_the_administrator_issues_tokens(shop: User) -> None:
    with pytest.raises(PermissionDenied):
        tokens.issue_token(user=shop, name="Shop", scopes=[], expires_on=soon(), actor=person("supervisor"))


def test_the_secret_is_shown_once(client: Client, admin: User, shop: User) -> None:
    client.force_login(admin)
    answer = client.post(reverse("token_new"), {"user": shop.public_id, "name": "Shop", "scopes": [], "expires_on": "+30"})
    assert answer.status_code == 422  # a token for nothing is none

    assert client.get(reverse("token_list")).status_code == 200

"""Bank details are shown by their end only, also in the versions of the record."""

import pytest
from django.test import Client
from django.urls import reverse
from factories.accounts import BankAccountFactory
from people import empowered

pytestmark = pytest.mark.django_db


def test_the_versions_page_shows_only_the_end_of_an_iban(client: Client) -> None:
    account = BankAccountFactory()
    client.force_login(empowered("core.view_history", "accounts.view_customers"))

    shown = client.get(reverse("record_history", args=["accounts.bankaccount", account.public_id])).content.decode()

    assert account.iban not in shown
    assert f"•••• {account.iban[-4:]}" in shown

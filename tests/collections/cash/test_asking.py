"""Asking a client what a credit is for: the mail, the link that ends, the choice that is kept."""

from datetime import date, timedelta
from decimal import Decimal as D

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from factories.accounts import FinancialAccountFactory
from factories.billing import posted
from factories.cash import matcher, own_account
from people import empowered, person

from o2c.billing.ledger.models import OpenItem
from o2c.collections.cash.matching.models import CreditQuestion
from o2c.collections.cash.matching.services import ask_client, close_question
from o2c.core.errors import BusinessError, Conflict
from o2c.core.outbox.models import Outbox

pytestmark = pytest.mark.django_db


def credit() -> OpenItem:
    person("system")
    account = FinancialAccountFactory(entity=own_account().entity, currency="EUR")
    return posted(account, "75.00", date(2026, 1, 5), kind="receipt", reference="PAY1")


def link() -> str:
    address: str = Outbox.objects.filter(topic="credit_question").latest("pk").payload["link"]
    return "/" + address.split("/", 3)[3]


def test_the_answer_by_the_link_is_kept_and_the_link_ends(client: Client) -> None:
    item = credit()
    question = ask_client(item.pk, email="Client@Example.com", actor=matcher())
    with pytest.raises(BusinessError, match="creditquestion_one_open"):
        ask_client(item.pk, email="client@example.com", actor=matcher())
    address = link()
    page = client.get(address).content.decode()
    assert "75.00" in page
    assert client.post(address, {"note": "no choice"}).status_code == 422
    assert client.post(address, {"choice": "refund", "note": "To our account"}).status_code == 200
    question.refresh_from_db()
    assert (question.state, question.choice, question.note, question.amount) == ("answered", "refund", "To our account", D(75))
    assert client.get(address).status_code == 404
    close_question(question.pk, actor=matcher())
    with pytest.raises(Conflict):
        close_question(question.pk, actor=matcher())


def test_an_old_or_withdrawn_link_answers_nobody(client: Client) -> None:
    question = ask_client(credit().pk, email="client@example.com", actor=matcher())
    address = link()
    CreditQuestion.objects.filter(pk=question.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    assert client.get(address).status_code == 404
    CreditQuestion.objects.filter(pk=question.pk).update(expires_at=timezone.now() + timedelta(days=1))
    close_question(question.pk, actor=matcher())
    assert client.post(address, {"choice": "next"}).status_code == 404
    assert not CreditQuestion.objects.exclude(choice="").exists()


def test_asked_from_the_list_of_credits(client: Client) -> None:
    item = credit()
    client.force_login(matcher())
    listed = client.get(reverse("credit_list")).content.decode()
    assert reverse("credit_ask", args=[item.public_id]) in listed
    assert reverse("refund_new", args=[item.account.public_id]) not in listed  # who may not ask for refunds sees no way to
    client.force_login(empowered("collections.view_cash", "billing.draft_refund", name="Rita Refunds"))
    assert reverse("refund_new", args=[item.account.public_id]) in client.get(reverse("credit_list")).content.decode()
    client.force_login(matcher())
    client.post(reverse("credit_ask", args=[item.public_id]), {"email": "client@example.com"})
    assert "client@example.com" in client.get(reverse("question_list")).content.decode()
    client.post(reverse("question_close", args=[CreditQuestion.objects.get().public_id]))
    assert CreditQuestion.objects.get().state == "withdrawn"

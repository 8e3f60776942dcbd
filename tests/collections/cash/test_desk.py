"""The one page of cash: what waits with its figures, the import under way, and no more questions when more waits."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal as D

import pytest
import time_machine
from bank_files import CAMT
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from factories.accounts import FinancialAccountFactory
from factories.billing import posted
from factories.cash import imported, matcher, own_account, paid_in
from people import person

from o2c.collections.cash.desk import queries
from o2c.collections.cash.matching.run import match_entity
from o2c.collections.cash.statements.models import StatementFile
from o2c.core.jobs.models import Job

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 4)


@pytest.fixture(autouse=True)
def morning() -> Iterator[None]:
    with time_machine.travel("2026-03-04 08:00:00+00:00", tick=False):
        yield


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(person("cash_clerk"))
    return client


def test_what_waits_is_there_with_its_age_and_its_way(desk: Client) -> None:
    account = FinancialAccountFactory(entity=own_account().entity, currency="EUR")
    posted(account, "1000.00", date(2026, 1, 5), reference="RE-2026-100123")
    imported(CAMT.replace("RE-2026-", "Miete "))
    paid_in("950.00", "RE-2026-100123", payer=account.customer.legal_name)
    paid_in("70.00", "Miete", payer="Hans Mustermann", on=date(2026, 1, 15))
    match_entity(account.entity, on=TODAY, actor=matcher())
    clerk = person("cash_clerk")
    assert {tier: count for tier, _words, count in queries.by_tier(clerk)} == {"auto": 0, "suggest": 1, "account": 0, "none": 2}
    (waiting,) = queries.unidentified_money(clerk, TODAY)
    assert (waiting.count, waiting.total, waiting.fresh, waiting.old, waiting.age) == (3, D("1139.00"), D("1069.00"), D("70.00"), 48)
    assert [one.found.lacks for one in queries.days_lacking(clerk, TODAY)][-2:] == ["review", "statement"]
    page = desk.get(reverse("cash")).content.decode()
    assert f"{reverse('match_queue')}?tier=suggest" in page
    assert "1,139.00" in page
    assert "/2026-03-02/sign/" in page


def test_a_credit_note_nobody_used_waits_as_a_free_credit() -> None:
    account = FinancialAccountFactory(entity=own_account().entity, currency="EUR")
    posted(account, "40.00", date(2026, 2, 20), "credit_note")
    (waiting,) = queries.unapplied_money(person("cash_clerk"), TODAY)
    assert (waiting.currency, waiting.count, waiting.total, waiting.older) == ("EUR", 1, D(40), D(40))


def test_the_import_under_way_shows_how_far_it_is_until_it_is_done(desk: Client) -> None:
    own_account()
    file = imported(CAMT)
    job = Job.objects.create(kind="collections.import_file", key="x", requested_by=person("cash_clerk"), processed=1, total=2)
    StatementFile.objects.filter(pk=file.pk).update(job=job)
    url = reverse("cash_run", args=[file.public_id])
    assert url in desk.get(reverse("cash")).content.decode()
    assert "1 / 2" in desk.get(url).content.decode()
    Job.objects.filter(pk=job.pk).update(state="done", finished_at=job.created_at)
    assert "hx-get" not in desk.get(url).content.decode()
    assert url not in desk.get(reverse("cash")).content.decode()


def test_more_rows_ask_no_more_questions(desk: Client) -> None:
    own_account()
    imported(CAMT)
    desk.get(reverse("cash"))
    with CaptureQueriesContext(connection) as few:
        desk.get(reverse("cash"))
    other = own_account(iban="DE02120300000000202051", name="Second")
    for number in range(3):
        file = imported(CAMT.replace("DE89370400440532013000", other.iban).replace("S1", f"T{number}"), name=f"{number}.xml")
        job = Job.objects.create(kind="collections.import_file", key=str(number), requested_by=person("cash_clerk"))
        StatementFile.objects.filter(pk=file.pk).update(job=job)
        paid_in(f"{number + 7}.00", "Miete")
    with CaptureQueriesContext(connection) as many:
        desk.get(reverse("cash"))
    assert len(many) <= len(few), [query["sql"] for query in many][-5:]

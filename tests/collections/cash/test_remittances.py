"""Advices: kept with their file, used to the cent only, tried again when either side comes."""

import io
from datetime import date
from decimal import Decimal as D
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from factories.accounts import FinancialAccountFactory
from factories.billing import posted
from factories.cash import matcher, own_account, paid_in
from factories.core import LegalEntityFactory
from openpyxl import Workbook
from people import person

from o2c.accounts.financial_accounts.models import FinancialAccount
from o2c.billing.ledger.models import OpenItem
from o2c.collections.cash.matching.models import Application, Deduction
from o2c.collections.cash.matching.night import on_advice_stored
from o2c.collections.cash.matching.run import match_entity
from o2c.collections.cash.matching.services import unallocate_receipt
from o2c.collections.cash.readers.advices import read_advice
from o2c.collections.cash.remittances.models import RemittanceAdvice
from o2c.collections.cash.remittances.services import store_advice, withdraw_advice
from o2c.core.errors import BusinessError, Conflict
from o2c.core.files.storage import store_raw

pytestmark = pytest.mark.django_db
CSV = """Avis AV778899
Belegnummer;Bruttobetrag;Abzug;Grund;Zahlbetrag
RE-2026-100123;100,00;;;100,00
RE-2026-100124;200,00;20,00;Bruch;180,00
Summe;;;;280,00
"""
DAY = date(2026, 3, 2)


def account() -> FinancialAccount:
    made: FinancialAccount = FinancialAccountFactory(entity=own_account().entity, currency="EUR")
    posted(made, "100.00", date(2026, 1, 5), reference="RE-2026-100123")
    posted(made, "200.00", date(2026, 1, 6), reference="RE-2026-100124")
    return made


def advice(owner: FinancialAccount, content: str = CSV, name: str = "advice.csv") -> RemittanceAdvice:
    blob = store_raw(io.BytesIO(content.encode()), name)
    return store_advice(blob, entity=owner.entity, actor=matcher())


def test_an_advice_before_the_money_is_used_when_the_money_comes() -> None:
    owner = account()
    kept = advice(owner)
    assert (kept.number, kept.total, [line.document for line in kept.lines.order_by("position")]) == (
        "AV778899",
        D(280),
        ["RE-2026-100123", "RE-2026-100124"],
    )
    paid_in("280.00", "Avis AV778899", payer=owner.customer.legal_name)
    match_entity(owner.entity, on=DAY, actor=matcher())
    kept.refresh_from_db()
    assert kept.state == "used"
    assert (Application.objects.get().applied, Deduction.objects.get().amount) == (D(280), D(20))
    assert not OpenItem.objects.filter(kind="invoice", open_amount__gt=0).exists()
    unallocate_receipt(Application.objects.get().pk, on=DAY, reason="Wrong", actor=matcher())
    kept.refresh_from_db()
    assert kept.state == "open"


def test_an_advice_after_the_money_is_tried_at_once() -> None:
    person("system")
    owner = account()
    paid_in("280.00", "AV778899", payer=owner.customer.legal_name)
    match_entity(owner.entity, on=DAY, actor=matcher())
    assert not Application.objects.exists()
    on_advice_stored(advice(owner).pk, {})
    assert Application.objects.get().applied == D(280)


def test_one_that_differs_from_the_money_by_a_cent_books_nothing_by_itself() -> None:
    owner = account()
    advice(owner)
    paid_in("280.01", "AV778899", payer=owner.customer.legal_name)
    assert match_entity(owner.entity, on=DAY, actor=matcher()).booked == 0


def test_the_same_file_is_one_advice_and_a_number_stands_once() -> None:
    owner = account()
    first = advice(owner)
    assert advice(owner).pk == first.pk
    with pytest.raises(BusinessError, match="remittanceadvice_number_once"):
        advice(owner, CSV + "\n")
    withdraw_advice(first.pk, reason="Sent twice", actor=matcher())
    assert advice(owner, CSV + "\n").pk != first.pk
    with pytest.raises(Conflict):
        withdraw_advice(first.pk, reason="Again", actor=matcher())
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE collections_adviceline SET paid = 1")


@pytest.mark.parametrize(("content", "code"), [
    (CSV.replace("280,00", "281,00"), "advice_does_not_add_up"),
    ('<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>', "bank_file_xml_doctype"),
    ("<Document><broken", "bank_file_xml_broken"),
    ("hello", "bank_file_advice_without_lines"),
    ("PK\x03\x04 no archive", "bank_file_file_truncated"),
])  # fmt: skip
def test_what_does_not_add_up_or_is_hostile_is_refused(content: str, code: str) -> None:
    owner = account()
    with pytest.raises(BusinessError) as refused:
        advice(owner, content)
    assert refused.value.code == code
    assert not RemittanceAdvice.objects.exists()


def test_a_spreadsheet_reads_like_the_table_it_is(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    for row in (
        ["Document", "Gross", "Deduction", "Reason", "Paid"],
        ["RE-2026-100123", 100, None, None, 100],
        ["Total", None, None, None, 100],
    ):
        sheet.append(row)
    path = tmp_path / "AV112233.xlsx"
    book.save(path)
    told = read_advice(path)
    assert (told.number, told.total, [(line.document, line.paid) for line in told.lines]) == (
        "AV112233",
        D(100),
        [("RE-2026-100123", D(100))],
    )


def test_entered_by_page_it_shows_its_lines_beside_our_book(client: Client) -> None:
    owner = account()
    client.force_login(matcher())
    upload = SimpleUploadedFile("advice.csv", CSV.encode())
    answer = client.post(reverse("advice_new"), {"file": upload, "entity": owner.entity.code}, follow=True)
    assert "AV778899" in answer.content.decode()
    kept = RemittanceAdvice.objects.get()
    lines = client.get(reverse("advice_lines", args=[kept.public_id])).content.decode()
    assert "RE-2026-100124" in lines
    assert "180.00" in lines
    client.post(reverse("advice_withdraw", args=[kept.public_id]), {"reason": "Sent twice"})
    kept.refresh_from_db()
    assert kept.state == "withdrawn"


def test_rest_reads_an_advice_with_its_lines_within_reach_only(client: Client) -> None:
    kept = advice(account())
    client.force_login(matcher())
    (row,) = client.get(reverse("api_advices"), {"state": "open"}).json()["results"]
    assert (row["number"], row["paid"]["value"], row["state"]) == ("AV778899", "280.00", "open")
    told = client.get(reverse("api_advice", args=[kept.public_id])).json()
    assert [line["document"] for line in told["lines"]] == ["RE-2026-100123", "RE-2026-100124"]
    client.force_login(person("cash_clerk", name="Elsa Elsewhere", entity=LegalEntityFactory()))
    assert client.get(reverse("api_advice", args=[kept.public_id])).status_code == 404

"""Spend comes in once, corrections replace it by name, and what cannot be used is a finding."""

import io
import json
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from factories.accounts import CampaignFactory
from people import person

from o2c.billing.spend.imports import import_file
from o2c.billing.spend.merging import Taken
from o2c.billing.spend.models import SpendRecord
from o2c.core.reference import sync_reference

pytestmark = pytest.mark.django_db

HEADER = "ext_id,campaign,service_date,units,amount,currency,corrects"
GOOD = "a1,cmp,2025-06-01,1000,12.50,EUR,"


@pytest.fixture(autouse=True)
def campaigns() -> None:
    CampaignFactory(ext_id="cmp")
    CampaignFactory(ext_id="other")


def taken(folder: Path, *lines: str) -> Taken:
    path = folder / "spend.csv"
    path.write_text("\n".join([HEADER, *lines]) + "\n")
    return import_file(path, source="adserver", actor=person("clerk"))


def test_a_record_is_taken_once(tmp_path: Path) -> None:
    first, again = taken(tmp_path, GOOD), taken(tmp_path, GOOD)

    record = SpendRecord.objects.get()
    assert (first.added, again.added, again.known) == (1, 0, 1)
    assert (record.campaign.ext_id, record.units, record.amount, record.source) == ("cmp", Decimal(1000), Decimal("12.50"), "adserver")


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("b,cmp,2025-06-01,1000,12.505,EUR,", "spend_digits"),
        ("b,cmp,2025-06-01,1000,-1,EUR,", "spend_number"),
        ("b,cmp,2025-06-01,many,1,EUR,", "spend_number"),
        ("b,cmp,2025-02-30,1000,1,EUR,", "spend_day"),
        ("b,cmp,2025-06-01,1000,1,EURO,", "spend_currency"),
        ("b,none,2025-06-01,1000,1,EUR,", "spend_campaign_unknown"),
        (",cmp,2025-06-01,1000,1,EUR,", "spend_text"),
        ("a1,cmp,2025-06-01,1000,12.50,EUR,", "spend_twice"),
        ("b,cmp", "csv_row_shape"),
        ("b,cmp,2025-06-01,1000,1,EUR,nothing", "spend_corrects_unknown"),
        ("b,other,2025-06-01,1000,1,EUR,a1", "spend_corrects_other_campaign"),
        ("b,cmp,2025-06-01,1000,1,USD,a1", "spend_corrects_other_currency"),
        ("b\\,none\\,2025-06-01,1000,1,EUR,", "spend_campaign_unknown"),
    ],
)
def test_a_wrong_row_is_a_finding_and_the_others_are_taken(tmp_path: Path, line: str, code: str) -> None:
    result = taken(tmp_path, GOOD, line)

    assert [(found.row, found.code) for found in result.findings] == [(3, code)]
    assert SpendRecord.objects.count() == 1


def test_a_correction_replaces_a_record_once(tmp_path: Path) -> None:
    result = taken(tmp_path, GOOD, "a2,cmp,2025-06-01,900,11.25,EUR,a1", "a3,cmp,2025-06-01,800,10.00,EUR,a1")

    assert [(found.row, found.code) for found in result.findings] == [(4, "spend_corrects_corrected")]
    assert list(SpendRecord.objects.filter(corrected_by=None).values_list("ext_id", flat=True)) == ["a2"]


def test_a_correction_of_a_correction_may_come_in_the_same_file(tmp_path: Path) -> None:
    lines = [GOOD, "a3,cmp,2025-06-01,800,10.00,EUR,a2", "a2,cmp,2025-06-01,900,11.25,EUR,a1"]

    first, again = taken(tmp_path, *lines), taken(tmp_path, *lines)

    assert (first.added, again.added, again.known, first.findings) == (3, 0, 3, [])
    assert list(SpendRecord.objects.filter(corrected_by=None).values_list("ext_id", "corrects__ext_id")) == [("a3", "a2")]


def test_a_file_of_many_chunks_is_taken_once_and_its_first_findings_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("o2c.billing.spend.imports.CHUNK", 3)
    monkeypatch.setattr("o2c.billing.spend.merging.KEPT", 2)
    lines = [f"r{number},{'cmp' if number % 2 else 'none'},2025-06-01,1,1,EUR," for number in range(10)]

    first, again = taken(tmp_path, *lines), taken(tmp_path, *lines)

    assert (first.added, first.wrong, len(first.findings), again.added, again.known) == (5, 5, 2, 0, 5)


def test_a_batch_by_rest_is_taken_once_with_findings_by_row(client: Client) -> None:
    row = dict(zip(HEADER.split(","), GOOD.split(","), strict=True))
    body = {"source": "adserver", "records": [row, row | {"ext_id": "x", "amount": "many"}, row | {"ext_id": "y", "campaign": "none"}]}
    client.force_login(person("clerk"), backend="django.contrib.auth.backends.ModelBackend")

    answers = [
        client.post("/api/v1/spend", json.dumps(body), content_type="application/json", HTTP_IDEMPOTENCY_KEY=f"batch-number-{key}").json()
        for key in (1, 2)
    ]

    assert [(answer["added"], answer["known"], answer["not_used"]) for answer in answers] == [(1, 0, 2), (0, 1, 2)]
    assert [(found["row"], found["code"]) for found in answers[0]["findings"]] == [(2, "spend_number"), (3, "spend_campaign_unknown")]


def test_a_record_that_says_something_else_later_is_a_finding(tmp_path: Path) -> None:
    taken(tmp_path, GOOD)

    result = taken(tmp_path, GOOD.replace("12.50", "13.00"))

    assert [found.code for found in result.findings] == ["spend_differs"]
    assert SpendRecord.objects.get().amount == Decimal("12.50")


@pytest.mark.parametrize(
    "statement", ["UPDATE billing_spendrecord SET amount = 0", "DELETE FROM billing_spendrecord", "TRUNCATE billing_spendrecord CASCADE"]
)
def test_spend_never_changes(tmp_path: Path, statement: str) -> None:
    taken(tmp_path, GOOD)
    connection.check_constraints()

    with pytest.raises(IntegrityError, match="never change"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_the_command_takes_a_file_or_says_why_not(tmp_path: Path) -> None:
    sync_reference()
    path = tmp_path / "spend.csv"
    path.write_text(f"{HEADER}\n{GOOD}\n")
    out = io.StringIO()

    call_command("import_spend", str(path), "--source", "adserver", "--json", verbosity=0, stdout=out)
    path.write_text("what,is,this\n")

    assert json.loads(out.getvalue())["added"] == 1
    with pytest.raises(CommandError, match="lacks the columns"):
        call_command("import_spend", str(path), "--source", "adserver", verbosity=0)


def test_a_clerk_uploads_a_file_and_reads_what_became_of_it(client: Client) -> None:
    client.force_login(person("clerk"), backend="django.contrib.auth.backends.ModelBackend")
    file = SimpleUploadedFile("spend.csv", f"{HEADER}\n{GOOD}\nb,none,2025-06-01,1,1,EUR,\n".encode())

    text = client.post(reverse("spend_import"), {"source": "adserver", "file": file}).content.decode()
    broken = client.post(reverse("spend_import"), {"source": "adserver", "file": SimpleUploadedFile("x.csv", b"\xff\xfe")})

    assert "no campaign has this external id" in text
    assert broken.status_code == 422
    assert "12.50" in client.get(reverse("spend_list"), {"counts": "true"}).content.decode()

"""How bank files come in and how their questions are answered: page, REST, drop folder and command line."""

import json
from pathlib import Path

import pytest
from bank_files import CAMT, camt
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from factories.cash import imported, own_account
from people import person
from pytest_django import Settings

from o2c.collections.cash.statements import night
from o2c.collections.cash.statements.importing.run import import_file
from o2c.collections.cash.statements.models import StatementFile, StatementLine
from o2c.core.access.queries import the_night
from o2c.core.audit.models import AuditEvent
from o2c.core.jobs import progress
from o2c.core.jobs.models import Job

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(client: Client) -> Client:
    client.force_login(person("cash_clerk"))
    return client


def test_several_files_are_handed_over_at_once_and_the_same_twice_is_one(clerk: Client) -> None:
    own_account()
    files = [SimpleUploadedFile("a.xml", CAMT.encode()), SimpleUploadedFile("b.xml", CAMT.encode()), SimpleUploadedFile("c.txt", b"?")]
    answer = clerk.post(reverse("statement_file_upload"), {"bank_files": files})
    assert answer.status_code == 302
    assert sorted(StatementFile.objects.values_list("name", "state")) == [("a.xml", "received"), ("c.txt", "received")]
    assert Job.objects.filter(kind="collections.import_file").count() == 2


def test_a_question_is_answered_on_its_page_and_remembered(clerk: Client) -> None:
    account = own_account(iban="DE02120300000000202051")
    file = imported(CAMT, actor=person("cash_clerk"))
    page = reverse("statement_file_answer", args=[file.public_id])
    assert "DE89370400440532013000" in clerk.get(page).content.decode()
    assert clerk.post(page, {"account_0": ""}).status_code == 422
    assert clerk.post(page, {"account_0": account.public_id}).status_code == 302
    file.refresh_from_db()
    assert (file.state, import_file(file, actor=person("cash_clerk")).new_entries) == ("received", 2)


def test_the_order_of_day_and_month_is_asked_and_used() -> None:
    account = own_account()
    table = "Date,Text,Amount\n03/04/2026,a,1.00\n"
    asked = imported(table, name="t.csv", accounts={"": account.pk})
    assert [found["code"] for found in asked.findings] == ["date_order_unclear"]
    file = imported(table, name="t.csv", mapping={"dates": "mdy"})
    assert (file.state, StatementLine.objects.get().booked_on.isoformat()) == ("done", "2026-03-04")


def test_the_raw_file_is_handed_out_and_that_stands_in_the_trail(clerk: Client) -> None:
    own_account()
    file = imported(CAMT, actor=person("cash_clerk"))
    answer = clerk.get(reverse("statement_file_raw", args=[file.public_id]))
    assert b"".join(answer.streaming_content) == CAMT.encode()  # type: ignore[arg-type]
    assert AuditEvent.objects.filter(action="statement_file.read", object_id=file.pk).count() == 1


def test_the_night_takes_the_drop_folder_and_puts_the_files_away(tmp_path: Path, settings: Settings) -> None:
    own_account()
    settings.BANK_FILE_FOLDER = str(tmp_path)
    (tmp_path / "a.xml").write_text(CAMT)
    (tmp_path / "b.xml").write_text(CAMT)
    (tmp_path / "c.txt").write_text("Dear Sir or Madam")
    (tmp_path / "link.xml").symlink_to(tmp_path / "a.xml")
    job = Job.objects.create(kind="collections.import_statements", key="x", requested_by=the_night())
    with progress.job(job.pk) as j:
        night.collect(j)
    job.refresh_from_db()
    assert (job.state, StatementLine.objects.count()) == ("done", 2), job.error
    assert sorted(path.name[13:] for path in (tmp_path / "done").iterdir()) == ["a.xml", "b.xml"]
    assert [path.name[13:] for path in (tmp_path / "failed").iterdir()] == ["c.txt"]


def test_the_command_says_what_was_new_and_what_was_known(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    own_account()
    first, gap = tmp_path / "a.xml", tmp_path / "b.xml"
    first.write_text(CAMT)
    gap.write_text(camt(("1.00", "R9"), opening="500.00", closing="501.00").replace("2026-03-02", "2026-03-04").replace("S1", "S3"))
    call_command("import_statement", str(first), str(first), str(gap), "--json")
    told = [(row["outcome"], row["new_entries"], row["duplicates"], row["chain"]) for row in json.loads(capsys.readouterr().out)]
    assert told == [("ok", 2, 0, "continuous"), ("duplicate", 0, 2, "continuous"), ("warn", 0, 0, "gap")]
    call_command("import_statement", str(gap), "--confirm", "The bank was closed")
    assert "warn" in capsys.readouterr().out
    assert StatementLine.objects.count() == 3

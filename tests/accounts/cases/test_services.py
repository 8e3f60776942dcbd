"""Cases from the first word to the outcome: triage, answers by mail, replies, claims."""

from collections.abc import Callable
from decimal import Decimal
from io import BytesIO
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from hypothesis import given
from hypothesis import strategies as st
from people import person
from pypdf import PdfReader
from refusals import refused

from o2c.accounts.cases.models import CaseMessage, CaseState, CustomerCase
from o2c.accounts.cases.queries import cases as seen
from o2c.accounts.cases.queries import cases_about, routing
from o2c.accounts.cases.rules import CASE_MOVES, reference, referred
from o2c.accounts.cases.services import cases, claims, talking
from o2c.accounts.cases.services.letters import paragraphs
from o2c.accounts.cases.tasks import answer_letter
from o2c.accounts.customers.models import Customer
from o2c.core.access.models import User
from o2c.core.approvals.models import ApprovalRequest
from o2c.core.approvals.services import decide_approval
from o2c.core.errors import Conflict
from o2c.core.files.models import Attachment
from o2c.core.files.storage import path_of
from o2c.core.jobs.models import Job
from o2c.core.mail.imports import import_bounces
from o2c.core.money import Money
from o2c.core.outbox.models import Outbox
from o2c.core.verbs import transition
from o2c.core.work.models import Task

pytestmark = pytest.mark.django_db
Opens = Callable[..., CustomerCase]


def worked(case: CustomerCase, clerk: User) -> CustomerCase:
    cases.triage_case(case.pk, category="billing", team="clerk", actor=clerk)
    return cases.start_case(case.pk, actor=clerk)


def test_a_case_is_triaged_to_a_team_with_a_clock(opens: Opens, clerk: User, customer: Customer) -> None:
    case = opens(documents=["INV-1", "INV-2"])
    assert (case.number[0], case.messages.get().person) == ("K", "Jean")
    assert list(cases_about(clerk, "INV-2", [None, customer.pk])) == [case]
    assert not cases_about(clerk, "INV-3", [customer.pk]).exists()

    cases.triage_case(case.pk, category="billing", team="finance", level=2, is_urgent=True, actor=clerk)

    task = Task.objects.select_related("queue").get(kind="customer_case", state="open")
    assert (task.queue.code, task.priority, task.clock_allowed.total_seconds()) == ("finance", 2, 4 * 3600)  # type: ignore[union-attr]
    refused("case_text_missing", opens, text=" ")
    refused("card_number", opens, text="4111 1111 1111 1111")


def test_a_misrouted_case_goes_back_with_a_reason_and_is_counted(opens: Opens, clerk: User) -> None:
    case, finance = opens(), person("finance")
    cases.triage_case(case.pk, category="billing", team="finance", actor=clerk)

    refused("case_reason_missing", cases.return_case, case.pk, reason=" ", actor=finance)
    cases.return_case(case.pk, reason="A collections matter", actor=finance)
    cases.triage_case(case.pk, category="escalation", team="collector", actor=clerk)

    whole, (row,) = routing(clerk, case.created_at)
    assert (whole.triaged, whole.misroute_rate, whole.reopen_rate) == (1, 1.0, None)
    assert (row["category"], row["misrouted"], row["open"]) == ("escalation", 1, 1)


def test_an_answer_carries_the_reference_and_the_reply_finds_its_case_once(opens: Opens, clerk: User) -> None:
    case = worked(opens(), clerk)
    talking.answer_case(case.pk, text="Which line?", waits=True, actor=clerk)
    mail = Outbox.objects.get(topic="case_answer")
    assert (mail.recipient, mail.payload["reference"]) == ("jean@martin.fr", case.reference)
    assert seen(clerk).get().due_at is None
    head = f"From: jean@martin.fr\nMessage-ID: <1@martin.fr>\nSubject: Re: {case.reference} Wrong invoice\n"
    raw = f"{head}\nThe second line.\n> Which line?\n".encode()

    assert import_bounces(raw, actor=person("system")).replies == 1
    import_bounces(raw, actor=person("system"))

    case.refresh_from_db()
    assert case.state == "in_progress"
    assert list(case.messages.filter(direction="in").values_list("text", flat=True)) == ["It is too high", "The second line."]
    assert seen(clerk).get().due_at is not None


def test_an_answer_goes_out_as_a_letter_that_stays_with_its_case(opens: Opens, clerk: User, settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    case = worked(opens(documents=["INV-7"]), clerk)
    Customer.objects.filter(pk=case.customer_id).update(language="de")
    talking.answer_case(case.pk, text="You are right.\n\nWe credit line 2.", letter=True, actor=clerk)
    assert not Outbox.objects.filter(topic="case_answer").exists()
    job = Job.objects.get(kind=talking.ANSWER_LETTER)

    answer_letter(job.pk)

    kept = Attachment.objects.get(kind="answer_letter", object_id=case.pk)
    with default_storage.open(path_of(kept.file.sha256)) as content:
        said = " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(content.read())).pages).split())
    for part in ("Wrong invoice", case.reference, "INV-7", "You are right.", "We credit line 2.", "Mit freundlichen Grüßen", str(clerk)):
        assert part in said
    (mail,) = Outbox.objects.filter(topic="case_answer")
    assert (mail.recipient, mail.enclosures.get().file) == ("jean@martin.fr", kept.file)
    assert list(case.messages.filter(direction="out").values_list("channel", flat=True)) == ["letter"]


def test_an_empty_line_parts_paragraphs() -> None:
    assert paragraphs("You are right.\r\n \r\n\r\nWe credit\r\nline 2.\n") == [["You are right."], ["We credit", "line 2."]]


def test_mails_without_a_reference_or_from_machines_land_nowhere(opens: Opens) -> None:
    case, night = opens(), person("system")
    wrong = f"From: a@b.c\nSubject: {reference(case.number, '0' * 8)}\n\nHello\n".encode()
    robot = f"From: a@b.c\nAuto-Submitted: auto-replied\nSubject: {case.reference}\n\nI am away\n".encode()

    for raw in (wrong, robot, b"From: a@b.c\nSubject: Hello\n\nHello\n"):
        assert import_bounces(raw, actor=night).replies == 0
    assert CaseMessage.objects.count() == 1
    refused("case_reference_unknown", talking.take_mail, case.number, "0" * 8, sender="x", text="x", actor=night)


def test_a_word_after_the_end_opens_it_again_and_counts_once(opens: Opens, clerk: User) -> None:
    case = worked(opens(), clerk)
    refused("case_outcome_missing", cases.resolve_case, case.pk, outcome=" ", actor=clerk)
    cases.resolve_case(case.pk, outcome="Credit note sent", actor=clerk)
    cases.close_case(case.pk, actor=clerk)
    talking.note_contact(case.pk, direction="in", channel="phone", text="Still wrong", person="Jean", actor=clerk)

    case.refresh_from_db()
    first = case.reopened_at
    assert (case.state, first is not None) == ("reopened", True)
    cases.start_case(case.pk, actor=clerk)
    cases.resolve_case(case.pk, outcome="Now right", actor=clerk)
    assert cases.reopen_case(case.pk, reason="No", actor=clerk).reopened_at == first


def test_the_second_level_takes_over_once(opens: Opens, clerk: User) -> None:
    case = worked(opens(), clerk)

    cases.lift_case(case.pk, team="legal", reason="A lawyer wrote", actor=clerk)

    refused("case_is_second_level", cases.lift_case, case.pk, team="legal", reason="x", actor=clerk)
    assert seen(clerk).get().team == "legal"


def test_a_claim_is_judged_and_what_is_above_the_limit_has_two_people(opens: Opens, clerk: User) -> None:
    case = worked(opens(kind="claim"), clerk)
    judged: dict[str, Any] = {"facts": "Two days offline", "analysis": "Our fault", "decision": "Grant", "actor": clerk}
    refused("claim_undecided", cases.resolve_case, case.pk, outcome="x", actor=clerk)
    refused("claim_incomplete", claims.judge_claim, case.pk, **{**judged, "analysis": " "})

    claims.judge_claim(case.pk, compensation=Money(Decimal("150.00"), "EUR"), **judged)

    case.refresh_from_db()
    assert case.granted_at is None
    decide_approval(ApprovalRequest.objects.get(kind="compensation").pk, approve=True, actor=person("approver"))
    case.refresh_from_db()
    assert case.granted_at is not None
    refused("claim_granted", claims.judge_claim, case.pk, **judged)
    refused("case_is_no_claim", claims.judge_claim, opens().pk, **judged)


def test_a_compensation_within_the_limit_is_granted_at_once(opens: Opens, clerk: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(claims, "limit", lambda kind, **facts: Decimal(200))
    case = worked(opens(kind="claim"), clerk)
    amount = Money(Decimal("150.00"), "EUR")

    done = claims.judge_claim(case.pk, facts="a", analysis="b", decision="c", compensation=amount, actor=clerk)

    assert done.granted_at is not None


FORBIDDEN = [(a, b) for a, b in product(CaseState.values, CaseState.values) if b not in CASE_MOVES.get(a, set())]


@pytest.mark.parametrize(("state", "wanted"), FORBIDDEN)
def test_every_other_move_is_refused(state: str, wanted: str) -> None:
    with pytest.raises(Conflict, match="wrong_state"):
        transition(CustomerCase(state=state), wanted, CASE_MOVES)


@given(st.integers(1, 10**9), st.integers(0, 16**8 - 1), st.text(max_size=30))
def test_a_reference_is_found_wherever_it_stands(number: int, secret: int, around: str) -> None:
    text, token = f"K{number:06}", f"{secret:08x}"
    assert referred(f"Re: {reference(text, token)} {around}") == (text, token)

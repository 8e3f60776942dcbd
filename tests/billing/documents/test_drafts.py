"""Drafts by hand: nothing is owed before they are posted; above the limit a second person posts them."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from factories.billing import billable, issued, new_line
from people import person
from refusals import refused

from o2c.billing.documents.models import Document, DocumentDraft
from o2c.billing.documents.rules import DRAFT_MOVES
from o2c.billing.documents.services import drafts
from o2c.core.approvals.models import ApprovalRequest
from o2c.core.approvals.services import decide_approval

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("gates_open")]
DAY = date(2026, 3, 10)


def draft(net: str = "100", **facts: Any) -> DocumentDraft:
    account = facts.pop("account", None) or billable()
    lines = facts.pop("lines", None) or [new_line(net)]
    return drafts.create_draft(account.pk, **{"kind": "invoice", "document_date": DAY, "lines": lines, "actor": person("clerk"), **facts})


def test_a_draft_is_written_changed_and_posted_once() -> None:
    written = draft()
    assert not Document.objects.exists()
    lines = [new_line("40"), new_line("2.50")]
    drafts.edit_draft(
        written.pk, written.account_id, kind="invoice", document_date=DAY, lines=lines, note="As agreed", actor=person("clerk")
    )

    posted = drafts.post_draft(written.pk, actor=person("clerk"))

    assert (posted.state, str(posted.document.net), posted.document.note) == ("posted", "42.50", "As agreed")  # type: ignore[union-attr]
    refused("wrong_state", drafts.post_draft, written.pk, actor=person("clerk"))
    assert Document.objects.count() == 1


def test_above_the_limit_another_person_posts_it_by_agreeing() -> None:
    written = draft("20000")
    clerk, approver = person("clerk"), person("approver")

    waiting = drafts.post_draft(written.pk, actor=clerk)

    assert (waiting.state, waiting.document) == ("pending_approval", None)
    request = ApprovalRequest.objects.get(kind=drafts.KIND)
    refused("approval_not_yours", decide_approval, request.pk, approve=True, actor=clerk)
    decide_approval(request.pk, approve=True, actor=approver)
    written.refresh_from_db()
    assert (written.state, written.document.gross) == ("posted", 24000)  # type: ignore[union-attr]


def test_a_changed_draft_goes_back_from_the_approvers() -> None:
    written = draft("20000")
    drafts.post_draft(written.pk, actor=person("clerk"))

    drafts.edit_draft(written.pk, written.account_id, kind="invoice", document_date=DAY, lines=[new_line("30000")], actor=person("clerk"))

    written.refresh_from_db()
    assert written.state == "draft"
    assert ApprovalRequest.objects.get().state == "withdrawn"
    assert drafts.post_draft(written.pk, actor=person("clerk")).state == "pending_approval"


def test_a_credit_note_by_hand_always_asks() -> None:
    original = issued(billable())
    line = new_line("10", original_line_id=original.lines.get().pk)
    written = draft(kind="credit_note", account=original.account, original_id=original.pk, lines=[line])
    assert drafts.post_draft(written.pk, actor=person("clerk")).state == "pending_approval"


@pytest.mark.parametrize("state", ["pending_approval", "posted", "discarded"])
def test_forbidden_moves_of_a_draft(state: str) -> None:
    written = draft("20000" if state == "pending_approval" else "100")
    {"discarded": drafts.discard_draft}.get(state, drafts.post_draft)(written.pk, actor=person("clerk"))
    written.refresh_from_db()
    assert written.state == state
    refused("wrong_state", drafts.post_draft, written.pk, actor=person("clerk"))
    if "discarded" not in DRAFT_MOVES.get(state, set()):
        refused("wrong_state", drafts.discard_draft, written.pk, actor=person("clerk"))
    if "draft" not in DRAFT_MOVES.get(state, set()):
        refused(
            "wrong_state",
            drafts.edit_draft,
            written.pk,
            written.account_id,
            kind="invoice",
            document_date=DAY,
            lines=[],
            actor=person("clerk"),
        )


def test_what_stands_against_it_is_refused_and_fees_are_not_written_by_hand() -> None:
    written = draft(document_date=date(2099, 1, 1))
    refused("document_in_future", drafts.post_draft, written.pk, actor=person("clerk"))
    refused("draft_kind", draft, kind="fee_note")
    with pytest.raises(PermissionDenied):
        drafts.post_draft(written.pk, actor=person("collector"))


def typed(account: Any, **more: str) -> dict[str, str]:
    return {
        "account": str(account.public_id), "kind": "invoice", "document_date": "10/03/2026", "lines": "2",
        "line0-description": "Display", "line0-quantity": "2", "line0-unit_price": "50", **more,
    }  # fmt: skip


def test_the_form_writes_a_draft_and_its_page_shows_what_would_be_posted(client: Client) -> None:
    account = billable()
    client.force_login(person("clerk"))

    answer = client.post(reverse("draft_new"), typed(account), follow=True)

    shown = answer.content.decode()
    assert "As it would be posted" in shown
    assert "120.00" in shown
    written = DocumentDraft.objects.get()
    client.post(reverse("draft_move", args=[written.public_id, "post"]))
    written.refresh_from_db()
    page = client.get(reverse("document_detail", args=[written.document.public_id])).content.decode()  # type: ignore[union-attr]
    assert "On the paper" in page
    assert "Write credit note" in page
    prefilled = client.get(reverse("draft_new") + f"?credits={written.document.public_id}").content.decode()  # type: ignore[union-attr]
    assert 'value="Display"' in prefilled
    assert client.get(reverse("draft_edit", args=[written.public_id])).status_code == 200


def test_the_form_says_what_is_missing_beside_the_line(client: Client) -> None:
    account = billable()
    client.force_login(person("clerk"))
    answer = client.post(reverse("draft_new"), typed(account, **{"line1-description": "Video", "line0-campaign": "nowhere"}))
    assert answer.status_code == 422
    assert "This line needs it." in answer.content.decode()
    assert "There is no such campaign." in answer.content.decode()
    assert not DocumentDraft.objects.exists()

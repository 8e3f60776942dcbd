"""Documents by hand: written as drafts, approved where the limit asks for it, then posted like every other."""

import dataclasses
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from o2c.accounts.financial_accounts.queries import financial_accounts
from o2c.billing.documents.engine.amounts import line_net
from o2c.billing.documents.models import DocumentDraft, DraftState
from o2c.billing.documents.queries.documents import documents
from o2c.billing.documents.queries.drafts import drafts
from o2c.billing.documents.queries.facts import book_for
from o2c.billing.documents.rules import DRAFT_MOVES, Composed, Credited, NewDocument, NewLine, compose
from o2c.billing.documents.services.posting import post_documents
from o2c.core.access.models import User
from o2c.core.approvals.models import ApprovalRequest
from o2c.core.approvals.services import request_approval, withdraw_approval
from o2c.core.audit.services import record
from o2c.core.cards import refuse_card_number
from o2c.core.changes import change
from o2c.core.clock import local_today
from o2c.core.errors import BusinessError, Conflict
from o2c.core.limits.queries import limit
from o2c.core.money import Money
from o2c.core.plain import plain
from o2c.core.verbs import lock_one, transition, verb

KIND = "document_by_hand"
BY_HAND = {"invoice": "invoice_by_hand", "debit_note": "invoice_by_hand", "credit_note": "credit_note_by_hand"}
NUMBERS = {"quantity", "unit_price", "net", "tax_rate"}
DAYS = {"service_from", "service_until"}


@verb("billing.create_draft")
def create_draft(
    account_id: int, *, kind: str, document_date: date, lines: Sequence[NewLine], original_id: int | None = None, actor: User, **facts: str
) -> DocumentDraft:
    """Begin a document by hand. Nothing is numbered or owed before it is posted.

    Raises BusinessError "draft_kind", "document_empty", Conflict "gone_or_out_of_reach".
    """
    head = _head(account_id, kind, original_id, actor)
    draft = DocumentDraft(**head, document_date=document_date, lines=written(lines), stream=facts.pop("stream", ""), **_clean(facts))
    draft.net = _net(draft)
    draft.save()
    record("draft.created", draft, actor=actor, after=_facts(draft))
    return draft


@verb("billing.edit_draft")
def edit_draft(
    pk: int,
    account_id: int,
    *,
    kind: str,
    document_date: date,
    lines: Sequence[NewLine],
    original_id: int | None = None,
    actor: User,
    version: int | None = None,
    **facts: str,
) -> DocumentDraft:
    """Write a draft anew; one that waits for approval goes back to its writer. Raises as `create_draft`, Conflict "wrong_state"."""
    draft = lock_one(drafts(actor), pk, version)
    if draft.state != DraftState.DRAFT:
        _take_back(draft, actor)
    values = {**_head(account_id, kind, original_id, actor), "document_date": document_date, "lines": written(lines)}
    before, after = change(draft, **values, stream=facts.pop("stream", ""), **_clean(facts))
    if after:
        change(draft, net=_net(draft))
        record("draft.edited", draft, actor=actor, before=plain(before), after=plain(after))
    return draft


def _head(account_id: int, kind: str, original_id: int | None, actor: User) -> dict[str, Any]:
    """Who is billed, by whom, in which currency, and what is corrected."""
    if kind not in BY_HAND:
        raise BusinessError("draft_kind", field="kind")
    account = lock_one(financial_accounts(actor), account_id)
    original = lock_one(documents(actor), original_id) if original_id else None
    return {
        "account": account, "entity": account.entity, "customer": account.customer, "currency": account.currency, "kind": kind,
        "original": original,
    }  # fmt: skip


def _take_back(draft: DocumentDraft, actor: User) -> None:
    """Back from the approvers: what they would agree to is no longer what stands here."""
    transition(draft, DraftState.DRAFT, DRAFT_MOVES)
    draft.save(update_fields=["state"])
    waiting = ApprovalRequest.objects.filter(kind=KIND, subject_type=draft._meta.label_lower, subject_id=draft.pk, state="pending").first()
    if waiting:
        withdraw_approval.step(waiting.pk, reason=str(draft), actor=actor)


@verb("billing.discard_draft")
def discard_draft(pk: int, *, reason: str = "", actor: User, version: int | None = None) -> DocumentDraft:
    """Give a draft up. Raises Conflict "wrong_state"."""
    draft = lock_one(drafts(actor), pk, version)
    transition(draft, DraftState.DISCARDED, DRAFT_MOVES)
    draft.save(update_fields=["state"])
    record("draft.discarded", draft, actor=actor, after={"state": draft.state}, reason=reason)
    return draft


@verb("billing.post_draft")
def post_draft(pk: int, *, reason: str = "", actor: User, version: int | None = None) -> DocumentDraft:
    """Post a draft; above the limit of what one person may issue, a second one is asked and posts it by agreeing.

    Raises whatever stands against the document (`post_documents`), Conflict "wrong_state".
    """
    draft = _in_state(pk, DraftState.DRAFT, actor, version)
    composed = composed_from(draft)
    if composed.against:
        raise composed.against[0]
    gross = Money(composed.invoice.totals.gross, draft.currency)
    if not needs_approval(draft, gross.value):
        return _post(draft, actor)
    transition(draft, DraftState.PENDING, DRAFT_MOVES)
    draft.save(update_fields=["state"])
    record("draft.submitted", draft, actor=actor, after=_facts(draft), reason=reason)
    request_approval.step(KIND, draft, {"pk": draft.pk}, reason=reason or str(draft), amount=gross, actor=actor)
    return draft


@verb("billing.post_approved_draft", dual=True)
def post_approved_draft(pk: int, *, actor: User) -> DocumentDraft:
    """A second person agreed to what the writer wants to issue. Raises as `post_draft`."""
    return _post(_in_state(pk, DraftState.PENDING, actor), actor)


def _in_state(pk: int, state: str, actor: User, version: int | None = None) -> DocumentDraft:
    draft = lock_one(drafts(actor), pk, version)
    if draft.state != state:
        raise Conflict("wrong_state", field="state", state=draft.get_state_display(), wanted=DraftState.POSTED.label)
    return draft


def needs_approval(draft: DocumentDraft, gross: Decimal) -> bool:
    """Whether one person may not issue it alone."""
    known = limit(BY_HAND[draft.kind], on=local_today(draft.entity), entity=draft.entity, currency=draft.currency)
    return known is not None and gross > known


def _post(draft: DocumentDraft, actor: User) -> DocumentDraft:
    (document,) = post_documents([new_from(draft)], actor=actor)
    before = draft.state
    transition(draft, DraftState.POSTED, DRAFT_MOVES)
    draft.document = document
    draft.save(update_fields=["state", "document"])
    record("draft.posted", draft, actor=actor, before={"state": before}, after={"state": draft.state, "number": document.number})
    return draft


def composed_from(draft: DocumentDraft) -> Composed:
    """The draft as it would be posted, with everything that stands against it. Raises BusinessError where no tax can be determined."""
    new = new_from(draft)
    return compose(new, book_for([new]).facts(new), Credited())


def new_from(draft: DocumentDraft) -> NewDocument:
    return NewDocument(
        kind=draft.kind, account_id=draft.account_id, document_date=draft.document_date, source_key=f"draft:{draft.pk}",
        lines=read(draft.lines), original_id=draft.original_id, reason_code=draft.reason_code, buyer_reference=draft.buyer_reference,
        note=draft.note, stream=draft.stream,
    )  # fmt: skip


def written(lines: Sequence[NewLine]) -> list[dict[str, Any]]:
    """Lines as a draft keeps them: only what was given, numbers as texts."""
    rows: list[dict[str, Any]] = []
    for line in lines:
        refuse_card_number(line.description, "lines")
        rows.append({name: plain(value) for name, value in dataclasses.asdict(line).items() if value not in (None, "")})
    return rows


def read(rows: Sequence[Mapping[str, Any]]) -> list[NewLine]:
    """What `written` wrote."""
    return [NewLine(**{name: _value(name, value) for name, value in row.items()}) for row in rows]


def _value(name: str, value: Any) -> Any:
    if name in NUMBERS:
        return Decimal(value)
    return date.fromisoformat(value) if name in DAYS else value


def _net(draft: DocumentDraft) -> Decimal:
    return sum((line_net(line.quantity, line.unit_price, draft.currency) for line in read(draft.lines)), Decimal(0))


def _clean(facts: Mapping[str, str]) -> dict[str, str]:
    return {name: refuse_card_number(text.strip(), name) for name, text in facts.items()}


def _facts(draft: DocumentDraft) -> dict[str, Any]:
    return {"kind": draft.kind, "account": draft.account.number, "document_date": draft.document_date, "lines": len(draft.lines)}

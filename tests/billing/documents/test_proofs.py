"""Each proof about documents is green on sound ones and names the one that was tampered with behind the triggers' back."""

from collections.abc import Callable, Iterable
from datetime import date
from threading import Barrier, Thread

import pytest
from django.db import connection
from factories.billing import billable, inside_a_verb, issued, new_document, new_line

from o2c.billing.documents import proofs
from o2c.billing.documents.models import Document
from o2c.billing.documents.services import post_documents
from o2c.billing.ledger.proofs import posted_rows_are_unchanged
from o2c.core.errors import BusinessError
from o2c.core.numbering.queries import gaps
from o2c.core.proofs.registry import Bad
from o2c.core.sentences import sentence

DAY = date(2026, 3, 10)
SOUND = [
    proofs.documents_add_up, proofs.contents_are_unchanged, proofs.credits_stay_within_originals, proofs.documents_match_entries,
    proofs.documents_have_papers, posted_rows_are_unchanged,
]  # fmt: skip


def story() -> tuple[Document, Document]:
    """An invoice of two lines and a credit note over a part of one."""
    account = billable()
    original = issued(account, "100.05", "33.33")
    line = new_line("40", original_line_id=original.lines.order_by("position")[0].pk)
    return original, issued(account, kind="credit_note", original_id=original.pk, lines=[line])


def tamper(statement: str) -> None:
    connection.check_constraints()
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(statement)
        cursor.execute("SET session_replication_role = origin")


@pytest.mark.django_db
@pytest.mark.usefixtures("gates_open")
def test_sound_documents_prove_green() -> None:
    story()
    assert [bad for prove in SOUND for bad in prove(DAY)] == []
    assert gaps(Document) == []


BROKEN = [
    ("UPDATE billing_documentline SET net = net + 1 WHERE position = 2", proofs.documents_add_up, "original"),
    ("UPDATE billing_documenttax SET amount = amount + 1, base = base WHERE base > 100", proofs.documents_add_up, "original"),
    ("UPDATE billing_documentline SET description = 'Video' WHERE position = 2", proofs.contents_are_unchanged, "original"),
    ("UPDATE billing_documenttax SET reason = 'none' WHERE base > 100", proofs.contents_are_unchanged, "original"),
    ("UPDATE billing_document SET gross = 40, net = 40, tax = 0 WHERE kind = 'invoice'", proofs.credits_stay_within_originals, "original"),
    ("UPDATE billing_documentline SET net = 39 WHERE net = 100.05", proofs.credits_stay_within_originals, "original"),
    ("UPDATE billing_document SET gross = gross + 1, net = net + 1 WHERE kind = 'credit_note'", proofs.documents_match_entries, "credit"),
    ("UPDATE billing_journalentry SET reference = 'X' WHERE kind = 'invoice'", proofs.documents_match_entries, "original"),
    ("UPDATE billing_document SET recorded_at = '2026-03-10' WHERE kind = 'invoice'", proofs.documents_have_papers, "original"),
]  # fmt: skip


@pytest.mark.django_db
@pytest.mark.usefixtures("gates_open")
@pytest.mark.parametrize(("statement", "prove", "named"), BROKEN)
def test_each_proof_names_what_is_broken(statement: str, prove: Callable[[date], Iterable[Bad]], named: str) -> None:
    original, credit = story()
    tamper(statement)
    found = {bad.label: bad for bad in prove(DAY)}
    label = {"original": original, "credit": credit}[named].number
    assert set(found) == {label}
    assert sentence(found[label].why, dict(found[label].values))


@pytest.mark.django_db
@pytest.mark.usefixtures("gates_open")
@pytest.mark.parametrize("change", ["note = 'x'", "net = net + 1, gross = gross + 1", "parties = '{}'", "number = 'X'", "original_id = id"])
def test_a_changed_head_breaks_its_seal(change: str) -> None:
    original, _credit = story()
    tamper(f"UPDATE billing_document SET {change} WHERE id = {original.pk}")  # noqa: S608
    assert [bad.label for bad in posted_rows_are_unchanged(DAY)] == [f"billing_document {original.pk}"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("gates_open")
def test_posting_from_several_connections_leaves_no_gap_and_no_credit_too_many() -> None:
    """Four at once: each posts invoices, tries to credit the same invoice, and gives some numbers back by failing at the end."""
    account = billable()
    original = issued(account, "100")
    line_id = original.lines.get().pk
    barrier, refusals = Barrier(4), []

    def work(index: int) -> None:
        barrier.wait()
        for turn in range(3):
            credit = new_document(account, kind="credit_note", original_id=original.pk, lines=[new_line("30", original_line_id=line_id)])
            try:
                with inside_a_verb() as actor:
                    post_documents([new_document(account, "10"), new_document(account, "20")], actor=actor)
                    if turn == 1:
                        raise BusinessError("document_empty")
                with inside_a_verb() as actor:
                    post_documents([credit], actor=actor)
            except BusinessError as refusal:
                refusals.append(refusal.code)
        connection.close()

    threads = [Thread(target=work, args=(index,)) for index in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert gaps(Document) == []
    assert Document.objects.filter(kind="credit_note").count() == 3
    assert refusals.count("document_empty") == 4
    assert [bad for prove in SOUND for bad in prove(DAY)] == []

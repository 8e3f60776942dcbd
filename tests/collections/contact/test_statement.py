"""A statement of account: from the ledger to a stored PDF that is mailed, in the customer's language."""

from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse
from factories.accounts import AddressFactory, ContactFactory, CustomerFactory, FinancialAccountFactory
from factories.billing import open_account, posted, settled
from factories.core import LegalEntityFactory
from people import person
from pypdf import PdfReader
from worker import drain_outbox

from o2c.accounts.customers.models import Contact, Customer, CustomerRelation
from o2c.accounts.financial_accounts.models import FinancialAccount
from o2c.collections.contact import queries, services
from o2c.collections.contact.tasks import make
from o2c.core.access.models import User
from o2c.core.access.queries import the_night
from o2c.core.audit.models import AuditEvent
from o2c.core.entities.models import OwnBankAccount
from o2c.core.errors import BusinessError, Conflict
from o2c.core.files.models import Attachment
from o2c.core.files.storage import path_of
from o2c.core.jobs.models import Job, JobState
from o2c.core.mail.imports import import_bounces
from o2c.core.outbox.models import Outbox, OutboxState

pytestmark = pytest.mark.django_db
FROM, AS_OF = date(2026, 1, 1), date(2026, 2, 28)


@pytest.fixture(autouse=True)
def own_storage(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def account() -> FinancialAccount:
    """450 open from December, 1,000 invoiced and 700 received in January, 300 of it applied; a credit note of 50."""
    account = open_account(customer=CustomerFactory(legal_name="Müller & Söhne GmbH", country="DE", language="de"))
    LegalEntityFactory._meta.model.objects.filter(pk=account.entity_id).update(
        name="Example FR01 SA", address="12 rue de la Paix\n75002 Paris", vat_id="FR40303265045"
    )
    account.entity.refresh_from_db()
    AddressFactory(customer=account.customer)
    posted(account, "450", date(2025, 12, 1), due=date(2025, 12, 31), reference="INV-OLD")
    invoice = posted(account, "1000", date(2026, 1, 10), due=date(2026, 2, 9), reference="INV-1")
    receipt = posted(account, "700", date(2026, 1, 20), "receipt", reference="PAY-1")
    settled(invoice, receipt, "300", date(2026, 1, 20))
    posted(account, "50", date(2026, 2, 1), "credit_note", reference="CN-1")
    posted(account, "999", date(2026, 3, 1), reference="INV-LATER")
    return account


@pytest.fixture
def collector() -> User:
    return person("collector")


def blocks(account: FinancialAccount, actor: User) -> list[Any]:
    return queries.account_blocks(actor, account.customer, account.entity, FROM, AS_OF)


def asked(account: FinancialAccount, actor: User, *contacts: Contact, **changed: Any) -> Job:
    facts: dict[str, Any] = {"entity": account.entity, "from_on": FROM, "as_of": AS_OF, "language": "de", **changed}
    return services.request_statement(account.customer.pk, contact_ids=[contact.pk for contact in contacts], actor=actor, **facts)


def text_of(sha256: str) -> str:
    with default_storage.open(path_of(sha256)) as content:
        return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(content.read())).pages).split())


def test_the_account_says_opening_movements_closing_and_what_is_open(account: FinancialAccount, collector: User) -> None:
    (block,) = blocks(account, collector)

    assert (block.currency, block.opening, block.closing) == (account.currency, 450, 700)
    assert [(movement.reference, movement.amount) for movement in block.movements] == [("INV-1", 1000), ("PAY-1", -700), ("CN-1", -50)]
    assert {item.reference: item.left for item in block.items} == {"INV-OLD": 450, "INV-1": 700, "PAY-1": -400, "CN-1": -50}
    ageing = block.ageing(AS_OF)
    assert (ageing["d1_30"], ageing["d31_60"], ageing["credits"]) == (700, 450, -450)


def test_what_another_customer_paid_is_a_movement_with_its_name(account: FinancialAccount, collector: User) -> None:
    other = CustomerFactory(legal_name="Sister Works")
    CustomerRelation.objects.create(from_customer=other, to_customer=account.customer, kind="payer_for", valid_from=FROM)
    theirs = FinancialAccountFactory(customer=other, entity=account.entity, currency=account.currency)
    receipt = posted(theirs, "450", date(2026, 2, 10), "receipt", reference="PAY-2")
    old = account.items.get(reference="INV-OLD")

    settled(old, receipt, "450", date(2026, 2, 10))

    (mine,) = blocks(account, collector)
    (his,) = blocks(theirs, collector)
    paid = next(movement for movement in mine.movements if movement.kind == "allocation")
    assert (paid.reference, paid.amount, paid.party) == ("INV-OLD", -450, "Sister Works")
    assert (mine.closing, his.closing, len(his.movements)) == (250, 0, 2)


def test_the_statement_of_a_central_payer_holds_what_it_pays_for_others(account: FinancialAccount, collector: User) -> None:
    """CAA-25: it names for whom, asks for all of it, and what was settled within is no movement."""
    payer = CustomerFactory(legal_name="Payer Holding")
    FinancialAccount.objects.filter(pk=account.pk).update(payer=payer)
    account.refresh_from_db()
    theirs = FinancialAccountFactory(customer=payer, entity=account.entity, currency=account.currency)
    receipt = posted(theirs, "450", date(2026, 2, 10), "receipt", reference="PAY-2")
    settled(account.items.get(reference="INV-OLD"), receipt, "450", date(2026, 2, 10))

    assert account.entity in queries.billing_entities(collector, payer)
    (block,) = blocks(theirs, collector)
    assert (block.opening, block.closing) == (450, 250)
    told = [(movement.reference, movement.party) for movement in block.movements]
    assert told == [("INV-1", "Müller & Söhne GmbH"), ("PAY-1", "Müller & Söhne GmbH"), ("CN-1", "Müller & Söhne GmbH"), ("PAY-2", "")]
    assert {(item.reference, item.left, item.party) for item in block.items} == {
        ("INV-1", 700, "Müller & Söhne GmbH"), ("PAY-1", -400, "Müller & Söhne GmbH"), ("CN-1", -50, "Müller & Söhne GmbH"),
    }  # fmt: skip


def test_a_payer_that_has_no_account_of_its_own_has_a_statement(account: FinancialAccount, collector: User) -> None:
    payer = CustomerFactory(legal_name="Payer Holding", language="de")
    FinancialAccount.objects.filter(pk=account.pk).update(payer=payer)

    job = services.request_statement(
        payer.pk, entity=account.entity, from_on=FROM, as_of=AS_OF, language="de", contact_ids=[], actor=collector
    )
    make(job.pk)

    said = text_of(Attachment.objects.get(kind="statement").file.sha256)
    assert "Payer Holding" in said
    assert said.count("Müller & Söhne GmbH") >= 2


def test_each_currency_has_its_own_block(account: FinancialAccount, collector: User) -> None:
    dollars = FinancialAccountFactory(customer=account.customer, entity=account.entity, currency="USD")
    posted(dollars, "10", date(2026, 1, 5), rate=Decimal("1.1"))

    assert [(block.currency, block.closing) for block in blocks(account, collector)] == [("EUR", 700), ("USD", 10)]


def test_the_statement_is_made_kept_and_mailed_as_the_very_same_file(account: FinancialAccount, collector: User) -> None:
    OwnBankAccount.objects.create(
        entity=account.entity, name="Example FR01 SA", iban="FR7630006000011234567890189", bic="AGRIFRPP", currency="EUR"
    )
    contact = ContactFactory(customer=account.customer, email="pay@example.com")
    job = asked(account, collector, contact)

    make(job.pk)
    drain_outbox()

    job.refresh_from_db()
    kept = Attachment.objects.get(kind="statement")
    assert (job.state, job.result["link"]) == (JobState.DONE, reverse("letter", args=[kept.public_id]))
    said = text_of(kept.file.sha256)
    for part in (
        "Kontoauszug",
        "Müller & Söhne GmbH",
        "10115 Berlin",
        "DEUTSCHLAND",
        "450,00",
        "1.000,00",
        "Zahlungseingang",
        "−400,00",
        "28",
    ):
        assert part in said
    assert "FR76 3000 6000 0112 3456 7890 189" in said
    assert "INV-LATER" not in said
    (sent,) = mail.outbox
    assert sent.subject == f"Kontoauszug {account.customer} per 28 Feb. 2026"
    with default_storage.open(path_of(kept.file.sha256)) as content:
        assert sent.attachments == [(kept.name, content.read(), "application/pdf")]
    actions = list(AuditEvent.objects.filter(object_type="accounts.customer").values_list("action", flat=True))
    assert {"statement.requested", "statement.issued"} <= set(actions)


def test_a_run_killed_before_its_end_keeps_and_sends_nothing_twice(account: FinancialAccount, collector: User) -> None:
    job = asked(account, collector, ContactFactory(customer=account.customer))
    make(job.pk)
    Job.objects.filter(pk=job.pk).update(state=JobState.QUEUED, finished_at=None)

    make(job.pk)

    assert Attachment.objects.filter(kind="statement").count() == 1
    assert Outbox.objects.filter(channel="mail").count() == 1
    assert Job.objects.get().state == JobState.DONE


def test_a_customer_number_that_is_no_file_name_is_no_obstacle(account: FinancialAccount, collector: User) -> None:
    Customer.objects.filter(pk=account.customer_id).update(number="C/17\\x")
    job = asked(account, collector)

    make(job.pk)

    job.refresh_from_db()
    assert (job.state, job.error) == (JobState.DONE, "")


def test_a_period_that_ends_before_it_starts_is_refused(account: FinancialAccount, collector: User) -> None:
    with pytest.raises(BusinessError) as refusal:
        asked(account, collector, from_on=date(2026, 3, 1))

    assert (refusal.value.code, refusal.value.field) == ("statement_period", "from_on")
    assert not Job.objects.exists()


def test_a_contact_no_mail_reaches_is_refused(account: FinancialAccount, collector: User) -> None:
    gone = ContactFactory(customer=account.customer, state="invalid")
    elsewhere = ContactFactory()

    for contact in (gone, elsewhere):
        with pytest.raises(BusinessError) as refusal:
            asked(account, collector, contact)
        assert refusal.value.code == "contact_unreachable"
    assert not Job.objects.exists()


def test_an_entity_that_does_not_bill_the_customer_is_out_of_reach(account: FinancialAccount, collector: User) -> None:
    with pytest.raises(Conflict) as refusal:
        asked(account, collector, entity=LegalEntityFactory())

    assert refusal.value.code == "gone_or_out_of_reach"


def test_a_bounced_statement_marks_the_contact_the_same_day(account: FinancialAccount, collector: User) -> None:
    contact = ContactFactory(customer=account.customer, email="gone@example.com")
    make(asked(account, collector, contact).pk)
    drain_outbox()
    identity = Outbox.objects.get(channel="mail").provider_id
    report = (
        "Content-Type: multipart/report; boundary=b\n\n--b\nContent-Type: message/delivery-status\n\n"
        "Reporting-MTA: dns; mx\n\nFinal-Recipient: rfc822; gone@example.com\nAction: failed\nStatus: 5.1.1\n\n"
        f"--b\nContent-Type: message/rfc822\n\nMessage-ID: {identity}\n\nx\n--b--\n"
    )

    import_bounces(report.encode(), actor=the_night())
    drain_outbox()

    contact.refresh_from_db()
    assert (contact.state, contact.bounce) == ("invalid", "hard")
    assert Outbox.objects.get(channel="mail").state == OutboxState.BOUNCED


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_a_collector_makes_one_from_the_customer_s_page_and_reads_it(account: FinancialAccount, collector: User) -> None:
    contact = ContactFactory(customer=account.customer)
    client, customer = signed_in(collector), account.customer
    page = client.get(reverse("statement_new", args=[customer.public_id])).content.decode()
    assert "Petra Payable" in page

    answer = client.post(
        reverse("statement_new", args=[customer.public_id]),
        {
            "entity": account.entity.code,
            "from_on": "01/01/2026",
            "as_of": "28/02/2026",
            "language": "en",
            "contacts": [str(contact.public_id)],
        },
    )
    job = Job.objects.get()
    assert (answer.status_code, answer.headers["Location"]) == (302, job.get_absolute_url())
    make(job.pk)

    panel = client.get(reverse("customer_statements", args=[customer.public_id])).content.decode()
    letter = client.get(Job.objects.get().result["link"])
    assert f"Statement {customer.number} 2026-02-28.pdf" in panel
    assert (letter.headers["Content-Type"], letter.headers["X-Frame-Options"]) == ("application/pdf", "SAMEORIGIN")
    assert b"".join(letter.streaming_content)[:5] == b"%PDF-"  # type: ignore[arg-type]


def test_the_letter_is_shown_only_to_those_who_see_the_customer(account: FinancialAccount, collector: User) -> None:
    make(asked(account, collector).pk)
    kept = Attachment.objects.get(kind="statement")
    elsewhere = person("collector", name="Elsa Elsewhere", entity=LegalEntityFactory())

    assert signed_in(elsewhere).get(reverse("letter", args=[kept.public_id])).status_code == 404
    assert signed_in(person("admin")).get(reverse("statement_new", args=[Customer.objects.get().public_id])).status_code == 403

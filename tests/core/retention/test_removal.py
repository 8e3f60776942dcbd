"""O2C-17: a dry run, its release by a second person, and a night that removes bytes and personal fields, and nothing else."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path

import pytest
import time_machine
from django.core.files.storage import default_storage
from django.db import IntegrityError, connection, transaction
from django.db.models import Model
from django.test import Client
from django.urls import reverse
from factories.accounts import AddressFactory, BankAccountFactory, ContactFactory, CustomerFactory
from factories.core import LegalEntityFactory
from people import empowered, person
from pytest_django import Settings
from refusals import refused

from o2c.accounts.customers.models import Address, BankAccount, Contact, Customer, CustomerEntity
from o2c.accounts.customers.services.holds import end_records_hold, place_records_hold
from o2c.compliance.freezes.services import place_freeze
from o2c.core.access.models import User
from o2c.core.approvals.models import ApprovalRequest
from o2c.core.approvals.services import decide_approval
from o2c.core.audit.models import AuditEvent
from o2c.core.audit.unaccounted import versions_without_event
from o2c.core.entities.models import LegalEntity
from o2c.core.errors import BusinessError, Conflict
from o2c.core.files.models import Attachment, StoredFile
from o2c.core.files.services import attach_file, sweep
from o2c.core.files.storage import open_stored, path_of, store
from o2c.core.jobs.models import Job
from o2c.core.jobs.progress import job
from o2c.core.retention import running
from o2c.core.retention.models import RetentionItem, RetentionPeriod, RetentionRelease
from o2c.core.retention.reference import sync_periods
from o2c.core.retention.services import (
    COUNTING,
    discard_removal,
    finish_removal,
    propose_removal,
    propose_retention_period,
    release_removal,
    remove_records,
    stop_removal,
)

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n1 0 obj"
LATER = datetime(2050, 6, 1, 12, tzinfo=UTC)
SOON = datetime(2029, 6, 1, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def place(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = str(tmp_path)
    sync_periods()


@pytest.fixture
def finance() -> User:
    return person("finance")


@pytest.fixture
def approver() -> User:
    return person("approver")


@pytest.fixture
def entity() -> LegalEntity:
    return LegalEntityFactory(code="FR01", retention_years=1)


@pytest.fixture
def gone(entity: LegalEntity) -> Customer:
    """A customer that is closed, with a contact, an address and bank details that have a history."""
    customer: Customer = CustomerFactory(state="closed", entity=entity, country="FR")
    contact = ContactFactory(customer=customer, person="Petra Payable")
    contact.phone = "+33 1 23 45"
    contact.save(update_fields=["phone"])
    AddressFactory(customer=customer)
    BankAccountFactory(customer=customer)
    return customer


def attached(entity: LegalEntity) -> StoredFile:
    actor = empowered("core.attach_file", "core.view_entities", name="Ada Attaches")
    entity_file: Attachment = attach_file("core.legalentity", entity.pk, store(BytesIO(PDF), "letter.pdf"), actor=actor)
    return entity_file.file


def counted(finance: User) -> RetentionRelease:
    release = propose_removal(actor=finance)
    with job(Job.objects.get(kind=COUNTING, key=str(release.pk)).pk) as j:
        running.count(j)
    release.refresh_from_db()
    return release


def night() -> Job:
    made: Job = Job.objects.create(kind="core.remove_records", key=str(Job.objects.count()), requested_by=person("system"))
    with job(made.pk) as j:
        running.remove(j)
    made.refresh_from_db()
    return made


@pytest.fixture
def later() -> Iterator[None]:
    with time_machine.travel(LATER, tick=False):
        yield


def test_bytes_go_after_their_period_and_name_size_and_hash_stay(
    finance: User, approver: User, entity: LegalEntity, client: Client
) -> None:
    file = attached(entity)
    with time_machine.travel(LATER, tick=False):
        release = counted(finance)
        item = release.items.get()
        assert (item.name, item.size, item.sha256) == ("letter.pdf", len(PDF), file.sha256)
        assert (item.kind, item.country, item.free_on) == ("correspondence", "FR", date(item.event_on.year + 6, 1, 1))
        assert default_storage.exists(path_of(file.sha256))  # a dry run
        assert night().state == "done"
        assert default_storage.exists(path_of(file.sha256))  # nobody has released it

        release_removal(release.pk, reason="yearly", actor=approver)
        assert night().state == "done"

        file.refresh_from_db()
        release.refresh_from_db()
        assert (release.state, release.items.get().state) == ("done", "removed")
        assert not default_storage.exists(path_of(file.sha256))
        assert (file.size, file.removed_at) == (len(PDF), LATER)
        told = AuditEvent.objects.get(action="record.removed")
        assert (told.object_id, told.after["sha256"], told.after["size"]) == (file.pk, file.sha256, len(PDF))
        refusal = refused("file_removed", open_stored, file)
        assert file.sha256[:12] in str(refusal.values)
        client.force_login(person("admin"))
        answer = client.get(reverse("file_download", args=[Attachment.objects.get().public_id]))
        assert answer.status_code == 422
        assert b"after their legal period" in answer.content


def test_the_same_bytes_come_back_when_they_are_stored_anew(finance: User, approver: User, entity: LegalEntity) -> None:
    file = attached(entity)
    with time_machine.travel(LATER, tick=False):
        release_removal(counted(finance).pk, reason="yearly", actor=approver)
        night()
        assert attached(entity) == file
        file.refresh_from_db()
        assert file.removed_at is None
        with open_stored(file) as content:
            assert content.read() == PDF


def test_nothing_inside_its_period_is_counted(finance: User, gone: Customer, entity: LegalEntity) -> None:
    attached(entity)
    with time_machine.travel(SOON, tick=False):
        assert not counted(finance).items.exists()


def test_our_own_years_are_longer_than_the_law(finance: User, gone: Customer, entity: LegalEntity) -> None:
    LegalEntity.objects.filter(pk=entity.pk).update(retention_years=30)
    attached(entity)
    with time_machine.travel(LATER, tick=False):
        assert not counted(finance).items.exists()


def test_every_entity_of_a_customer_must_let_it_go(finance: User, gone: Customer, later: None) -> None:
    CustomerEntity.objects.create(customer=gone, entity=LegalEntityFactory(code="XX01", country="XX"))
    assert not counted(finance).items.exists()


def test_a_file_that_an_unanswered_table_names_stays(finance: User, entity: LegalEntity, monkeypatch: pytest.MonkeyPatch) -> None:
    from o2c.core.retention import registry

    attached(entity)
    monkeypatch.delitem(registry.NAMED, ("core.attachment", "file"))
    with time_machine.travel(LATER, tick=False):
        assert not counted(finance).items.exists()


def test_personal_fields_go_from_rows_and_their_versions(finance: User, approver: User, gone: Customer, later: None) -> None:
    name = gone.legal_name
    release = counted(finance)
    assert [item.object_type for item in release.items.all()] == ["accounts.customer"]
    release_removal(release.pk, reason="yearly", actor=approver)
    night()

    assert versions_of(Contact, "person", "email", "phone") == {("–", "", "–")}
    assert versions_of(Address, "lines", "postcode", "city") == {("–", "", "–")}
    account = BankAccount.objects.get()
    assert (account.iban, account.holder, account.state) == (f"DE00REMOVED{account.pk}", "–", "blocked")
    assert versions_of(BankAccount, "iban", "bic", "holder", "source") == {(account.iban, "", "–", "–")}
    gone.refresh_from_db()
    assert gone.legal_name == name
    assert AuditEvent.objects.get(action="record.removed").object_id == gone.pk
    assert gone.pk not in {each.object_id for each in versions_without_event() if each.model is Contact and each.at > release.created_at}
    assert not counted(finance).items.exists()  # nothing is left to remove


def versions_of(model: type[Model], *columns: str) -> set[tuple[str, ...]]:
    """What stands in the rows and in every version of them."""
    versions = next(iter(model.pgh_event_models.values()))  # type: ignore[attr-defined]
    return {*model._base_manager.values_list(*columns), *versions.objects.values_list(*columns)}


def test_a_customer_that_came_back_keeps_everything(finance: User, approver: User, gone: Customer, later: None) -> None:
    release = counted(finance)
    release_removal(release.pk, reason="yearly", actor=approver)
    Customer.objects.filter(pk=gone.pk).update(state="onboarding")
    night()
    item = release.items.get()
    assert (item.state, item.why["code"]) == ("kept", "retention_still_running")
    assert Contact.objects.get().person == "Petra Payable"


def test_a_hold_and_a_freeze_placed_after_the_release_keep_what_was_released(
    finance: User, approver: User, gone: Customer, entity: LegalEntity, later: None
) -> None:
    frozen = CustomerFactory(state="closed", entity=entity, country="FR")
    ContactFactory(customer=frozen)
    release = counted(finance)
    assert release.items.count() == 2
    release_removal(release.pk, reason="yearly", actor=approver)
    hold = place_records_hold(gone.pk, kind="legal", reason="court of Paris", actor=person("legal"))
    place_freeze(frozen.pk, scope="bill", reason="asked by the bank", actor=person("compliance_officer"))

    night()

    assert {item.why["code"] for item in release.items.filter(state="kept")} == {"retention_held"}
    assert release.items.filter(state="kept").count() == 2
    refused("records_hold_second_person", end_records_hold, hold.pk, reason="settled", actor=person("legal"))
    end_records_hold(hold.pk, reason="settled", actor=finance)
    assert {item.object_id for item in counted(finance).items.all()} == {gone.pk}


def test_whoever_proposed_does_not_release(finance: User, approver: User, gone: Customer, later: None) -> None:
    both = empowered("core.propose_removal", "core.count_records", "core.finish_count", "core.release_removal", "core.view_retention")
    release = counted(both)
    refused("retention_second_person", release_removal, release.pk, reason="mine", actor=both)
    with pytest.raises(IntegrityError, match="retentionrelease_by_second_person"), transaction.atomic():
        RetentionRelease.objects.filter(pk=release.pk).update(state="released", released_by=both, released_at=LATER)
    refused("retention_one_at_a_time", propose_removal, actor=finance)
    release_removal(release.pk, reason="yearly", actor=approver)
    stop_removal(release.pk, reason="not yet", actor=approver)
    night()
    assert Contact.objects.get().person == "Petra Payable"


@pytest.mark.parametrize("move", [release_removal, discard_removal, stop_removal])
def test_a_removal_that_is_over_never_moves_again(move, finance: User, approver: User, gone: Customer, later: None) -> None:  # type: ignore[no-untyped-def]
    release = counted(finance)
    release_removal(release.pk, reason="yearly", actor=approver)
    refused("wrong_state", discard_removal, release.pk, reason="late", actor=finance)
    with pytest.raises(BusinessError, match="retention_not_finished"):
        finish_removal(release.pk, actor=person("system"))
    night()
    with pytest.raises(Conflict):
        move(release.pk, reason="again", actor=empowered(move.permission, "core.view_retention", name="Late Larry"))


def test_a_night_that_was_killed_ends_in_the_same_state(
    finance: User, approver: User, gone: Customer, entity: LegalEntity, later: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    with time_machine.travel(datetime.now(UTC), tick=False):
        file = attached(entity)
    release = counted(finance)
    release_removal(release.pk, reason="yearly", actor=approver)
    first, second = release.items.order_by("pk").values_list("pk", flat=True)
    remove_records(release.pk, [first, second], actor=person("system"))  # killed before the bytes went and before it was finished
    assert default_storage.exists(path_of(file.sha256))
    night()
    release.refresh_from_db()
    assert (release.state, release.items.filter(state="removed").count()) == ("done", 2)
    assert AuditEvent.objects.filter(action="record.removed").count() == 2
    with time_machine.travel(LATER.replace(year=2051), tick=False):
        assert sweep(actor=person("system"), now=datetime.now(UTC)) == 1
    assert not default_storage.exists(path_of(file.sha256))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE accounts_contactevent SET person = '–', email = '', phone = '–', bounce_reason = ''",
        "UPDATE accounts_contactevent SET person = 'Somebody Else'",
        "DELETE FROM accounts_contactevent",
        "UPDATE accounts_addressevent SET lines = '–', postcode = '', city = '–'",
        "UPDATE accounts_bankaccountevent SET holder = '–'",
        "UPDATE accounts_bankaccount SET iban = 'FR00'",
    ],
)
def test_outside_a_release_the_database_refuses(statement: str, gone: Customer) -> None:
    with pytest.raises(IntegrityError, match="never change"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE accounts_contactevent SET person = 'Somebody Else' WHERE customer_id = {released}",
        "UPDATE accounts_contactevent SET person = '–', email = '', phone = '–', bounce_reason = '', role = 'legal'"
        " WHERE customer_id = {released}",
        "DELETE FROM accounts_contactevent WHERE customer_id = {released}",
        "UPDATE accounts_contactevent SET person = '–', email = '', phone = '–', bounce_reason = '' WHERE customer_id = {other}",
        "UPDATE core_auditevent SET after = '{{}}'",
    ],
)
def test_even_inside_one_it_refuses_anything_else(
    statement: str, finance: User, approver: User, gone: Customer, entity: LegalEntity, later: None
) -> None:
    release = counted(finance)
    release_removal(release.pk, reason="yearly", actor=approver)
    other = CustomerFactory(state="closed", entity=entity)
    ContactFactory(customer=other)
    door = f"SELECT set_config('o2c.retention_release', '{release.pk}', true)"
    with pytest.raises(IntegrityError, match="change"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"{door}; " + statement.format(released=gone.pk, other=other.pk))


def test_what_a_release_holds_never_changes(finance: User, gone: Customer, later: None) -> None:
    item = counted(finance).items.get()
    with pytest.raises(IntegrityError, match="retentionitem: rows never change"), transaction.atomic():
        RetentionItem.objects.filter(pk=item.pk).update(object_id=item.object_id + 1)


def test_a_legal_period_changes_with_two_people(finance: User, approver: User) -> None:
    made = propose_retention_period(
        "FR", "accounting", years=12, from_year_end=True, valid_from=date(2027, 1, 1), source="new law", reason="published", actor=finance
    )
    request = ApprovalRequest.objects.get(kind="retention_period")
    with pytest.raises(BusinessError):
        decide_approval(request.pk, approve=True, actor=finance)
    decide_approval(request.pk, approve=True, actor=approver)
    rows = RetentionPeriod.objects.filter(country="FR", kind="accounting").order_by("valid_from").values_list("years", "valid_until")
    made.refresh_from_db()
    assert (made.state, list(rows)) == ("active", [(10, date(2027, 1, 1)), (12, None)])


def test_synchronising_again_leaves_what_people_changed() -> None:
    RetentionPeriod.objects.filter(country="FR", kind="accounting").update(years=11)
    before = RetentionPeriod.objects.count()
    sync_periods()
    assert RetentionPeriod.objects.count() == before
    assert RetentionPeriod.objects.get(country="FR", kind="accounting").years == 11


def test_the_dry_run_on_its_page_opens_down_to_the_rows(finance: User, approver: User, gone: Customer, later: None, client: Client) -> None:
    release = counted(finance)
    client.force_login(approver)
    page = client.get(release.get_absolute_url()).content.decode()
    address = f"{reverse('retention_item_list')}?release={release.public_id}&country=FR&kind=personal&object_type=accounts.customer"
    assert address.replace("&", "&amp;") in page
    assert gone.legal_name in client.get(address).content.decode()
    client.post(reverse("retention_release_move", args=[release.public_id, "release"]), {"reason": "yearly"})
    release.refresh_from_db()
    assert (release.state, release.released_by) == ("released", approver)
    client.force_login(person("auditor"))
    assert client.post(reverse("retention_release_move", args=[release.public_id, "stop"]), {"reason": "no"}).status_code == 403

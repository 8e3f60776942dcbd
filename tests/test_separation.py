"""OPS-28: who works for one company sees nothing of another, on no page and behind no address."""

from collections.abc import Iterator
from datetime import date

import pytest
from django.db import transaction
from django.db.models import Model
from django.test import Client
from factories.accounts import (
    BankAccountFactory,
    CampaignAccountFactory,
    CampaignFactory,
    ContactFactory,
    ContractFactory,
    CustomerFactory,
    FinancialAccountFactory,
    InsertionOrderFactory,
)
from factories.billing import open_months, posted
from factories.core import LegalEntityFactory
from people import empowered, person
from test_every_url import PLACES, Place

from o2c.core.access.models import Cover, User
from o2c.core.access.reference import role_permissions
from o2c.core.access.services.grants import grant_role
from o2c.core.access.services.users import invite_user
from o2c.core.audit.models import AuditEvent
from o2c.core.entities.models import LegalEntity

pytestmark = pytest.mark.django_db
MARK = "zanzibar"


def world_of(entity: LegalEntity, word: str) -> list[Model]:
    """Customers, contracts, money, people and their trail; every row carries the word."""
    admin = person("admin")
    worker = invite_user(email=f"{word}@example.com", name=f"Worker {word}", actor=admin)
    grant = grant_role(worker.pk, role="clerk", entity=entity, starts_on=date(2020, 1, 1), reason=word, actor=admin)
    customer = CustomerFactory(legal_name=f"{word} GmbH", entity=entity)
    account = FinancialAccountFactory(entity=entity, customer=customer, number=f"{word}-1")
    open_months(entity)
    posted(account, "1000.00", date(2026, 1, 10), reference=f"{word}-4")
    campaign = CampaignFactory(name=f"{word} campaign", advertiser=customer, ext_id=word)
    return [
        entity, worker, grant, customer, account, campaign,
        ContractFactory(entity=entity, customer=customer, number=f"{word}-2"),
        InsertionOrderFactory(entity=entity, customer=customer, number=f"{word}-3"),
        BankAccountFactory(customer=customer, holder=f"{word} holder"),
        ContactFactory(customer=customer, person=f"{word} person"),
        CampaignAccountFactory(campaign=campaign, account=account),
        Cover.objects.create(absent=worker, by=admin, starts_on=date(2020, 1, 1), ends_on=date(2999, 1, 1), reason=word),
        *AuditEvent.objects.filter(chain__entity=entity),
    ]  # fmt: skip


@pytest.fixture
def hidden() -> list[Model]:
    return world_of(LegalEntityFactory(code=MARK.upper(), name=f"{MARK} SA", client_company=MARK), MARK)


@pytest.fixture
def almighty_here(hidden: list[Model]) -> User:
    """Holds every permission there is, in the other entity only."""
    everything = frozenset().union(*role_permissions().values())
    return empowered(*sorted(everything), name="Hanna Here", entity=LegalEntityFactory(code="HERE", name="Here SA"))


def pages() -> Iterator[Place]:
    """The addresses without an object in them: lists, boards, forms with their pickers."""
    return (place for place in PLACES if not place.is_endpoint and "/x/" not in place.path and "00000000-" not in place.path)


def test_no_page_shows_a_word_of_another_company(client: Client, almighty_here: User) -> None:
    client.force_login(almighty_here)
    wrong = []
    for place in pages():
        with transaction.atomic():
            response = client.get(place.path)
            transaction.set_rollback(True)
        if not response.streaming and MARK in response.content.decode(errors="replace").lower():
            body = response.content.decode(errors="replace").lower()
            wrong.append((place.path, body[body.index(MARK) - 150 : body.index(MARK) + 40]))
    assert wrong == [], "\n".join(map(repr, wrong))


def test_no_address_of_another_companys_object_exists(client: Client, almighty_here: User, hidden: list[Model]) -> None:
    client.force_login(almighty_here)
    addresses = [each.get_absolute_url() for each in hidden if hasattr(each, "get_absolute_url")]

    assert len(addresses) >= 8
    assert [address for address in addresses if client.get(address).status_code != 404] == []


def test_the_same_person_sees_their_own(client: Client, almighty_here: User) -> None:
    """The proof would be empty if the pages were."""
    own = world_of(LegalEntity.objects.get(code="HERE"), "madagascar")
    client.force_login(almighty_here)
    shown = [place.path for place in pages() if "madagascar" in _body(client, place)]

    assert len(shown) >= 3
    assert client.get(own[1].get_absolute_url()).status_code == 200  # type: ignore[attr-defined]


def _body(client: Client, place: Place) -> str:
    response = client.get(place.path)
    return "" if response.streaming else response.content.decode(errors="replace").lower()

"""Names, tiers, roles and sales owners hold from a day on; any past day can be looked at."""

from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse
from factories import accounts as make
from factories.core import LegalEntityFactory
from people import master_of, person
from refusals import refused

from o2c.accounts.customers import queries
from o2c.accounts.customers.models import Customer, CustomerName, CustomerTier, SalesOwner
from o2c.accounts.customers.services import customers, dated, relations
from o2c.core.access.models import User
from o2c.core.audit.models import AuditEvent
from o2c.core.entities.models import LegalEntity

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 10)


@pytest.fixture(autouse=True)
def frozen() -> object:
    with time_machine.travel("2026-03-10 12:00", tick=False):
        yield


@pytest.fixture
def entity() -> LegalEntity:
    return LegalEntityFactory(code="FR01")


@pytest.fixture
def clerk() -> User:
    return master_of("accounts")


@pytest.fixture
def customer(entity: LegalEntity, clerk: User) -> Customer:
    with time_machine.travel("2026-01-05 12:00"):
        return customers.create_customer(entities=[entity], legal_name="Old Name SA", country="FR", actor=clerk)


def test_a_new_customer_has_its_name_tier_and_main_role_from_its_first_day(customer: Customer, clerk: User) -> None:
    shown = queries.standing(clerk, customer, date(2026, 1, 5))

    assert (shown.name, shown.tier, [role.role for role in shown.roles]) == ("Old Name SA", "standard", ["advertiser"])
    assert queries.standing(clerk, customer, date(2026, 1, 4)).name is None


def test_a_name_of_a_past_day_is_taken_over_at_once_and_every_day_keeps_its_own(customer: Customer, clerk: User) -> None:
    dated.rename_customer(customer.pk, legal_name=" New Name SA ", valid_from=date(2026, 2, 1), actor=clerk)

    customer.refresh_from_db()
    assert (customer.legal_name, customer.search_name) == ("New Name SA", "new name sa")
    names = {day: queries.standing(clerk, customer, day).name for day in (date(2026, 1, 31), date(2026, 2, 1))}
    assert names == {date(2026, 1, 31): "Old Name SA", date(2026, 2, 1): "New Name SA"}
    event = AuditEvent.objects.get(action="customer.renamed")
    assert (event.before, event.after["valid_from"]) == ({"legal_name": "Old Name SA"}, "2026-02-01")


def test_a_tier_of_a_later_day_waits_for_the_night_of_that_day(customer: Customer, clerk: User) -> None:
    later = TODAY + timedelta(days=5)
    dated.set_tier(customer.pk, tier="key", valid_from=later, reason="annual review", actor=clerk)
    assert Customer.objects.get().tier == "standard"

    dated.take_over_dated([customer.pk], today=later, actor=clerk)
    dated.take_over_dated([customer.pk], today=later, actor=clerk)

    assert Customer.objects.get().tier == "key"
    assert AuditEvent.objects.filter(action="customer.edited").count() == 1


def test_nothing_is_slipped_in_before_what_is_noted_already(customer: Customer, clerk: User) -> None:
    dated.set_tier(customer.pk, tier="key", valid_from=date(2026, 3, 1), actor=clerk)

    refusal = refused("dated_before_last", dated.set_tier, customer.pk, tier="small", valid_from=date(2026, 2, 1), actor=clerk)

    assert refusal.values["last"] == date(2026, 3, 1)
    assert CustomerTier.objects.filter(customer=customer).count() == 2


def test_a_correction_of_the_same_day_leaves_one_row(customer: Customer, clerk: User) -> None:
    dated.set_tier(customer.pk, tier="key", valid_from=TODAY, actor=clerk)
    dated.set_tier(customer.pk, tier="small", valid_from=TODAY, actor=clerk)

    assert list(CustomerTier.objects.filter(customer=customer).order_by("valid_from").values_list("tier", flat=True)) == [
        "standard",
        "small",
    ]
    assert Customer.objects.get().tier == "small"


def test_an_ordinary_edit_dates_the_name_and_the_tier_as_well(customer: Customer, clerk: User) -> None:
    customers.edit_customer(customer.pk, legal_name="Edited SA", tier="key", actor=clerk)

    rows = CustomerName.objects.filter(customer=customer).order_by("valid_from").values_list("legal_name", "valid_until")
    assert list(rows) == [("Old Name SA", TODAY), ("Edited SA", None)]
    assert queries.standing(clerk, customer, TODAY).tier == "key account"


def test_a_customer_from_before_dates_were_kept_gets_its_first_row_with_its_first_change(entity: LegalEntity, clerk: User) -> None:
    with time_machine.travel("2026-01-05 12:00"):
        old = make.CustomerFactory(entity=entity, legal_name="Imported GmbH")
    Customer.objects.filter(pk=old.pk).update(created_at="2026-01-05T12:00:00Z")

    dated.rename_customer(old.pk, legal_name="Renamed GmbH", valid_from=TODAY, actor=clerk)

    assert queries.standing(clerk, old, date(2026, 2, 1)).name == "Imported GmbH"


def test_a_role_is_played_once_at_a_time(customer: Customer, clerk: User) -> None:
    role = dated.give_customer_role(customer.pk, role="reseller", valid_from=date(2026, 2, 1), actor=clerk)

    refused("customerrole_once", dated.give_customer_role, customer.pk, role="reseller", valid_from=TODAY, actor=clerk)
    dated.end_customer_role(role.pk, valid_until=TODAY, actor=clerk)
    assert dated.give_customer_role(customer.pk, role="reseller", valid_from=TODAY, actor=clerk)


def test_a_sales_person_sees_only_the_customers_that_are_theirs(customer: Customer, clerk: User, entity: LegalEntity) -> None:
    make.CustomerFactory(entity=entity, legal_name="Somebody else's")
    seller = person("sales")
    assert not queries.customers(seller).exists()

    dated.set_sales_owner(customer.pk, user=seller, actor=clerk)

    assert list(queries.customers(seller)) == [customer]
    refused("same_sales_owner", dated.set_sales_owner, customer.pk, user=seller, actor=clerk)
    dated.set_sales_owner(customer.pk, user=person("sales_support"), actor=clerk)
    assert not queries.customers(seller).exists()
    assert SalesOwner.objects.count() == 1  # both on the same day: a mistake put right


def test_a_sales_person_opens_their_customer_and_no_other_and_sees_no_receivables(
    client, customer: Customer, clerk: User, entity: LegalEntity
) -> None:  # type: ignore[no-untyped-def]
    other, seller = make.CustomerFactory(entity=entity), person("sales")
    dated.set_sales_owner(customer.pk, user=seller, actor=clerk)
    client.force_login(seller)

    assert client.get(customer.get_absolute_url()).status_code == 200
    assert client.get(other.get_absolute_url()).status_code == 404
    assert not seller.may("billing.view_ledger")


def test_a_group_is_shown_from_its_top_on_the_day(customer: Customer, clerk: User, entity: LegalEntity) -> None:
    top, sister = make.CustomerFactory(entity=entity), make.CustomerFactory(entity=entity)
    for below in (customer, sister):
        relations.relate_customers(top.pk, kind="parent_of", to_customer=below, valid_from=date(2026, 2, 1), actor=clerk)

    assert queries.group(clerk, customer, TODAY) == [(top, 0), (customer, 1), (sister, 1)]
    assert queries.group(clerk, customer, date(2026, 1, 31)) == [(customer, 0)]


def test_the_page_of_a_past_day(client, customer: Customer, clerk: User) -> None:  # type: ignore[no-untyped-def]
    dated.rename_customer(customer.pk, legal_name="New Name SA", valid_from=date(2026, 2, 1), actor=clerk)
    client.force_login(clerk)

    shown = client.get(reverse("customer_as_of", args=[customer.public_id]), {"day": "2026-01-31"}).content.decode()

    assert "<dd>Old Name SA</dd>" in shown
    assert "<dd>New Name SA</dd>" not in shown

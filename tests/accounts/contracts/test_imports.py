"""The list of contracts goes out to Excel and comes back: drafts change, new rows are drafts, what is in force stays."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from factories import accounts as make
from factories.core import LegalEntityFactory
from people import person
from sheets import RoundTrip

from o2c.accounts.contracts.models import Contract

pytestmark = pytest.mark.django_db


@pytest.fixture
def trip() -> RoundTrip:
    client = Client()
    client.force_login(person("clerk"))
    return RoundTrip(client, "contract")


def test_drafts_change_new_rows_are_drafts_and_the_rest_is_refused(trip: RoundTrip) -> None:
    entity = LegalEntityFactory(code="FR01")
    customer = make.CustomerFactory(entity=entity)
    facts = {"customer": customer, "entity": entity, "currency": "EUR"}
    draft, stale, active = (
        make.ContractFactory(number=number, state=state, **facts) for number, state in [("D", "draft"), ("S", "draft"), ("A", "active")]
    )
    longer = make.PaymentTermFactory(code="NET45", net_days=45)

    def edit(sheet: Any, at: dict[str, int]) -> None:
        lines = {sheet.cell(row, at["Key"]).value: row for row in (2, 3, 4)}
        for contract in (draft, stale, active):
            sheet.cell(lines[str(contract.public_id)], at["Payment terms"]).value = "NET45"
        sheet.cell(1, sheet.max_column + 1).value = "Customer number"
        at["Customer number"] = sheet.max_column
        new = {"Number": "N", "Customer number": customer.number, "Our entity": "FR01", "Currency": "EUR", "Payment terms": "NET45"}
        for label, value in {**new, "Starts on": date(2026, 2, 1), "Until and including": date(2026, 12, 31)}.items():
            sheet.cell(5, at[label]).value = value
        for row in (2, 3, 4):
            sheet.cell(row, at["Customer number"]).value = customer.number
        for label, value in {**new, "Number": "M", "Payment terms": "NET8"}.items():
            sheet.cell(6, at[label]).value = value
        sheet.cell(6, at["Starts on"]).value = date(2026, 2, 1)

    file = trip.edited(edit)
    Contract.objects.filter(pk=stale.pk).update(party_name="X")
    content = trip.preview(file)
    for shown in ["NET45", "changed after this sheet", "is past its draft", "“NET8” names nothing"]:
        assert shown in content
    draft.refresh_from_db()
    assert draft.terms != longer

    trip.agree(content)

    assert set(Contract.objects.filter(terms=longer).values_list("number", "state", "ends_on")) == {
        ("D", "draft", draft.ends_on),
        ("N", "draft", date(2027, 1, 1)),
    }

"""Identifiers, readiness and likeness, without a database."""

import pytest

from o2c.accounts.customers.rules.identifiers import checked_lei, checked_vat_id, country_of_vat_id
from o2c.accounts.customers.rules.likeness import Likeness, alike
from o2c.accounts.customers.rules.readiness import BillingFacts, billing_gaps
from o2c.core.errors import BusinessError
from o2c.core.names import fold


@pytest.mark.parametrize(
    ("typed", "country", "stored"),
    [
        ("FR 83 404 833 048", "FR", "FR83404833048"),
        ("136695976", "DE", "DE136695976"),
        ("el094259216", "GR", "EL094259216"),
        ("094259216", "GR", "EL094259216"),
        ("GB 980 7806 84", "GB", "GB980780684"),
        ("12-3456789", "US", "123456789"),
        ("DE136695976", "US", "DE136695976"),
    ],
)
def test_a_tax_id_has_one_spelling(typed: str, country: str, stored: str) -> None:
    assert checked_vat_id(typed, country) == stored


@pytest.mark.parametrize(
    ("typed", "country", "code"),
    [
        ("DE136695977", "DE", "vat_id_checksum"),
        ("FR83 404 833", "FR", "vat_id_length"),
        ("DE13669597X", "DE", "vat_id_format"),
        ("GB123456789", "GB", "vat_id_checksum"),
    ],
)
def test_a_wrong_tax_id_says_what_is_wrong(typed: str, country: str, code: str) -> None:
    with pytest.raises(BusinessError) as refusal:
        checked_vat_id(typed, country)

    assert (refusal.value.code, refusal.value.field) == (code, "vat_id")


def test_the_country_a_tax_id_names() -> None:
    assert [country_of_vat_id(number) for number in ["EL094259216", "FR83404833048", "123456789"]] == ["GR", "FR", ""]


def test_a_legal_entity_identifier_is_checked() -> None:
    assert checked_lei("2138 00KU D8LA JWSQ 9D15") == "213800KUD8LAJWSQ9D15"
    with pytest.raises(BusinessError, match="lei_checksum"):
        checked_lei("213800KUD8LAJWSQ9D16")


READY = BillingFacts("FR", True, True, frozenset({"valid"}), frozenset({"unverified"}))


def test_a_customer_with_everything_has_no_gap() -> None:
    assert billing_gaps(READY) == []


@pytest.mark.parametrize(
    ("facts", "code", "place"),
    [
        (BillingFacts("", True, True, frozenset({"valid"}), frozenset()), "country_missing", "identity"),
        (BillingFacts("FR", False, True, frozenset({"valid"}), frozenset({"valid"})), "entity_missing", "identity"),
        (BillingFacts("FR", True, False, frozenset({"valid"}), frozenset({"valid"})), "billing_address_missing", "addresses"),
        (BillingFacts("US", True, True, frozenset(), frozenset()), "finance_contact_missing", "contacts"),
        (BillingFacts("US", True, True, frozenset({"invalid"}), frozenset()), "finance_contact_invalid", "contacts"),
        (BillingFacts("FR", True, True, frozenset({"valid"}), frozenset()), "tax_id_missing", "tax"),
        (BillingFacts("FR", True, True, frozenset({"valid"}), frozenset({"invalid"})), "tax_id_invalid", "tax"),
    ],
)
def test_each_gap_names_itself_and_its_place(facts: BillingFacts, code: str, place: str) -> None:
    assert [(gap.code, gap.place) for gap in billing_gaps(facts)] == [(code, place)]


def test_one_bouncing_contact_beside_a_good_one_is_no_gap() -> None:
    assert not billing_gaps(BillingFacts("US", True, True, frozenset({"invalid", "valid"}), frozenset()))


def test_a_name_is_known_under_another_spelling_or_order_of_words() -> None:
    known = [(1, "Müller & Söhne GmbH"), (2, "Soehne Mueller GmbH"), (3, "Northwind Traders Ltd")]

    assert [found.pk for found in alike("MULLER SOHNE GMBH", known)] == [1, 2]
    assert alike("Northwind Trader Ltd.", known) == [Likeness(3, 98)]
    assert alike("Something else", known) == []


@pytest.mark.parametrize(("name", "folded"), [("L’Oréal S.A.", "loreal sa"), ("中国公司", "zhongguogongsi"), ("Ромашка", "romashka")])
def test_names_fold_to_plain_letters(name: str, folded: str) -> None:
    assert fold(name) == folded

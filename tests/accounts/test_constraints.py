"""The database is the last colleague who says no: each constraint of the floor, tried past every rule of ours."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import partial
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from factories import accounts as make
from people import person

from o2c.accounts.customers.models import (
    BankAccount,
    ClientProcess,
    ContactBounce,
    ContactCap,
    Customer,
    CustomerName,
    CustomerRelation,
    CustomerRole,
    CustomerTier,
    Interaction,
    MailDomain,
    ProcessChange,
    Readiness,
    SalesOwner,
    TaxAnswer,
    TierTarget,
)
from o2c.accounts.financial_accounts.models import AccountMerge, ClientReference, FeedLine, FeedRun, FinancialAccount
from o2c.accounts.requests.models import RequestMessage, ServiceLevel

pytestmark = pytest.mark.django_db

BEFORE = date(2024, 12, 31)
MOMENT = datetime(2026, 3, 2, tzinfo=UTC)


def row(model: Any, **given: Any) -> Callable[[], Any]:
    """Try a row that belongs to a customer from the first day of the factories on."""
    return lambda: model.objects.create(customer=make.CustomerFactory(), **given)


def change(**given: Any) -> Callable[[], Any]:
    return row(ProcessChange, wanted={}, reason="why", due_at=NOON, **given)


NOON = datetime(2025, 1, 1, 12, tzinfo=UTC)
SAID = {"at": NOON, "channel": "call", "subject": "A word"}


def merged(**facts: Any) -> AccountMerge:
    parties = {name: facts.pop(name, None) or make.FinancialAccountFactory() for name in ("source", "survivor")}
    return AccountMerge.objects.create(**parties, **{"merged_on": make.START, "undo_until": date(2026, 1, 1), "reason": "twice", **facts})


def replaced_by_itself() -> None:
    account = make.FinancialAccountFactory()
    FinancialAccount.objects.filter(pk=account.pk).update(replaced_by=account, replaced_from=make.START)


def known_client(ext_id: str = "c-1") -> ClientReference:
    return ClientReference.objects.create(source="delivery", ext_id=ext_id, customer=make.CustomerFactory())


def fed(**facts: Any) -> FeedLine:
    run = FeedRun.objects.create(source="delivery", name="x", rows=1)
    return FeedLine.objects.create(source="delivery", ext_id="1", run=run, row=2, payload={}, **facts)


REFUSED: dict[str, Callable[[], Any]] = {
    "changerequest_says_why": lambda: make.ChangeRequestFactory(reason=""),
    "changerequest_ended_has_a_moment": lambda: make.ChangeRequestFactory(state="applied"),
    "changerequest_answer_is_measured": lambda: make.ChangeRequestFactory(answered_at=MOMENT),
    "changerequest_refusal_says_why": lambda: make.ChangeRequestFactory(state="rejected", ended_at=MOMENT),
    "changerequest_state_known": lambda: make.ChangeRequestFactory(state="happy", ended_at=MOMENT),
    "changerequest_source_known": lambda: make.ChangeRequestFactory(source="dream"),
    "requestmessage_says_something": lambda: make.RequestMessageFactory(text=""),
    "requestmessage_append_only": lambda: RequestMessage.objects.filter(pk=make.RequestMessageFactory().pk).update(text="y"),
    "servicelevel_once": lambda: ServiceLevel.objects.create(kind="address", hours=1, queue="clerk"),
    "servicelevel_hours_given": lambda: ServiceLevel.objects.update(hours=0),
    "customer_legal_name_given": lambda: make.CustomerFactory(legal_name=""),
    "customer_number_given": lambda: make.CustomerFactory(number=""),
    "customer_country_two_letters": lambda: make.CustomerFactory(country="d3"),
    "customer_state_known": lambda: make.CustomerFactory(state="happy"),
    "address_ends_after_start": lambda: make.AddressFactory(valid_until=BEFORE),
    "address_country_two_letters": lambda: make.AddressFactory(country=""),
    "contact_reachable": lambda: make.ContactFactory(email="", phone=""),
    "contact_hard_bounce_is_invalid": lambda: make.ContactFactory(bounce="hard", state="valid"),
    "taxregistration_answer_has_a_day": lambda: make.TaxRegistrationFactory(state="valid"),
    "customername_ends_after_start": row(CustomerName, legal_name="X", valid_from=make.START, valid_until=make.START),
    "customername_given": row(CustomerName, legal_name="", valid_from=make.START),
    "customertier_ends_after_start": row(CustomerTier, tier="key", valid_from=make.START, valid_until=make.START),
    "customertier_tier_known": row(CustomerTier, tier="gold", valid_from=make.START),
    "customerrole_ends_after_start": row(CustomerRole, role="payer", valid_from=make.START, valid_until=make.START),
    "customerrole_role_known": row(CustomerRole, role="friend", valid_from=make.START),
    "interaction_subject_given": row(Interaction, **{**SAID, "subject": ""}),
    "interaction_channel_known": row(Interaction, **{**SAID, "channel": "smoke"}),
    "interaction_direction_known": row(Interaction, **SAID, direction="up"),
    "interaction_purpose_known": row(Interaction, **SAID, purpose="fun"),
    "interaction_tone_known": row(Interaction, **SAID, tone="loud"),
    "clientprocess_cut_off_in_month": row(ClientProcess, cut_off_day=32),
    "clientprocess_runs_in_month": row(ClientProcess, payment_run_days=[5, 40]),
    "clientprocess_po_rule_known": row(ClientProcess, po_rule="maybe"),
    "processchange_applied_has_a_moment": change(state="applied"),
    "processchange_closed_has_an_answer": change(state="rejected"),
    "readiness_blocked_says_why": row(Readiness, is_ready=False, valid_from=make.START),
    "readiness_ends_after_start": row(Readiness, is_ready=True, valid_from=make.START, valid_until=make.START),
    "tiertarget_hours_positive": lambda: TierTarget.objects.update(hours=0),
    "tiertarget_tier_known": lambda: TierTarget.objects.create(tier="gold", kind="case", hours=1),
    "tiertarget_kind_known": lambda: TierTarget.objects.create(tier="key", kind="lunch", hours=1),
    "tiertarget_once": lambda: TierTarget.objects.create(tier="key", kind="case", hours=1),
    "contactcap_positive": lambda: ContactCap.objects.update(most=0),
    "contactcap_tier_known": lambda: ContactCap.objects.create(tier="gold", most=1, days=1),
    "contactcap_once": lambda: ContactCap.objects.create(tier="key", most=1, days=1),
    "maildomain_state_known": lambda: MailDomain.objects.create(name="x.fr", state="odd", checked_at=NOON),
    "taxanswer_state_known": lambda: TaxAnswer.objects.create(registration=make.TaxRegistrationFactory(), state="odd"),
    "taxanswer_unreachable_says_why": lambda: TaxAnswer.objects.create(registration=make.TaxRegistrationFactory(), state="unreachable"),
    "contactbounce_bounce_known": lambda: ContactBounce.objects.create(contact=make.ContactFactory(), at=NOON, bounce="odd"),
    "contract_ends_after_start": lambda: make.ContractFactory(ends_on=BEFORE),
    "contract_active_is_signed": lambda: make.ContractFactory(signed_on=None),
    "contract_credit_limit_digits": lambda: make.ContractFactory(credit_limit="10.005"),
    "contract_credit_limit_positive": lambda: make.ContractFactory(credit_limit="-1"),
    "insertionorder_amount_positive": lambda: make.InsertionOrderFactory(amount=0),
    "insertionorder_signed_has_a_day": lambda: make.InsertionOrderFactory(signed_on=None),
    "paymentterm_days_at_most_a_year": lambda: make.PaymentTermFactory(net_days=366),
    "paymentterm_means_known": lambda: make.PaymentTermFactory(code="X", means="gold"),
    "contract_expected_exposure_positive": lambda: make.ContractFactory(expected_exposure=-1),
    "contract_expected_exposure_digits": lambda: make.ContractFactory(expected_exposure="1.005"),
    "contract_credit_checked_has_a_day": lambda: make.ContractFactory(credit_result="approved"),
    "contract_credit_result_known": lambda: make.ContractFactory(credit_result="so-so", credit_checked_on=BEFORE),
    "contract_clauses_known": lambda: make.ContractFactory(clauses=["poem"]),
    "signingauthority_person_given": lambda: make.SigningAuthorityFactory(person=""),
    "signingauthority_up_to_positive": lambda: make.SigningAuthorityFactory(up_to=0),
    "signingauthority_up_to_digits": lambda: make.SigningAuthorityFactory(up_to="1.005"),
    "signingauthority_ends_after_start": lambda: make.SigningAuthorityFactory(valid_until=date(2019, 1, 1)),
    "contractpolicy_allows_something": lambda: make.ContractPolicyFactory(terms=[]),
    "contractpolicy_state_known": lambda: make.ContractPolicyFactory(state="odd"),
    "contractpolicy_ends_after_start": lambda: make.ContractPolicyFactory(valid_until=date(2019, 1, 1)),
    "contractwaiver_granted_by_somebody": lambda: make.ContractWaiverFactory(granted_by=None),
    "contractwaiver_says_why": lambda: make.ContractWaiverFactory(reason=""),
    "contractwaiver_rule_known": lambda: make.ContractWaiverFactory(rule="CR-99"),
    "contractwaiver_state_known": lambda: make.ContractWaiverFactory(state="odd"),
    "contractwaiver_by_second_person": lambda: make.ContractWaiverFactory(
        created_by=person("approver"), granted_by=person("approver", name="Aline Approver")
    ),
    "purchaseorder_number_given": lambda: make.PurchaseOrderFactory(number=""),
    "purchaseorder_amount_positive": lambda: make.PurchaseOrderFactory(amount=0),
    "purchaseorder_amount_digits": lambda: make.PurchaseOrderFactory(amount="1.005"),
    "purchaseorder_ends_after_start": lambda: make.PurchaseOrderFactory(ends_on=BEFORE),
    "purchaseorder_tolerance_sane": lambda: make.PurchaseOrderFactory(tolerance_percent=101),
    "purchaseorder_state_known": lambda: make.PurchaseOrderFactory(state="odd"),
    "pricelist_code_given": lambda: make.PriceListFactory(code=""),
    "condition_ends_after_start": lambda: make.ConditionFactory(valid_until=date(2019, 1, 1)),
    "condition_value_not_negative": lambda: make.ConditionFactory(value=-1),
    "condition_share_at_most_all": lambda: make.ConditionFactory(kind="discount", value=101),
    "condition_says_why": lambda: make.ConditionFactory(reason=""),
    "condition_active_by_second_person": lambda: make.ConditionFactory(approved_by=None),
    "condition_of_contract_has_document": lambda: make.ConditionFactory(contract=make.ContractFactory(), document=None),
    "condition_of_list_or_contract": lambda: make.ConditionFactory(customer=make.CustomerFactory()),
    "condition_kind_known": lambda: make.ConditionFactory(kind="gift"),
    "condition_state_known": lambda: make.ConditionFactory(state="odd", approved_by=None),
    "campaign_converted_is_no_test": lambda: make.CampaignFactory(
        is_test=True, test_budget=1, test_ends_on=date(2026, 1, 1), converted_on=date(2025, 6, 1)
    ),
    "billingprofile_references_known": lambda: make.BillingProfileFactory(references=["poem"]),
    "billingprofile_split_known": lambda: make.BillingProfileFactory(split="odd"),
    "billingprofile_layout_known": lambda: make.BillingProfileFactory(layout="odd"),
    "financialaccount_replaced_has_a_day": lambda: make.FinancialAccountFactory(replaced_by=make.FinancialAccountFactory()),
    "financialaccount_not_replaced_by_itself": lambda: replaced_by_itself(),
    "accountmerge_not_into_itself": lambda: merged(survivor=(account := make.FinancialAccountFactory()), source=account),
    "accountmerge_says_why": lambda: merged(reason=""),
    "accountmerge_undone_says_why": lambda: merged(undone_at=NOON),
    "accountmerge_source_once": lambda: merged(source=merged().source),
    "clientreference_once": lambda: [known_client() for _time in range(2)],
    "clientreference_ext_id_given": lambda: known_client(""),
    "feedrun_source_given": lambda: FeedRun.objects.create(source="", name="x", rows=1),
    "feedline_once": lambda: [fed() for _time in range(2)],
    "feedline_refused_by_a_rule": lambda: fed(outcome="refused"),
    "feedline_decided_by_somebody": lambda: fed(state="confirmed"),
    "feedline_outcome_known": lambda: fed(outcome="odd"),
    "feedline_state_known": lambda: fed(state="odd"),
    "campaign_test_is_limited": lambda: make.CampaignFactory(is_test=True),
    "billingprofile_channel_has_address": lambda: make.BillingProfileFactory(channel="portal"),
    "financialaccount_opened_has_a_day": lambda: make.FinancialAccountFactory(opened_on=None),
    "financialaccount_closed_has_a_day": lambda: make.FinancialAccountFactory(state="closed"),
}


def refused(constraint: str, attempt: Callable[[], Any]) -> None:
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        attempt()
    assert error.value.__cause__.diag.constraint_name == constraint  # type: ignore[union-attr]


@pytest.mark.parametrize("constraint", REFUSED)
def test_refused(constraint: str) -> None:
    refused(constraint, REFUSED[constraint])


def test_one_address_of_a_kind_at_a_time_but_one_after_the_other() -> None:
    first = make.AddressFactory(valid_until=date(2025, 7, 1))
    make.AddressFactory(customer=first.customer, valid_from=date(2025, 7, 1))

    refused("address_one_per_kind", lambda: make.AddressFactory(customer=first.customer, valid_from=date(2025, 6, 30)))


def test_the_key_of_an_account_is_unique_while_it_is_not_closed_also_without_payer_and_profile() -> None:
    account = make.FinancialAccountFactory()
    same = {name: getattr(account, name) for name in ["customer", "entity", "currency", "terms"]}

    refused("financialaccount_key", lambda: make.FinancialAccountFactory(**same))

    account.state, account.closed_on = "closed", date(2025, 6, 1)
    account.save(update_fields=["state", "closed_on"])
    assert make.FinancialAccountFactory(**same).pk


def test_a_customer_is_not_the_payer_of_its_own_account() -> None:
    customer = make.CustomerFactory()

    refused("financialaccount_payer_is_another", lambda: make.FinancialAccountFactory(customer=customer, payer=customer))


def test_a_campaign_bills_to_one_account_at_a_time() -> None:
    link = make.CampaignAccountFactory()

    refused("campaignaccount_one_at_a_time", lambda: make.CampaignAccountFactory(campaign=link.campaign, valid_from=date(2026, 1, 1)))


def relate(above: Any, below: Any, kind: str = "parent_of", until: date | None = None) -> CustomerRelation:
    return CustomerRelation.objects.create(from_customer=above, to_customer=below, kind=kind, valid_from=make.START, valid_until=until)


def test_parents_do_not_form_a_circle_on_any_day() -> None:
    top, middle, bottom = make.CustomerFactory.create_batch(3)
    relate(top, middle)
    relate(middle, bottom)

    refused("customerrelation_no_circle", lambda: relate(bottom, top))
    refused("customerrelation_not_with_itself", lambda: relate(top, top))
    refused("customerrelation_one_parent", lambda: relate(top, bottom))
    assert relate(bottom, top, kind="payer_for").pk


def test_the_verifier_of_a_bank_account_is_not_the_person_who_entered_it() -> None:
    from people import person

    clerk, now = person("clerk"), "2025-01-02T10:00Z"
    entered = {"created_by": clerk, "state": "verified", "verified_at": now}

    refused("bankaccount_verified_by_second_person", lambda: make.BankAccountFactory(**entered, verified_by=clerk))
    refused("bankaccount_verified_by_second_person", lambda: make.BankAccountFactory(**entered))
    assert make.BankAccountFactory(**entered, verified_by=person("supervisor")).pk


def test_bank_details_never_change_not_even_by_hand() -> None:
    account = make.BankAccountFactory()

    def change() -> None:
        with connection.cursor() as cursor:
            cursor.execute("UPDATE accounts_bankaccount SET iban = 'FR1420041010050500013M02606' WHERE id = %s", [account.pk])

    refused("bankaccount_details_never_change", change)
    assert BankAccount.objects.get().iban == account.iban


def test_row_versions_are_kept_and_the_folded_name_follows() -> None:
    customer = make.CustomerFactory(legal_name="L’Oréal S.A.", name_native="中国公司")
    assert customer.search_name == "loreal sa zhongguogongsi"

    customer.legal_name = "Müller & Söhne"
    customer.save(update_fields=["legal_name", "search_name"])

    customer.refresh_from_db()
    assert (customer.search_name, customer.version) == ("muller sohne zhongguogongsi", 2)
    assert [event.legal_name for event in customer.events.order_by("pgh_id")] == ["L’Oréal S.A.", "Müller & Söhne"]


@pytest.mark.parametrize(
    ("model", "given", "constraint"),
    [
        (CustomerName, {"legal_name": "X"}, "customername_one_at_a_time"),
        (CustomerTier, {"tier": "key"}, "customertier_one_at_a_time"),
        (CustomerRole, {"role": "payer"}, "customerrole_once"),
        (Readiness, {"is_ready": True}, "readiness_one_at_a_time"),
    ],
)
def test_what_is_dated_holds_once_on_a_day(model: Any, given: dict[str, Any], constraint: str) -> None:
    customer = make.CustomerFactory()
    model.objects.create(customer=customer, valid_from=make.START, valid_until=date(2025, 6, 1), **given)

    refused(constraint, lambda: model.objects.create(customer=customer, valid_from=date(2025, 5, 1), **given))
    assert model.objects.create(customer=customer, valid_from=date(2025, 6, 1), **given).pk


def test_a_customer_has_one_sales_owner_at_a_time_for_some_days() -> None:
    customer, seller = make.CustomerFactory(), person("sales")
    SalesOwner.objects.create(customer=customer, user=seller, valid_from=make.START)

    refused("salesowner_one_at_a_time", lambda: SalesOwner.objects.create(customer=customer, user=seller, valid_from=date(2026, 1, 1)))
    refused("salesowner_ends_after_start", lambda: SalesOwner.objects.update(valid_until=make.START))


def test_a_customer_is_not_merged_into_itself() -> None:
    customer = make.CustomerFactory()

    refused("customer_not_merged_into_itself", lambda: Customer.objects.filter(pk=customer.pk).update(merged_into=customer))


def test_one_change_of_a_process_waits_at_a_time() -> None:
    customer = make.CustomerFactory()
    waiting = {"customer": customer, "wanted": {}, "reason": "why", "due_at": NOON}
    ProcessChange.objects.create(**waiting)

    refused("processchange_one_open", lambda: ProcessChange.objects.create(**waiting))


@pytest.mark.parametrize("table", ["interaction", "taxanswer", "contactbounce"])
def test_what_was_said_and_answered_never_changes(table: str) -> None:
    contact = make.ContactFactory()
    Interaction.objects.create(customer=contact.customer, **SAID)
    TaxAnswer.objects.create(registration=make.TaxRegistrationFactory(), state="valid")
    ContactBounce.objects.create(contact=contact, at=NOON, bounce="soft")

    for statement in (f"UPDATE accounts_{table} SET created_at = now()", f"DELETE FROM accounts_{table}"):  # noqa: S608
        refused(f"{table}_append_only", partial(connection.cursor().execute, statement))


@pytest.mark.parametrize(
    ("constraint", "factory", "same"),
    [
        ("signingauthority_once", make.SigningAuthorityFactory, ["entity", "person"]),
        ("contractpolicy_one_at_a_time", make.ContractPolicyFactory, ["entity"]),
        ("contractwaiver_one_per_rule", make.ContractWaiverFactory, ["contract", "rule"]),
        ("purchaseorder_number_once", make.PurchaseOrderFactory, ["customer", "number"]),
        ("pricelist_code_once", make.PriceListFactory, ["entity", "code"]),
        ("condition_one_at_a_time", make.ConditionFactory, ["price_list", "product", "kind", "currency"]),
    ],
)
def test_once_only(constraint: str, factory: Any, same: list[str]) -> None:
    first = factory()

    refused(constraint, lambda: factory(**{name: getattr(first, name) for name in same}))

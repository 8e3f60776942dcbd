"""Special cases: flagged by a rule, blocked until their steps are done and agreed to, for a while."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from factories import accounts as make
from people import person
from refusals import refused

from o2c.accounts.cases.gates import mandatory_steps_done
from o2c.accounts.cases.models import Playbook, SpecialCase, SpecialStep
from o2c.accounts.cases.rules import Detects, Facts
from o2c.accounts.cases.services import playbooks
from o2c.accounts.customers.models import Customer
from o2c.core.access.models import User
from o2c.core.clock import local_today

pytestmark = pytest.mark.django_db


@pytest.fixture
def playbook(lead: User) -> Playbook:
    return playbooks.write_playbook(
        code="reseller", title="Reseller", types=["reseller"], mandatory=["Authority letter", "End client known"],
        advised=["Call"], approver="supervisor", valid_days=30, actor=lead,
    )  # fmt: skip


def codes(customer: Customer) -> list[str]:
    return [reason.code for reason in mandatory_steps_done(customer)]


def test_whoever_the_rule_finds_is_flagged_once_and_not_billed(playbook: Playbook, customer: Customer) -> None:
    other, night = make.CustomerFactory(), person("system")

    (special,) = playbooks.flag_customers(playbook.pk, actor=night)

    assert (special.customer, codes(customer), codes(other)) == (customer, ["special_step_open"], [])
    assert playbooks.flag_customers(playbook.pk, actor=night) == []


def test_the_standard_path_is_free_once_steps_are_done_and_another_person_agrees(
    playbook: Playbook, customer: Customer, clerk: User, lead: User
) -> None:
    special = playbooks.flag_customer(playbook=playbook, customer=customer, actor=clerk)
    refused("wrong_state", playbooks.agree_special, special.pk, actor=lead)
    steps = list(special.steps.filter(is_mandatory=True).order_by("position"))

    playbooks.do_step(steps[0].pk, remark="Filed", actor=clerk)
    assert codes(customer) == ["special_step_open"]
    playbooks.do_step(steps[1].pk, actor=clerk)
    refused("step_done", playbooks.do_step, steps[1].pk, actor=clerk)
    assert codes(customer) == ["special_unapproved"]
    refused("special_needs_role", playbooks.agree_special, special.pk, actor=person("approver"))
    special = playbooks.agree_special(special.pk, actor=lead)

    until, night = local_today() + timedelta(days=30), person("system")
    assert (codes(customer), special.approved_by, special.expires_on) == ([], lead, until)
    assert playbooks.expire_specials(until - timedelta(days=1), actor=night) == []
    playbooks.expire_specials(until, actor=night)
    assert codes(customer) == ["special_step_open"]
    assert SpecialCase.objects.filter(state="expired").count() == 1


def test_nobody_agrees_to_their_own_steps(playbook: Playbook, customer: Customer, lead: User) -> None:
    special = playbooks.flag_customer(playbook=playbook, customer=customer, actor=lead)
    for step in special.steps.all():
        playbooks.do_step(step.pk, actor=lead)

    refused("special_by_second_person", playbooks.agree_special, special.pk, actor=lead)


def test_a_customer_that_is_not_special_after_all_is_free(playbook: Playbook, customer: Customer, clerk: User, lead: User) -> None:
    special = playbooks.flag_customer(playbook=playbook, customer=customer, actor=clerk)

    playbooks.drop_special(special.pk, reason="Sells its own", actor=lead)

    assert codes(customer) == []


@pytest.mark.parametrize(("change", "code"), [({"types": []}, "playbook_detects_somebody"), ({"mandatory": []}, "playbook_has_steps")])
def test_a_playbook_finds_somebody_and_asks_something(playbook: Playbook, lead: User, change: dict[str, Any], code: str) -> None:
    refused(code, playbooks.edit_playbook, playbook.pk, actor=lead, **change)


def test_a_rule_asks_for_everything_it_names() -> None:
    facts = Facts("reseller", "FR", "high", "key")
    assert Detects(types=["reseller"], countries=["FR"]).fits(facts)
    assert not Detects(types=["reseller"], countries=["DE"]).fits(facts)
    assert not Detects().fits(facts)


def test_the_database_guards_special_cases(playbook: Playbook, customer: Customer, clerk: User) -> None:
    special = playbooks.flag_customer(playbook=playbook, customer=customer, actor=clerk)
    attempts = {
        "specialcase_done_is_approved": lambda: SpecialCase.objects.update(state="done"),
        "specialcase_state_known": lambda: SpecialCase.objects.update(state="x"),
        "specialcase_once": lambda: SpecialCase.objects.create(playbook=playbook, customer=customer),
        "specialstep_once": lambda: SpecialStep.objects.update(position=0),
        "specialstep_done_by_somebody": lambda: special.steps.update(done_by=clerk),
        "playbook_holds_for_a_while": lambda: Playbook.objects.update(valid_days=0),
        "playbook_has_steps": lambda: Playbook.objects.update(mandatory=[]),
        "playbook_detects_somebody": lambda: Playbook.objects.update(types=[]),
    }
    for constraint, attempt in attempts.items():
        with pytest.raises(IntegrityError) as error, transaction.atomic():
            attempt()
        assert error.value.__cause__.diag.constraint_name == constraint  # type: ignore[union-attr]

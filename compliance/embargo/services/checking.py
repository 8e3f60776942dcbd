"""Checks kept as they were, and the recheck of everything open."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

from o2c.accounts.customers.models import Customer
from o2c.compliance.alerts.models import AlertKind, AlertOrigin
from o2c.compliance.alerts.services.reports import report
from o2c.compliance.embargo import queries, rules
from o2c.compliance.embargo.facts import deal_of
from o2c.compliance.embargo.models import EmbargoCheck
from o2c.core.access.models import User
from o2c.core.verbs import verb


def judge(customer: Customer, on: date, **facts: Any) -> tuple[Model, rules.Deal, rules.Verdict]:
    """What the rules and licences of the day say of a deal."""
    subject, deal = deal_of(customer, on, **facts)
    licences = [licence.plain() for licence in queries.licences_of(customer)]
    return subject, deal, rules.check(deal, [rule.plain() for rule in queries.in_force(on)], licences, on)


def keep(customer: Customer, question: str, on: date, subject: Model, deal: rules.Deal, verdict: rules.Verdict) -> EmbargoCheck:
    """A step: the check and its answer, as they were."""
    met = [
        {"rule": one.rule.code, "parties": list(one.parties), "licence": one.licence.number if one.licence else ""} for one in verdict.met
    ]
    facts = {"countries": deal.countries, "goods": sorted(deal.goods), "amount": str(deal.amount or ""), "currency": deal.currency}
    return EmbargoCheck.objects.create(
        customer=customer,
        question=question,
        subject_type=subject._meta.label_lower,
        subject_id=subject.pk,
        subject_label=str(subject)[:200],
        day=on,
        facts=facts,
        met=met,
        passed=verdict.passes,
    )


@verb("compliance.recheck_embargo")
def recheck_embargo(deals: Sequence[Model], day: date, *, actor: User) -> list[EmbargoCheck]:
    """Check open accounts and orders again; what is forbidden now raises an alert that holds the customer."""
    kept = []
    for subject in deals:
        customer: Customer = subject.customer  # type: ignore[attr-defined]
        name = "order" if subject._meta.model_name == "insertionorder" else "account"
        found = judge(customer, day, **{name: subject})
        kept.append(keep(customer, "recheck", day, *found))
        if not found[2].passes:
            _alarm(customer, subject, found[2], actor)
    return kept


def _alarm(customer: Customer, subject: Model, verdict: rules.Verdict, actor: User) -> None:
    about = "; ".join(f"{met.rule.code} ({met.rule.country}): {', '.join(met.parties)}" for met in verdict.forbidden)
    report(
        customer,
        kind=AlertKind.EMBARGO,
        origin=AlertOrigin.INTERNAL,
        title=_("Embargo: %(subject)s") % {"subject": subject},
        summary=about,
        holds=True,
        about=f"embargo:{subject._meta.label_lower}:{subject.pk}",
        actor=actor,
    )

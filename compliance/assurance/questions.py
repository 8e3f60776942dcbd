"""The ten questions auditors ask, each answered from rows that cannot change. Source: the screening reference, section 9."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from o2c.accounts.customers.models import Customer
from o2c.compliance.assurance import columns, queries
from o2c.core.access.models import User
from o2c.core.pages import Column


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asks, about which days `[since, until]`, about which customer (None: all)."""

    actor: User
    since: date
    until: date
    customer: Customer | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """`short` names the sheet of the file. `of_customer`: the answer can be narrowed to one customer."""

    number: int
    short: str | Promise
    title: str | Promise
    answer: Callable[[Asked], Iterable[Any]]
    columns: Sequence[Column]
    of_customer: bool = True


QUESTIONS: Sequence[Question] = (
    Question(
        1,
        _("Lists"),
        _("Which lists, which versions, loaded when, how long after publication? Was every version complete?"),
        queries.loads,
        columns.LOADS,
        of_customer=False,
    ),
    Question(
        2,
        _("Screenings"),
        _("Was this customer screened on that day, against which versions, with which configuration, and what came out?"),
        queries.results,
        columns.RESULTS,
    ),
    Question(3, _("Scores"), _("Why did this pair score what it scored? Can it be computed again?"), queries.hits, columns.HITS),
    Question(
        4,
        _("Decisions"),
        _("Why was this alert closed, by whom, after how long, on what evidence? Who approved?"),
        queries.decisions,
        columns.DECISIONS,
    ),
    Question(
        5, _("Suppressions"), _("Why was a pair suppressed? Which decision, still valid then?"), queries.suppressions, columns.SILENCED
    ),
    Question(
        6,
        _("Settings"),
        _("Who changed the threshold, a weight or a list setting, when, why, approved by whom?"),
        queries.settings,
        columns.EVENTS,
        of_customer=False,
    ),
    Question(
        7,
        _("Effectiveness"),
        _("Does it find what it must? A fixed set of made-up names with known answers, by kind of variation"),
        queries.effectiveness,
        columns.EFFECTIVENESS,
        of_customer=False,
    ),
    Question(8, _("Ageing"), _("Open alerts by age and owner; breaches of the time limit"), queries.ageing, columns.AGEING),
    Question(
        9,
        _("Exports"),
        _("What was taken out of the house for an auditor, when, by whom?"),
        queries.exports,
        columns.EVENTS,
        of_customer=False,
    ),
    Question(
        10,
        _("Unchanged"),
        _("Can nothing be changed afterwards? The chain of the audit trail, verified day by day"),
        queries.chain,
        columns.PROOFS,
        of_customer=False,
    ),
    Question(11, _("Below the line"), _("To question 7: what lies just under the threshold?"), queries.below, columns.HITS),
)

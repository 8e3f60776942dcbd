"""The night of contracts: those that end expire, those that renew by themselves run on, and notice days come to the queue."""

from datetime import date

from o2c.accounts.contracts.queries import ended, notice_by, notice_near, renewing
from o2c.accounts.contracts.services.contracts import expire_contract, remind_of_notice, renew_contract
from o2c.core.jobs.progress import Progress

AHEAD = 30  # days before the last day for notice at which a clerk is told


def expire(j: Progress) -> None:
    """Every contract of the entity whose last day has passed."""
    entity, day = _place(j)
    for contract in ended(entity, day):
        with j.chunk():
            expire_contract(contract.pk, on=day, actor=j.actor)


def renew(j: Progress) -> None:
    """Contracts nobody gave notice on run on; those whose notice day is near become work."""
    entity, day = _place(j)
    for contract in renewing(entity, day):
        with j.chunk():
            renew_contract(contract.pk, on=day, actor=j.actor)
    for contract in notice_near(entity, day, ahead=AHEAD):
        with j.chunk(findings=1):
            remind_of_notice(contract.pk, notice_by=notice_by(contract), actor=j.actor)


def _place(j: Progress) -> tuple[int, date]:
    if j.job.entity_id is None or j.job.day is None:
        raise ValueError("contracts are watched per entity and day")
    return j.job.entity_id, j.job.day

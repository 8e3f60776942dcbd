"""The night of contracts: repeated, it changes nothing more."""

from datetime import date

import pytest
from factories import accounts as make
from factories.core import LegalEntityFactory
from people import person

from o2c.accounts.contracts import watch
from o2c.accounts.contracts.models import Contract
from o2c.core.jobs.models import Job
from o2c.core.jobs.progress import job
from o2c.core.work.models import Task

pytestmark = pytest.mark.django_db(transaction=True)
DAY = date(2026, 1, 10)


def test_contracts_that_end_expire_others_run_on_and_notices_become_work() -> None:
    entity, night = LegalEntityFactory(code="FR01"), person("system")
    ending = make.ContractFactory(entity=entity, number="ENDS", ends_on=DAY)
    open_ended = make.ContractFactory(entity=entity, number="OPEN")
    tacit = make.ContractFactory(entity=entity, number="RUNS", starts_on=date(2025, 1, 10), ends_on=DAY, renewal="tacit")
    near = make.ContractFactory(entity=entity, number="NEAR", ends_on=date(2026, 3, 1), renewal="tacit", notice_days=30)
    elsewhere = make.ContractFactory(ends_on=DAY)

    for _night in range(2):
        for step, run in (("accounts.expire_contracts", watch.expire), ("accounts.renew_contracts", watch.renew)):
            queued = Job.objects.create(kind=step, key=f"{step}{_night}", entity=entity, day=DAY, requested_by=night)
            with job(queued.pk) as j:
                run(j)
            assert Job.objects.get(pk=queued.pk).state == "done", Job.objects.get(pk=queued.pk).error

    states = dict(Contract.objects.values_list("number", "state"))
    assert (states["ENDS"], states["OPEN"], states["RUNS"], states["NEAR"]) == ("expired", "active", "active", "active")
    assert Contract.objects.get(pk=elsewhere.pk).state == "active"
    assert Contract.objects.get(pk=tacit.pk).ends_on == date(2027, 1, 10)
    assert Contract.objects.get(pk=open_ended.pk).ends_on is None
    task = Task.objects.get()
    assert task.object_id == near.pk
    assert ending.number == "ENDS"

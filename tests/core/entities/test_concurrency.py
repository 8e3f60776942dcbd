"""A month cannot close under a posting that has already been let through."""

import threading
from datetime import date

import pytest
from django.db import connection
from factories.core import LegalEntityFactory
from people import empowered, person

from o2c.core.access.models import User
from o2c.core.entities import services
from o2c.core.entities.models import FiscalPeriod, LegalEntity
from o2c.core.errors import Conflict
from o2c.core.verbs import verb

asked, closed = threading.Event(), threading.Event()


@verb("tests.post_slowly")
def post_slowly(entity: LegalEntity, *, actor: User) -> str:
    services.require_open(entity, "billing", date(2026, 1, 15), actor)
    asked.set()
    closed.wait(timeout=20)
    return FiscalPeriod.objects.get(entity=entity).state


@pytest.mark.django_db(transaction=True)
def test_closing_waits_for_the_posting_and_gives_way() -> None:
    finance, clerk = person("finance"), empowered("tests.post_slowly")
    entity = LegalEntityFactory(code="FR01")
    period = services.open_period(entity.pk, date(2026, 1, 1), actor=finance)
    seen: list[str] = []

    def post() -> None:
        try:
            seen.append(post_slowly(entity, actor=clerk))
        finally:
            connection.close()

    posting = threading.Thread(target=post)
    posting.start()
    assert asked.wait(timeout=20)
    with pytest.raises(Conflict, match="busy_elsewhere"):
        services.close_period(period.pk, actor=finance)
    closed.set()
    posting.join()

    assert seen == ["open"]
    assert services.close_period(period.pk, actor=finance).state == "closed"

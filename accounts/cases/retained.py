"""An open case is a question or a dispute that somebody may need the records for."""

from collections.abc import Collection
from datetime import date

from o2c.accounts.cases.models import CaseState, CustomerCase
from o2c.core.gates import Reason


def disputed(customer_ids: Collection[int], today: date) -> dict[int, Reason]:
    rows = CustomerCase.objects.filter(customer__in=customer_ids).exclude(state=CaseState.CLOSED).order_by("pk")
    return {case.customer_id: Reason("case_open_keeps_records", {"case": str(case)}) for case in rows if case.customer_id}

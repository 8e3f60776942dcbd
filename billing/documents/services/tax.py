"""Standard tax rates with their days."""

from datetime import date
from decimal import Decimal

from o2c.billing.documents.models import TaxRate
from o2c.core.access.models import User
from o2c.core.audit.services import record
from o2c.core.changes import change
from o2c.core.errors import BusinessError
from o2c.core.verbs import lock_one, verb


@verb("billing.set_tax_rate")
def set_tax_rate(country: str, percent: Decimal, *, valid_from: date, actor: User) -> TaxRate:
    """The standard rate of a country from a day on; the one before ends there. Days behind a later rate cannot be changed.

    Raises BusinessError "tax_rate_before_last".
    """
    last = TaxRate.objects.filter(country=country).order_by("-valid_from").first()
    if last is not None:
        if valid_from <= last.valid_from:
            raise BusinessError("tax_rate_before_last", field="valid_from", last=last.valid_from)
        change(lock_one(TaxRate.objects, last.pk), valid_until=valid_from)
    rate = TaxRate.objects.create(country=country, percent=percent, valid_from=valid_from)
    record("tax_rate.set", rate, actor=actor, after={"country": country, "percent": percent, "valid_from": valid_from})
    return rate

"""What an auditor asks about: a period and perhaps a customer."""

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from o2c.accounts.customers.models import Customer
from o2c.compliance.assurance.queries import VIEW
from o2c.core import spoken
from o2c.core.access.models import User
from o2c.core.access.queries import scope
from o2c.core.clock import local_today
from o2c.core.pages import DateField, Form
from o2c.core.pages.pickers import RowField, offer

if TYPE_CHECKING:
    from o2c.compliance.assurance.questions import Asked

USUAL = timedelta(days=365)


class AskForm(Form):
    since = DateField(label=_("From"), required=False)
    until = DateField(label=_("Until"), required=False)
    customer = RowField("customer_options", label=_("Customer"), required=False)

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "customer", scope(Customer.objects, actor, VIEW))

    def usual(self) -> tuple[date, date]:
        """The year that ends today."""
        today = local_today()
        return today - USUAL, today

    def arguments(self) -> dict[str, Any]:
        since, until = self.usual()
        given = self.cleaned_data
        return {"since": given["since"] or since, "until": given["until"] or until, "customer": given["customer"]}

    def words(self, asked: "Asked") -> str:
        """The question in words, for the first sheet and the trail."""
        days = f"{spoken.day(asked.since)} – {spoken.day(asked.until)}"
        return f"{days}, {asked.customer}" if asked.customer else days

"""What this room tells the house when it loads."""

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext_lazy as _

from o2c.compliance.screening import sources
from o2c.compliance.screening.answers import prove_step
from o2c.compliance.screening.payees import payees_screened
from o2c.compliance.screening.queries import VIEW, not_screened_in_time
from o2c.compliance.screening.services.configuring import MEASURE
from o2c.core.audit import restricted
from o2c.core.jobs import night
from o2c.core.jobs.kinds import kind
from o2c.core.pages import menu
from o2c.core.proofs.registry import Bad, proof


def screened_in_time(day: date) -> Iterator[Bad]:
    for customer in not_screened_in_time(day):
        yield Bad(str(customer), "customer_not_screened", {"name": customer.legal_name}, str(customer.get_absolute_url()))


sources.register("payees", payees_screened)
night.step("compliance.effectiveness", _("Proof that screening finds"), prove_step, after=("compliance.watchlists",), per_entity=False)
for restricted_kind in ("screeningrun", "screeningconfig", "askedscreening", "effectivenessproof"):
    restricted.register(f"compliance.{restricted_kind}", VIEW)
menu.add("compliance", _("Screenings"), "screening_runs", VIEW, order=30, query="kind=full&kind=delta")
kind(MEASURE, _("Effect of a screening configuration"))
menu.add("compliance", _("Screen a name"), "screening_ask", "compliance.screen_names", order=28)
menu.add("compliance", _("Screening configuration"), "screening_configs", VIEW, order=44)
proof("customers_screened", _("Every active customer was screened in time"), screened_in_time, "compliance")

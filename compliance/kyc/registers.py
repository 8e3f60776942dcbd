"""What this room tells the house when it loads."""

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext_lazy as _

from o2c.compliance.kyc import answers, retained
from o2c.compliance.kyc.models import OwnerKind
from o2c.compliance.kyc.queries import VIEW, files, without_valid_file
from o2c.compliance.screening import sources
from o2c.core import events, gates
from o2c.core.files.reach import carries_files
from o2c.core.jobs import night
from o2c.core.pages import menu, panels
from o2c.core.proofs.registry import Bad, proof
from o2c.core.sentences import name

RETAINED = retained  # importing it registers how long proofs of identity are kept
GATES = ("kyc_valid", "activate_customer")


def known(day: date) -> Iterator[Bad]:
    for customer in without_valid_file(day):
        yield Bad(str(customer), "kyc_proof_missing", {"name": customer.legal_name}, str(customer.get_absolute_url()))


sources.register("owners", answers.owners_screened)
carries_files("compliance.kycfile", files)
for question in GATES:
    gates.answer(question, answers.reasons_against)
events.listen("customer.changed", "compliance.ownership", answers.on_customer_changed)
events.listen("alert.escalated", "compliance.ownership", answers.on_alert_escalated)
night.step("compliance.kyc_reviews", _("Know-your-customer files due for review"), answers.review_step, per_entity=False)
proof("customers_known", _("Every active customer has a valid know-your-customer file"), known, "compliance")
for kind in OwnerKind:
    name(f"kind:{kind.value}", kind.label)
panels.add("accounts.customer", _("Know your customer"), "kyc_of_customer", permission=VIEW, order=75)
menu.add("compliance", _("Know your customer"), "kyc_files", VIEW, order=40)

"""What this room tells the house when it loads."""

from functools import partial

from django.utils.translation import gettext_lazy as _

from o2c.compliance.embargo import answers
from o2c.compliance.embargo.queries import VIEW
from o2c.compliance.embargo.services.ruling import LICENCE_KIND, RECHECK, RULE_KIND
from o2c.core import gates
from o2c.core.approvals.registry import approval_kind
from o2c.core.jobs import night
from o2c.core.jobs.kinds import kind
from o2c.core.pages import menu

GATES = ("commit_order", "open_account", "post_document")

for question in GATES:
    gates.answer(question, partial(answers.reasons_against, question))
approval_kind(RULE_KIND, _("Put an embargo rule in force"), "compliance.activate_embargo_rule", roles=["compliance_officer"])
approval_kind(f"{RULE_KIND}_end", _("End an embargo rule"), "compliance.end_embargo_rule", roles=["compliance_officer"])
approval_kind(LICENCE_KIND, _("Let a licence override an embargo"), "compliance.activate_licence", roles=["compliance_officer"])
kind(RECHECK, _("Embargo check of everything open"))
night.step("compliance.embargo", _("Embargo check of everything open"), answers.night_step, per_entity=False)
menu.add("compliance", _("Embargo rules"), "embargo_rules", VIEW, order=50)
menu.add("compliance", _("Licences"), "embargo_licences", VIEW, order=51)
menu.add("compliance", _("Embargo checks"), "embargo_checks", VIEW, order=52)

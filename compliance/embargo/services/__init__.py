"""Verbs of the embargo room: rules and licences by two people, checks, the recheck of everything open."""

from o2c.compliance.embargo.services.checking import judge as judge
from o2c.compliance.embargo.services.checking import keep as keep
from o2c.compliance.embargo.services.checking import recheck_embargo as recheck_embargo
from o2c.compliance.embargo.services.ruling import activate_embargo_rule as activate_embargo_rule
from o2c.compliance.embargo.services.ruling import activate_licence as activate_licence
from o2c.compliance.embargo.services.ruling import ask_to_end_embargo_rule as ask_to_end_embargo_rule
from o2c.compliance.embargo.services.ruling import end_embargo_rule as end_embargo_rule
from o2c.compliance.embargo.services.ruling import propose_embargo_rule as propose_embargo_rule
from o2c.compliance.embargo.services.ruling import propose_licence as propose_licence
from o2c.compliance.embargo.services.ruling import withdraw_licence as withdraw_licence

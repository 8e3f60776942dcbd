"""Verbs of the alerts room: runs that open alerts, casework by clerks, verdicts of legal, releases by two, brakes."""

from o2c.compliance.alerts.services.brakes import settle_brake as settle_brake
from o2c.compliance.alerts.services.casework import approve_clearing as approve_clearing
from o2c.compliance.alerts.services.casework import ask_for_information as ask_for_information
from o2c.compliance.alerts.services.casework import clear_alert as clear_alert
from o2c.compliance.alerts.services.casework import confirm_alert as confirm_alert
from o2c.compliance.alerts.services.casework import resume_investigation as resume_investigation
from o2c.compliance.alerts.services.casework import return_clearing as return_clearing
from o2c.compliance.alerts.services.casework import take_alert as take_alert
from o2c.compliance.alerts.services.escalation import hand_over_alert as hand_over_alert
from o2c.compliance.alerts.services.escalation import keep_evidence_pack as keep_evidence_pack
from o2c.compliance.alerts.services.reports import add_alert_reader as add_alert_reader
from o2c.compliance.alerts.services.reports import answer_check as answer_check
from o2c.compliance.alerts.services.reports import log_alert as log_alert
from o2c.compliance.alerts.services.reports import remove_alert_reader as remove_alert_reader
from o2c.compliance.alerts.services.screening import finish_screening as finish_screening
from o2c.compliance.alerts.services.screening import open_screening as open_screening
from o2c.compliance.alerts.services.screening import request_screening as request_screening
from o2c.compliance.alerts.services.screening import screen_chunk as screen_chunk
from o2c.compliance.alerts.services.screening import screen_customers as screen_customers
from o2c.compliance.alerts.services.verdicts import overrule_alert as overrule_alert
from o2c.compliance.alerts.services.verdicts import propose_alert_release as propose_alert_release
from o2c.compliance.alerts.services.verdicts import release_alert as release_alert
from o2c.compliance.alerts.services.verdicts import reopen_alert as reopen_alert
from o2c.compliance.alerts.services.verdicts import uphold_alert as uphold_alert

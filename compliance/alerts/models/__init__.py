"""Alerts, what was done with them, what was decided, and what a decision kept quiet."""

from o2c.compliance.alerts.models.alert import AlertHit as AlertHit
from o2c.compliance.alerts.models.alert import AlertKind as AlertKind
from o2c.compliance.alerts.models.alert import AlertOrigin as AlertOrigin
from o2c.compliance.alerts.models.alert import AlertState as AlertState
from o2c.compliance.alerts.models.alert import ComplianceAlert as ComplianceAlert
from o2c.compliance.alerts.models.alert import RestrictedAlert as RestrictedAlert
from o2c.compliance.alerts.models.brakes import AlertBrake as AlertBrake
from o2c.compliance.alerts.models.brakes import BrakeState as BrakeState
from o2c.compliance.alerts.models.casework import AlertCheck as AlertCheck
from o2c.compliance.alerts.models.casework import AlertMove as AlertMove
from o2c.compliance.alerts.models.casework import AlertReader as AlertReader
from o2c.compliance.alerts.models.casework import CheckOutcome as CheckOutcome
from o2c.compliance.alerts.models.casework import Escalation as Escalation
from o2c.compliance.alerts.models.memory import Decision as Decision
from o2c.compliance.alerts.models.memory import Suppression as Suppression
from o2c.compliance.alerts.models.memory import Verdict as Verdict

"""Verbs of the screening room: its configuration, and names somebody asks about. The steps of runs stand beside them."""

from o2c.compliance.screening.services.asking import screen_names as screen_names
from o2c.compliance.screening.services.configuring import activate_screening_config as activate_screening_config
from o2c.compliance.screening.services.configuring import decline_screening_config as decline_screening_config
from o2c.compliance.screening.services.configuring import keep_config_effect as keep_config_effect
from o2c.compliance.screening.services.configuring import propose_screening_config as propose_screening_config
from o2c.compliance.screening.services.proving import prove_screening as prove_screening
from o2c.compliance.screening.services.proving import prove_when_changed as prove_when_changed
from o2c.compliance.screening.services.steps import Kept as Kept
from o2c.compliance.screening.services.steps import Match as Match
from o2c.compliance.screening.services.steps import Who as Who
from o2c.compliance.screening.services.steps import config_of as config_of
from o2c.compliance.screening.services.steps import keep as keep
from o2c.compliance.screening.services.steps import match as match
from o2c.compliance.screening.services.steps import open_run as open_run
from o2c.compliance.screening.services.steps import run_key as run_key

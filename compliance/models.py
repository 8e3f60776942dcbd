"""Tables of this floor: each room has its own."""

from o2c.compliance.alerts import models as alerts
from o2c.compliance.embargo import models as embargo
from o2c.compliance.freezes import models as freezes
from o2c.compliance.kyc import models as kyc
from o2c.compliance.screening import models as screening
from o2c.compliance.watchlists import models as watchlists

__all__ = ["alerts", "embargo", "freezes", "kyc", "screening", "watchlists"]

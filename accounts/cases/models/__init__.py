"""What customers ask, complain about and claim; answers we have ready; and playbooks for special cases."""

from o2c.accounts.cases.models.cases import CaseKind as CaseKind
from o2c.accounts.cases.models.cases import CaseMessage as CaseMessage
from o2c.accounts.cases.models.cases import CaseState as CaseState
from o2c.accounts.cases.models.cases import CatalogueAnswer as CatalogueAnswer
from o2c.accounts.cases.models.cases import Category as Category
from o2c.accounts.cases.models.cases import Channel as Channel
from o2c.accounts.cases.models.cases import CustomerCase as CustomerCase
from o2c.accounts.cases.models.cases import Direction as Direction
from o2c.accounts.cases.models.cases import Team as Team
from o2c.accounts.cases.models.playbooks import Playbook as Playbook
from o2c.accounts.cases.models.playbooks import SpecialCase as SpecialCase
from o2c.accounts.cases.models.playbooks import SpecialState as SpecialState
from o2c.accounts.cases.models.playbooks import SpecialStep as SpecialStep

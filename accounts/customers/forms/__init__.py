"""What is typed about a customer and everything that belongs to it."""

from o2c.accounts.customers.forms.belongings import AddressForm as AddressForm
from o2c.accounts.customers.forms.belongings import BankForm as BankForm
from o2c.accounts.customers.forms.belongings import ContactForm as ContactForm
from o2c.accounts.customers.forms.belongings import EndForm as EndForm
from o2c.accounts.customers.forms.belongings import RelationForm as RelationForm
from o2c.accounts.customers.forms.belongings import TaxCheckForm as TaxCheckForm
from o2c.accounts.customers.forms.belongings import TaxForm as TaxForm
from o2c.accounts.customers.forms.customers import CustomerEditForm as CustomerEditForm
from o2c.accounts.customers.forms.customers import CustomerForm as CustomerForm
from o2c.accounts.customers.forms.customers import country_field as country_field
from o2c.accounts.customers.forms.customers import entities_of as entities_of
from o2c.accounts.customers.forms.service import CapForm as CapForm
from o2c.accounts.customers.forms.service import InteractionForm as InteractionForm
from o2c.accounts.customers.forms.service import LevelForm as LevelForm
from o2c.accounts.customers.forms.service import NameForm as NameForm
from o2c.accounts.customers.forms.service import ProcessForm as ProcessForm
from o2c.accounts.customers.forms.service import ReasonForm as ReasonForm
from o2c.accounts.customers.forms.service import RoleForm as RoleForm
from o2c.accounts.customers.forms.service import SalesOwnerForm as SalesOwnerForm
from o2c.accounts.customers.forms.service import TierForm as TierForm

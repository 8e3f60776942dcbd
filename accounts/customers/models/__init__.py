"""Who we deal with: customers, where and how to reach them, their tax and bank identities, and how they hang together."""

from o2c.accounts.customers.models.bank import BankAccount as BankAccount
from o2c.accounts.customers.models.bank import BankAccountState as BankAccountState
from o2c.accounts.customers.models.customer import Customer as Customer
from o2c.accounts.customers.models.customer import CustomerEntity as CustomerEntity
from o2c.accounts.customers.models.customer import CustomerState as CustomerState
from o2c.accounts.customers.models.customer import CustomerType as CustomerType
from o2c.accounts.customers.models.customer import Language as Language
from o2c.accounts.customers.models.customer import Origin as Origin
from o2c.accounts.customers.models.customer import RiskClass as RiskClass
from o2c.accounts.customers.models.customer import Tier as Tier
from o2c.accounts.customers.models.customer import through_customer as through_customer
from o2c.accounts.customers.models.reach import Address as Address
from o2c.accounts.customers.models.reach import AddressKind as AddressKind
from o2c.accounts.customers.models.reach import Bounce as Bounce
from o2c.accounts.customers.models.reach import Contact as Contact
from o2c.accounts.customers.models.reach import ContactRole as ContactRole
from o2c.accounts.customers.models.reach import ContactState as ContactState
from o2c.accounts.customers.models.relations import CustomerRelation as CustomerRelation
from o2c.accounts.customers.models.relations import RelationKind as RelationKind
from o2c.accounts.customers.models.tax import TaxRegistration as TaxRegistration
from o2c.accounts.customers.models.tax import TaxState as TaxState

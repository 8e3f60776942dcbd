"""Who we deal with, as far as the actor may see."""

from o2c.accounts.customers.queries.customers import VIEW as VIEW
from o2c.accounts.customers.queries.customers import addresses as addresses
from o2c.accounts.customers.queries.customers import billing_facts as billing_facts
from o2c.accounts.customers.queries.customers import came_back_at as came_back_at
from o2c.accounts.customers.queries.customers import contacts as contacts
from o2c.accounts.customers.queries.customers import customer_list as customer_list
from o2c.accounts.customers.queries.customers import customers as customers
from o2c.accounts.customers.queries.customers import gaps as gaps
from o2c.accounts.customers.queries.customers import has_relation as has_relation
from o2c.accounts.customers.queries.customers import named as named
from o2c.accounts.customers.queries.customers import near_duplicates as near_duplicates
from o2c.accounts.customers.queries.customers import of_customer as of_customer
from o2c.accounts.customers.queries.customers import relations as relations
from o2c.accounts.customers.queries.dated import Standing as Standing
from o2c.accounts.customers.queries.dated import group as group
from o2c.accounts.customers.queries.dated import group_depths as group_depths
from o2c.accounts.customers.queries.dated import standing as standing
from o2c.accounts.customers.queries.service import LastContact as LastContact
from o2c.accounts.customers.queries.service import last_contact as last_contact
from o2c.accounts.customers.queries.service import process_changes as process_changes
from o2c.accounts.customers.queries.service import readiness_of as readiness_of
from o2c.accounts.customers.queries.service import target_hours as target_hours
from o2c.accounts.customers.queries.service import within_target as within_target

"""Addresses of the ground floor: each room has its own."""

from django.urls import URLPattern, URLResolver

from o2c.core.access import pages as people
from o2c.core.approvals import account_pages as own_accounts
from o2c.core.approvals import pages as approvals
from o2c.core.audit import pages as audit
from o2c.core.entities import pages as entities
from o2c.core.files import pages as files
from o2c.core.jobs import pages as jobs
from o2c.core.letters import pages as letters
from o2c.core.limits import pages as limits
from o2c.core.mail import pages as mail
from o2c.core.numbering import pages as numbering
from o2c.core.outbox import pages as outbox
from o2c.core.pages import pages
from o2c.core.proofs import pages as proofs
from o2c.core.rest import pages as rest
from o2c.core.retention import pages as retention
from o2c.core.tracing import api as trace_api
from o2c.core.tracing import pages as trace
from o2c.core.work import pages as work

urlpatterns: list[URLPattern | URLResolver] = [
    *people.urlpatterns,
    *audit.urlpatterns,
    *pages.urlpatterns,
    *rest.urlpatterns,
    *outbox.urlpatterns,
    *jobs.urlpatterns,
    *files.urlpatterns,
    *approvals.urlpatterns,
    *own_accounts.urlpatterns,
    *limits.urlpatterns,
    *work.urlpatterns,
    *entities.urlpatterns,
    *numbering.urlpatterns,
    *retention.urlpatterns,
    *proofs.urlpatterns,
    *mail.urlpatterns,
    *letters.urlpatterns,
    *trace.urlpatterns,
]

# REST, below /api/v1/
api_urlpatterns: list[URLPattern | URLResolver] = [*trace_api.urlpatterns]

"""What this room tells the house when it loads."""

from django.utils.translation import gettext_lazy as _

from o2c.accounts.vendors import queries
from o2c.accounts.vendors.gates import registered_as_supplier
from o2c.accounts.vendors.models import VendorRegistration
from o2c.accounts.vendors.services import watch_vendor_registrations
from o2c.core import gates
from o2c.core.clock import local_today
from o2c.core.files.reach import carries_files
from o2c.core.jobs.night import step
from o2c.core.jobs.progress import Progress
from o2c.core.pages import menu, panels


def watch(j: Progress) -> None:
    """The night's step: registrations that end are to be renewed."""
    while True:
        with j.chunk():
            moved = watch_vendor_registrations(j.job.day or local_today(), actor=j.actor)
        j.advance(len(moved))
        if not moved:
            return


gates.answer("release_document", registered_as_supplier)
step("accounts.watch_vendor_registrations", _("Vendor registrations near their end noticed"), watch, per_entity=False)
menu.add("accounts", _("Vendor registrations"), "vendor_list", queries.VIEW, order=45)
panels.add("accounts.customer", _("Vendor registrations"), "customer_vendors", permission=queries.VIEW, order=35)
carries_files(VendorRegistration._meta.label_lower, queries.vendor_registrations)

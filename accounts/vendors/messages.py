"""Sentences for what the room of vendor registrations refuses."""

from django.utils.translation import gettext_lazy as _

MESSAGES = {
    "vendor_task": _("Registration as a supplier on %(portal)s: %(customer)s"),
    "vendor_documents_missing": _("Provide these documents first: %(documents)s."),
    "vendor_number_missing": _("the client has given %(entity)s no supplier number yet (%(portal)s)"),
    "vendorregistration_once": _("This entity's registration with that portal is there already."),
    "vendorregistration_accepted_has_number": _("An accepted registration has the supplier number the client gave us."),
    "vendorregistration_rejection_says_why": _("Say why the client rejected it."),
    "vendorregistration_state_known": _("This is no state of a registration."),
    # What timelines say.
    "vendor.needed": _("Registration as supplier needed: %(object)s"),
    "vendor.edited": _("Registration %(object)s changed"),
    "vendor.requested": _("Registration %(object)s requested"),
    "vendor.submitted": _("Registration %(object)s sent in"),
    "vendor.accepted": _("Registration %(object)s accepted"),
    "vendor.rejected": _("Registration %(object)s rejected"),
    "vendor.expiring": _("Registration %(object)s ends soon"),
    "vendor.expired": _("Registration %(object)s has ended"),
}

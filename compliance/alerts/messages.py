"""Sentences of the alerts room. What is said at a gate is neutral: whoever reads it must not be able to tip off."""

from django.utils.translation import gettext_lazy as _

MESSAGES = {
    "compliance_check_open": _("A compliance check of this customer is not finished; please ask compliance."),
    "reason_code_unknown": _("Choose one of the reason codes: %(known)s."),
    "clearing_already_proposed": _("Clearing this alert is already proposed; it waits for another person."),
    "clearing_not_proposed": _("Nobody has proposed to clear this alert."),
    "clearing_needs_another_person": _("Who proposed to clear an alert cannot approve it: another person must."),
    "verdict_by_confirmer": _("Who confirmed an alert cannot judge it: legal must be another person."),
    "not_blocked": _("Only a blocked alert can be released."),
    "release_by_judge": _("Who confirmed or upheld an alert cannot release it: two other people must."),
    "release_not_proposed": _("Nobody has proposed to release this alert."),
    "release_already_proposed": _("A release is already proposed; it waits for another person."),
    "release_needs_another_person": _("Who proposed the release cannot do it: a second person must."),
    "brake_settled": _("This brake has already been settled."),
    "compliancealert_immutable": _("What an alert is about is never changed, and alerts are never removed."),
    "compliancealert_one_open": _("There is already an open alert for this name and this listed party."),
    "compliancealert_not_upheld_by_confirmer": _("Who confirmed an alert cannot uphold it."),
    "alerthit_append_only": _("Hits of an alert are never changed or removed."),
    "alertmove_append_only": _("The history of an alert is never changed or removed."),
    "decision_append_only": _("Decisions are never changed or removed."),
    "decision_two_different_people": _("The second person must be another one."),
    "suppression_append_only": _("Suppressions are never changed or removed."),
    "alertbrake_immutable": _("Brakes are never changed or removed; they are settled."),
    "alertbrake_one_on": _("There is already a brake for this listed party."),
    # Reason codes.
    "other_birth_date": _("different birth date"),
    "other_country": _("different country"),
    "other_full_name": _("different full name"),
    "other_number": _("different registration number"),
    "other_kind": _("company, not a person, or the reverse"),
    "name_only": _("same name only"),
    "party_dead": _("listed party is dead or dissolved"),
    "cleared_elsewhere": _("already cleared on another source"),
    "our_data_error": _("data error on our side"),
}

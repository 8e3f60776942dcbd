"""Sentences of the screening room. What is said at a gate is neutral: whoever reads it must not be able to tip off."""

from django.utils.translation import gettext_lazy as _

MESSAGES = {
    "screening_without_list": _("No watchlist is loaded, so nobody can be cleared; compliance must load one first."),
    "screening_list_stale": _("The watchlist is out of date (%(lists)s); compliance must load it again first."),
    "screening_missing": _("The compliance check of the customer's present data is not done yet; it follows within minutes of a change."),
    "screenedsubject_append_only": _("Screened facts are never changed or removed."),
    "screeningrun_immutable": _("Screening runs are never changed or removed."),
    "runpart_immutable": _("The parts of a screening run are never changed or removed."),
    "screening_behind": _("The newest watchlists (%(lists)s) have not been applied to everybody yet; compliance must see to it first."),
    "screeningresult_append_only": _("Screening results are never changed or removed."),
    "hit_append_only": _("Hits are never changed or removed."),
    "customer_not_screened": _("%(name)s has not been screened for a week or more."),
    # What the trail says.
    "screening.finished": _("Screening finished: %(subjects)s names, %(hits)s hits, %(alerts)s alerts"),
    # Why a hit scored what it scored.
    "name": _("The names match"),
    "weak_alias": _("A weak alias matches exactly; it is capped"),
    "weak_alias_not_exact": _("Only a weak alias, and not exactly"),
    "number_strong": _("The same %(kind)s number: %(theirs)s"),
    "number_weak": _("The same number, of another kind or without a valid check digit: %(theirs)s"),
    "birth_same_day": _("Born on the same day: %(ours)s"),
    "birth_swapped": _("Day and month of birth exchanged: %(ours)s and %(theirs)s"),
    "birth_same_month": _("Born in the same month: %(ours)s and %(theirs)s"),
    "birth_same_year": _("Born in the same year: %(ours)s and %(theirs)s"),
    "birth_near": _("Birth dates lie close: %(ours)s and %(theirs)s"),
    "birth_differs": _("Birth dates differ: %(ours)s and %(theirs)s"),
    "country_shared": _("A country in common: %(ours)s"),
    "country_differs": _("No country in common: %(ours)s and %(theirs)s"),
    "gender_differs": _("Gender differs: %(ours)s and %(theirs)s"),
    "kind_differs": _("One is a person, the other is not: %(ours)s and %(theirs)s"),
    "vessel_or_aircraft": _("One is a vessel or an aircraft: %(ours)s and %(theirs)s"),
    "form_differs": _("Legal forms differ: %(ours)s and %(theirs)s"),
    "digits_differ": _("Numbers in the names differ: %(ours)s and %(theirs)s"),
    "look_alike_letters": _("The name hides letters of another script: %(ours)s"),
    "limit": _("Kept within the limits"),
}

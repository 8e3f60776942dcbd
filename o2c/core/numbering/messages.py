"""Sentences for what numbering refuses and what its proof finds."""

from django.utils.translation import gettext_lazy as _

MESSAGES = {
    "number_before_last": _(
        "The series %(prefix)s already has a document dated %(last)s: %(day)s is too early. Choose that day or a later one."
    ),
    "series_missing": _("%(entity)s has no number series for “%(doc_type)s”: an administrator must create it first."),
    "numberseries_one_per_kind": _("This entity already has such a series for this kind of document."),
    "numberseries_prefix_once": _("Another series of this entity already uses this prefix: choose a new one."),
    "numberseries_width_sensible": _("A number has between 1 and 12 digits."),
    "counter_one_per_year": _("A series has one counter a year."),
    "counter_last_in_year": _("A counter's last date lies in its year."),
    "counter_only_forward": _("A counter never goes back and is never removed."),
    "number_gap": _("the number before it is missing"),
    "number_dated_before": _("it is dated before the number in front of it"),
    "number_lost": _("a number was taken and no document carries it"),
    # what the audit trail says
    "number_series.created": _("Created the number series %(object)s"),
}

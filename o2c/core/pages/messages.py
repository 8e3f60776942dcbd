"""Sentences for what lists and bulk actions refuse."""

from django.utils.translation import gettext_lazy as _

MESSAGES = {
    "savedview_has_name": _("Give the view a name."),
    "savedview_one_name_per_owner": _("You already have a view with this name: choose another name."),
    "view_not_yours": _("This view belongs to someone else: save your own copy under another name."),
    "no_columns": _("Choose at least one column."),
    "nothing_selected": _("No row is selected: tick the rows first."),
    "selection_changed": _(
        "The filter found %(then)s rows when you selected them and finds %(now)s now. Look at the list and select again."
    ),
    "selection_broken": _("The selection could not be read: go back to the list and select again."),
    "too_many_rows": _("At most %(most)s rows at once, and %(count)s are selected: narrow the filter."),
}

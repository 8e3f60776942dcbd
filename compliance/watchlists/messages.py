"""Sentences for what the watchlists refuse."""

from django.utils.translation import gettext_lazy as _

MESSAGES = {
    "watchlistversion_immutable": _("Versions of a list are never changed or removed."),
    "watchlistentry_immutable": _("Entries of a list are never changed or removed."),
    "watchlistfile_append_only": _("Files of a list are never changed or removed."),
    "watchlistload_append_only": _("Loads of a list are never changed or removed."),
    "version_accepted_by_loader": _("Who loaded a version may not accept its losses: a second person must."),
    "version_outdated": _("A newer version was loaded since: decide on that one."),
    "version_older": _("These files are of %(published)s, the active version is of %(active)s: load a newer download."),
    "reason_missing": _("Say why."),
    "file_lost": _("%(file)s is no longer what was loaded; load it again from the publisher."),
    "unknown_list_kind": _("“%(kind)s” is not a kind of list; known are %(known)s."),
    "list_empty": _("The files hold no listed party."),
    "file_too_large": _("%(file)s is larger than %(limit)s bytes."),
    "file_bomb": _("%(file)s unpacks to more than %(limit)s bytes; it is not a list."),
    "file_truncated": _("%(file)s ends too early or is damaged; load it again from the publisher."),
    "file_encoding": _("%(file)s is not UTF-8 text."),
    "file_empty": _("%(file)s is empty."),
    "file_twice": _("%(file)s holds the same table as another file (%(role)s); give each table once."),
    "row_too_long": _("%(file)s, row %(row)s is too long for a list."),
    "row_broken": _("%(file)s, row %(row)s cannot be read: %(why)s."),
    "columns_unknown": _("%(file)s has %(found)s columns; SDN has 12, ALT 5, ADD 6 and SDN_COMMENTS 2."),
    "columns_changed": _("%(file)s, row %(row)s has %(found)s columns instead of %(expected)s."),
    "key_missing": _("%(file)s, row %(row)s does not begin with the publisher's number."),
    "key_twice": _("Party %(key)s is listed twice in the same file."),
    "party_unreadable": _("Party %(key)s has no name or an unknown type: “%(name)s”, “%(kind)s”."),
    "primary_missing": _("The main file (SDN) is missing; the others only add to it."),
    # What the trail says.
    "watchlist.activated": _("%(object)s is active: %(added)s added, %(changed)s changed, %(removed)s removed"),
    "watchlist.held": _("%(object)s is held: it lost %(removed)s parties"),
    "watchlist.load_failed": _("A list could not be loaded: %(error)s"),
}

"""Sentences for what notes and files refuse."""

from django.utils.translation import gettext_lazy as _

MESSAGES = {
    "card_number": _("This looks like a card number, and card numbers are never stored: remove it, or keep only its last four digits."),
    "note_append_only": _("A note is never changed or removed: add a new one that takes its place."),
    "note_visibility_known": _("A note is for everyone who sees the record, or for restricted readers."),
    "note_says_something": _("The note is empty: write what happened."),
    "attachment_append_only": _("An attachment is never changed or removed: attach the right file."),
    "attachment_visibility_known": _("A file is for everyone who sees the record, or for restricted readers."),
    "storedfile_sha256_hex": _("A stored file is known by its SHA-256."),
    "restricted_not_yours": _("You may not read restricted notes here, so you may not write one: choose the normal visibility."),
    "file_empty": _("%(name)s is empty: choose the right file."),
    "file_too_large": _("%(name)s is larger than %(limit)s MB: send a smaller file."),
    "file_kind_refused": _("%(name)s is of a kind that is not accepted: use one of %(allowed)s."),
    "file_not_what_it_says": _("%(name)s is not a %(extension)s file inside: open it, save it in the right format and try again."),
    "file_gone": _("%(name)s is no longer in the storage: upload it again."),
    "file_removed": _("The bytes of file %(sha256)s were removed on %(on)s, after their legal period. Name, size and hash are kept."),
    # what the audit trail says
    "note.added": _("Wrote a note on %(on)s"),
    "file.attached": _("Attached %(object)s to %(on)s"),
    "file.read": _("Took out the restricted file %(object)s"),
    "file.swept": _("Removed the file %(object)s, which nothing named"),
}

"""Sentences for what a spreadsheet can have wrong."""

from django.utils.translation import gettext_lazy as _

MESSAGES = {
    "file_not_csv": _("This is no CSV file in UTF-8: save it as CSV UTF-8 and try again."),
    "file_not_excel": _("This is not a readable Excel workbook (.xlsx). Save it again from Excel and retry."),
    "file_unpacks_too_large": _("This workbook unpacks to more than we accept. Split it into smaller files."),
    "file_too_many_rows": _("The file has more than %(most)s rows. Split it into smaller files."),
    "file_column_missing": _("The column “%(column)s” is missing. Found: %(found)s."),
    "file_column_twice": _("The column “%(column)s” appears twice. Keep one of them."),
    "file_no_known_column": _("No known column was found in the first row. Known columns: %(known)s."),
    "cell_required": _("“%(column)s” must be filled in."),
    "cell_too_long": _("“%(column)s” may have at most %(longest)s characters."),
    "cell_not_a_date": _("“%(column)s” must be a date, for example 2026-01-31."),
    "cell_not_a_number": _("“%(column)s” must be a number, for example 1234.50."),
    "cell_not_among_many": _("“%(column)s” knows no “%(value)s”. The values written most like it: %(known)s."),
    "cell_not_a_choice": _("“%(column)s” must be one of: %(known)s."),
    "row_unknown_key": _("No record with this key, or it is outside what you may see."),
    "row_stale": _("The record was changed after this sheet was exported. Export it again and repeat the change."),
    "row_chosen_once": _("This is chosen once: restore it in the sheet, or enter a row without a key."),
    "row_needs_its_day": _("Say from which day this holds: what was known before keeps its days."),
    "row_key_twice": _("The same key appears in row %(first)s already."),
    "row_creates_nothing": _("A row without a key would be a new record, and this import only changes existing ones."),
    "export_too_large": _("The list has %(rows)s rows; an Excel sheet holds %(most)s. Narrow the filter, then export again."),
    "import_expired": _("The uploaded file is no longer there: upload it again."),
    "upload_too_large": _("The file is larger than %(most)s MB."),
    "csv_unreadable": _("%(name)s cannot be read as CSV in UTF-8, plain or gzip: %(error)s"),
    "csv_columns_missing": _("The header of %(name)s lacks the columns %(columns)s."),
    "csv_row_shape": _("the row has more or fewer columns than the header"),
}

"""How number series are listed."""

from django.utils.translation import gettext_lazy as _

from o2c.core.numbering.models import NumberSeries
from o2c.core.pages import Column, Create, Table
from o2c.core.sentences import words_of


def kind_words(series: NumberSeries) -> str:
    return words_of(f"doc_type:{series.doc_type}") or series.doc_type


class SeriesTable(Table):
    title = _("Number series")
    columns = [
        Column("prefix", _("Prefix"), "code", sort="prefix", narrow=True),
        Column("entity", _("Legal entity"), sort="entity__code", narrow=True),
        Column("doc_type", _("Kind of document"), sort="doc_type", words=kind_words),
        Column("code", _("Series"), "code"),
        Column("width", _("Digits"), "number"),
        Column("year", _("Latest year"), "code", narrow=True),
        Column("next", _("Next number"), "number", narrow=True),
        Column("last_on", _("Latest date"), "date"),
    ]
    create = Create(_("New series"), "number_series_new", "core.create_number_series")
    nothing_yet = _("No number series yet: no document can be posted without one.")

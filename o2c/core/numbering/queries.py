"""The series the actor may see, and the proof that their numbers have no gap."""

from dataclasses import dataclass

from django.db import connection
from django.db.models import OuterRef, QuerySet, Subquery

from o2c.core.access.models import User
from o2c.core.access.queries import scope
from o2c.core.numbering.models import Counter, Numbered, NumberSeries

GAPS = """
    WITH numbered AS (
        SELECT series_id, series_year, series_number, number, {dated} AS dated,
               lag(series_number, 1, 0) OVER w AS before, lag({dated}) OVER w AS dated_before
        FROM {table} WHERE series_id IS NOT NULL WINDOW w AS (PARTITION BY series_id, series_year ORDER BY series_number)
    ), last AS (
        SELECT c.series_id, c.year, c.next - 1 AS taken, coalesce(max(n.series_number), 0) AS stored
        FROM core_counter c JOIN core_numberseries s ON s.id = c.series_id
        LEFT JOIN numbered n ON n.series_id = c.series_id AND n.series_year = c.year
        WHERE s.id IN (SELECT series_id FROM numbered)
        GROUP BY c.series_id, c.year, c.next
    )
    SELECT number, 'number_gap' FROM numbered WHERE series_number <> before + 1
    UNION ALL SELECT number, 'number_dated_before' FROM numbered WHERE dated < dated_before
    UNION ALL SELECT s.prefix || '-' || l.year, 'number_lost' FROM last l JOIN core_numberseries s ON s.id = l.series_id
              WHERE l.taken <> l.stored
    ORDER BY 1, 2
"""


@dataclass(frozen=True, slots=True)
class Gap:
    """A document whose number does not follow the one before, and the code of what is wrong."""

    number: str
    why: str


def number_series(actor: User) -> QuerySet[NumberSeries]:
    """Every series of the entities the actor may see, with its latest year, next free number and last date."""
    latest = Counter.objects.filter(series=OuterRef("pk")).order_by("-year")
    rows = scope(NumberSeries.objects, actor, "core.view_number_series").select_related("entity")
    columns = {name: Subquery(latest.values(name)[:1]) for name in ("year", "next", "last_on")}
    return rows.annotate(**columns).order_by("entity__code", "prefix", "pk")


def gaps(documents: type[Numbered]) -> list[Gap]:
    """Numbers that are missing, out of date order, or taken and not stored, over the whole table; none when all is well."""
    quote = connection.ops.quote_name
    statement = GAPS.format(table=quote(documents._meta.db_table), dated=quote(documents.DATED))
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return [Gap(number, why) for number, why in cursor.fetchall()]

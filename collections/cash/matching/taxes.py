"""The tax in the documents items stand for."""

from collections import defaultdict
from collections.abc import Collection
from decimal import Decimal

from o2c.billing.documents.models import DocumentTax


def taxed(item_ids: Collection[int]) -> dict[int, list[tuple[Decimal, Decimal]]]:
    """Per item: (gross, tax in it) for each rate of its document, as `rules.tax_parts` takes them. Imported heads have none."""
    found: dict[int, list[tuple[Decimal, Decimal]]] = defaultdict(list)
    rows = DocumentTax.objects.filter(document__entry__items__in=item_ids).order_by("pk")
    for item, base, tax in rows.values_list("document__entry__items", "base", "amount"):
        found[item].append((base + tax, tax))
    return found

"""Standard rates of value added tax that every database knows; later changes are entered with their day.

Source: European Commission, "VAT rates applied in the Member States"; HMRC; Swiss Federal Tax Administration.
"""

from datetime import date
from decimal import Decimal

from o2c.billing.documents.models import TaxRate

LONG_AGO = date(2015, 1, 1)
# Country -> (percent, first day), oldest first.
STANDARD: dict[str, list[tuple[str, date]]] = {
    "AT": [("20", LONG_AGO)],
    "AU": [("10", LONG_AGO)],
    "BE": [("21", LONG_AGO)],
    "BG": [("20", LONG_AGO)],
    "CH": [("7.7", date(2018, 1, 1)), ("8.1", date(2024, 1, 1))],
    "CY": [("19", LONG_AGO)],
    "CZ": [("21", LONG_AGO)],
    "DE": [("19", LONG_AGO), ("16", date(2020, 7, 1)), ("19", date(2021, 1, 1))],
    "DK": [("25", LONG_AGO)],
    "EE": [("20", LONG_AGO), ("22", date(2024, 1, 1)), ("24", date(2025, 7, 1))],
    "ES": [("21", LONG_AGO)],
    "FI": [("24", LONG_AGO), ("25.5", date(2024, 9, 1))],
    "FR": [("20", LONG_AGO)],
    "GB": [("20", LONG_AGO)],
    "GR": [("24", date(2016, 6, 1))],
    "HR": [("25", LONG_AGO)],
    "HU": [("27", LONG_AGO)],
    "IE": [("23", LONG_AGO), ("21", date(2020, 9, 1)), ("23", date(2021, 3, 1))],
    "IT": [("22", LONG_AGO)],
    "JP": [("8", LONG_AGO), ("10", date(2019, 10, 1))],
    "LT": [("21", LONG_AGO)],
    "LU": [("17", LONG_AGO), ("16", date(2023, 1, 1)), ("17", date(2024, 1, 1))],
    "LV": [("21", LONG_AGO)],
    "MT": [("18", LONG_AGO)],
    "NL": [("21", LONG_AGO)],
    "NO": [("25", LONG_AGO)],
    "PL": [("23", LONG_AGO)],
    "PT": [("23", LONG_AGO)],
    "RO": [("19", date(2017, 1, 1)), ("21", date(2025, 8, 1))],
    "SE": [("25", LONG_AGO)],
    "SG": [("7", LONG_AGO), ("8", date(2023, 1, 1)), ("9", date(2024, 1, 1))],
    "SI": [("22", LONG_AGO)],
    "SK": [("20", LONG_AGO), ("23", date(2025, 1, 1))],
}


def sync_tax_rates() -> None:
    """Countries without any rate get theirs; what people entered stays."""
    known = set(TaxRate.objects.values_list("country", flat=True).distinct())
    rows = []
    for country in sorted(STANDARD.keys() - known):
        steps = STANDARD[country]
        ends = [day for _percent, day in steps[1:]] + [None]
        rows += [
            TaxRate(country=country, percent=Decimal(percent), valid_from=day, valid_until=until)
            for (percent, day), until in zip(steps, ends, strict=True)
        ]
    TaxRate.objects.bulk_create(rows)

"""Extensions and the SQL functions that constraints stand on."""

from django.contrib.postgres.operations import BtreeGistExtension, TrigramExtension, UnaccentExtension
from django.db import migrations

from o2c.core.money import MINOR_UNITS

CASES = " ".join(
    f"WHEN currency IN ({', '.join(repr(code) for code in codes.split())}) THEN {places}" for places, codes in MINOR_UNITS.items()
)


class Migration(migrations.Migration):
    initial = True
    dependencies: list[tuple[str, str]] = []
    operations = [
        BtreeGistExtension(),
        TrigramExtension(),
        UnaccentExtension(),
        migrations.RunSQL(
            f"CREATE FUNCTION currency_digits(currency text) RETURNS integer LANGUAGE sql IMMUTABLE PARALLEL SAFE AS "
            f"$$ SELECT CASE {CASES} ELSE 2 END $$",
            "DROP FUNCTION currency_digits(text)",
        ),
    ]

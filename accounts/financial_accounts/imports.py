"""The feed of campaigns as a CSV or Excel file: read whole, then taken in by one verb."""

from collections.abc import Sequence
from typing import IO, Any

from django.utils.translation import gettext_lazy as _

from o2c.accounts.financial_accounts.models import FeedRun
from o2c.accounts.financial_accounts.services.feed import MOST_ROWS, receive_campaign_feed
from o2c.core.access.models import User
from o2c.core.errors import BusinessError
from o2c.core.excel.read import InColumn, Row, read_csv, read_sheet
from o2c.core.findings import Finding
from o2c.core.sentences import sentence

COLUMNS = [
    InColumn("ext_id", _("External id"), required=True, longest=60),
    InColumn("name", _("Name"), required=True, longest=200),
    InColumn("starts_on", _("Starts on"), "date", required=True),
    InColumn("ends_on", _("Ends before"), "date"),
    InColumn("currency", _("Currency"), required=True, longest=3),
    InColumn("entity", _("Our entity"), longest=10),
    InColumn("client_id", _("Client id"), longest=60),
    InColumn("client_tax_id", _("Client tax id"), longest=30),
    InColumn("client_name", _("Client name"), longest=200),
    InColumn("client_country", _("Client country"), longest=2),
    InColumn("product", _("Product"), longest=60),
    InColumn("test_budget", _("Free test budget"), "number"),
    InColumn("test_ends_on", _("Test ends before"), "date"),
]


def take_in(*, source: str, file: IO[bytes], name: str, actor: User) -> FeedRun:
    """Take a whole file in. Raises BusinessError "feed_file_wrong" naming the first wrong rows: then nothing is taken."""
    read = read_csv if name.lower().endswith(".csv") else read_sheet
    rows, findings = read(file, COLUMNS, most_rows=MOST_ROWS)
    if findings:
        raise BusinessError("feed_file_wrong", field="file", count=len(findings), rows=_told(findings))
    return receive_campaign_feed(source=source, name=name, rows=_values(rows), actor=actor)


def _values(rows: Sequence[Row]) -> list[dict[str, Any]]:
    return [row.values for row in rows]


def _told(findings: Sequence[Finding]) -> list[str]:
    return [f"{finding.row}: {sentence(finding.code, finding.values)}" for finding in findings[:5]]

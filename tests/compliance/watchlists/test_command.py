"""`manage.py import_watchlist` and `screen_customers`, as a person types them."""

import gzip
import json
import os
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from factories.accounts import CustomerFactory

from o2c.compliance.alerts.models import ComplianceAlert
from o2c.compliance.watchlists.models import WatchlistLoad

pytestmark = pytest.mark.django_db
SAMPLES = Path(os.environ.get("SAMPLE_DATA", ""))


@pytest.fixture(autouse=True)
def _own_storage(settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


def answer(name: str, *args: object) -> str:
    out = StringIO()
    call_command(name, *map(str, args), stdout=out)
    return out.getvalue()


def sdn(folder: Path) -> Path:
    file = folder / "SDN.CSV.gz"
    file.write_bytes(gzip.compress(mtime=0, data=b'1,"NORDHAVN SHIPPING",-0- ,"TEST"' + b",-0- " * 8 + b"\r\n\x1a"))
    return file


def test_a_list_is_loaded_and_everybody_screened(tmp_path):
    customer = CustomerFactory(legal_name="Nordhavn Shipping Ltd")
    loaded = json.loads(answer("import_watchlist", "ofac_sdn", sdn(tmp_path), "--json", "--published", "2026-03-01"))
    assert (loaded["outcome"], loaded["version"], loaded["parties"], loaded["rows"]) == ("activated", 1, 1, {"primary": 1, "unmatched": 0})
    assert "unchanged" in answer("import_watchlist", "ofac_sdn", sdn(tmp_path))

    done = json.loads(answer("screen_customers", "--json"))

    assert (done["customers"], done["alerts"]) == (1, 1)
    assert ComplianceAlert.objects.get().customer == customer
    assert "customers    1" in answer("screen_customers")


def test_a_broken_file_is_refused_in_words(tmp_path):
    broken = tmp_path / "SDN.CSV"
    broken.write_text("1,2,3\n")
    with pytest.raises(CommandError, match="SDN has 12"):
        answer("import_watchlist", "ofac_sdn", broken)
    assert WatchlistLoad.objects.get().outcome == "failed"
    with pytest.raises(CommandError, match="cannot be read"):
        answer("import_watchlist", "ofac_sdn", tmp_path / "missing.csv")


def test_screening_without_a_list_is_refused_in_words():
    with pytest.raises(CommandError, match="No watchlist is loaded"):
        answer("screen_customers")


@pytest.mark.skipif(not os.environ.get("SAMPLE_DATA"), reason="SAMPLE_DATA names no folder with the real lists")
def test_the_real_list_in_two_versions():
    ofac = SAMPLES / "sanctions/ofac"
    first = json.loads(answer("import_watchlist", "ofac_sdn", ofac / "sdn_2024-02-20.csv.gz", "--json"))
    second = json.loads(answer("import_watchlist", "ofac_sdn", ofac / "sdn_2024-02-23.csv.gz", "--json"))
    assert (first["parties"], first["added"]) == (13_931, 13_931)
    assert (second["parties"], second["added"], second["changed"], second["removed"]) == (14_484, 553, 8, 0)

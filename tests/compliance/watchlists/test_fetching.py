"""Fetching from publishers: a small server of our own that knows ETags, redirects, troubles and silence."""

import hashlib
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from people import person

from o2c.compliance.watchlists import storage
from o2c.compliance.watchlists.fetching import fetch_watchlist
from o2c.compliance.watchlists.models import PublisherFile, WatchlistLoad, WatchlistVersion
from o2c.core import fetch
from o2c.core.clock import local_today
from o2c.core.errors import BusinessError
from o2c.core.jobs.models import Job
from o2c.core.jobs.tasks import run_step
from o2c.core.proofs.registry import PROOFS

pytestmark = pytest.mark.django_db
ROW = '{key},"{name}",-0- ,"TEST"' + ",-0- " * 8 + "\r\n"


class Publisher:
    """What the server offers by path, and what it was asked."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.troubles: list[int] = []
        self.asked: list[tuple[str, str, int]] = []

    def answer(self, path: str, known: str) -> tuple[int, dict[str, str], bytes]:
        if self.troubles:
            return self.troubles.pop(0), {}, b"later"
        if path == "/moved":
            return 302, {"Location": "/SDN.CSV"}, b""
        if path not in self.files:
            return 404, {}, b"nothing here"
        etag = f'"{hashlib.sha256(self.files[path]).hexdigest()[:8]}"'
        headers = {"ETag": etag, "Last-Modified": "Fri, 03 May 2024 10:00:00 GMT"}
        return (304, headers, b"") if known == etag else (200, headers, self.files[path])


@pytest.fixture
def publisher(settings: Any, tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Publisher]:
    there = Publisher()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, headers, body = there.answer(self.path, self.headers.get("If-None-Match", ""))
            there.asked.append((self.path, self.headers.get("If-None-Match", ""), status))
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: Any) -> None:
            """Nothing on the console."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.setattr(fetch, "PAUSE", 0.0)
    settings.FETCH_PRIVATE_NETWORK, settings.MEDIA_ROOT = True, tmp_path
    base = f"http://127.0.0.1:{server.server_port}"
    settings.WATCHLIST_ADDRESSES = {"ofac_sdn": [f"{base}/SDN.CSV", f"{base}/ALT.CSV"], "uk": [f"{base}/moved"]}
    there.files["/SDN.CSV"] = b"".join(ROW.format(key=at, name=f"PARTY {at}").encode() for at in range(1, 11))
    there.files["/ALT.CSV"] = b'1,1,"aka","OTHER NAME",-0- \r\n'
    yield there
    server.shutdown()
    server.server_close()


def fetched(kind: str = "ofac_sdn") -> WatchlistLoad:
    return fetch_watchlist(kind, actor=person("system"))


def test_the_files_of_a_publisher_become_one_version(publisher):
    load = fetched()
    assert (load.outcome, load.version.parties, load.version.files.count()) == ("activated", 10, 2)
    assert PublisherFile.objects.filter(source=load.source).count() == 2


def test_nothing_new_is_asked_for_but_once_and_proves_fresh(publisher):
    fetched()
    again = fetched()
    assert [status for _, _, status in publisher.asked] == [200, 200, 304, 304]
    assert (again.outcome, WatchlistVersion.objects.count()) == ("unchanged", 1)


def test_one_new_file_of_two_makes_a_version_of_both(publisher):
    fetched()
    publisher.files["/ALT.CSV"] += b'2,2,"aka","ANOTHER NAME",-0- \r\n'
    load = fetched()
    assert [status for _, _, status in publisher.asked[2:]] == [304, 200]
    assert (load.outcome, load.version.number, load.version.changed, load.version.files.count()) == ("activated", 2, 1, 2)


def test_a_kept_file_that_is_lost_is_fetched_again(publisher, settings, tmp_path):
    version = fetched().version
    for file in version.files.all():
        storage.default_storage.delete(storage.path_of(file.sha256))
    fetched()
    assert [known for _, known, _ in publisher.asked[2:]] == ["", ""]


def test_trouble_passes_after_a_second_try(publisher):
    publisher.troubles = [503, 429]
    assert fetched().outcome == "activated"
    assert [status for _, _, status in publisher.asked] == [503, 429, 200, 200]


@pytest.mark.parametrize(("troubles", "code"), [([503] * 9, "address_silent"), ([403], "address_refused")])
def test_what_does_not_come_is_noted_and_the_version_before_stays(publisher, troubles, code):
    fetched()
    publisher.files["/SDN.CSV"] += ROW.format(key=11, name="NEW").encode()
    publisher.troubles = troubles
    with pytest.raises(BusinessError) as refused:
        fetched()
    assert refused.value.code == code
    assert (WatchlistLoad.objects.latest("pk").outcome, WatchlistVersion.objects.filter(state="active").count()) == ("failed", 1)
    assert {bad.why for bad in PROOFS["watchlists_current"].prove(local_today())} == {"list_load_failed"}


def test_nobody_there_is_noted_too(publisher, settings):
    settings.WATCHLIST_ADDRESSES = {"ofac_sdn": ["http://127.0.0.1:9/SDN.CSV"]}
    with pytest.raises(BusinessError) as refused:
        fetched()
    assert refused.value.code == "address_silent"


def test_a_file_without_end_is_cut_off(publisher, monkeypatch):
    monkeypatch.setattr("o2c.compliance.watchlists.fetching.MAX_BYTES", 100)
    with pytest.raises(BusinessError) as refused:
        fetched()
    assert refused.value.code == "address_too_large"


def test_a_page_instead_of_the_list_is_refused(publisher):
    publisher.files["/SDN.CSV"] = b"<html><body>Maintenance</body></html>"
    with pytest.raises(BusinessError) as refused:
        fetched()
    assert refused.value.code == "one_file_expected"


def test_a_redirect_is_followed_only_to_places_one_may_go(publisher, settings):
    publisher.files["/SDN.CSV"] = b"Unique ID,Name,Type,Regime Name\nAFG1,SOMEBODY,Individual,X\n"
    assert fetched("uk").version.parties == 1
    settings.FETCH_PRIVATE_NETWORK = False
    with pytest.raises(BusinessError) as refused:
        fetched("uk")
    assert refused.value.code == "address_not_https"


def test_a_kind_without_address_says_what_to_do():
    with pytest.raises(BusinessError) as refused:
        fetched("senzing")
    assert refused.value.code == "list_without_address"


def test_the_night_fetches_what_the_settings_name_and_stops_for_nobody(publisher, settings):
    settings.WATCHLIST_FETCH = ["uk", "ofac_sdn"]
    publisher.files.pop("/SDN.CSV.x", None)
    settings.WATCHLIST_ADDRESSES["uk"] = ["http://127.0.0.1:9/none"]
    job = Job.objects.create(kind="compliance.watchlists", key="night", day=local_today(), requested_by=person("system"))
    run_step(job.pk)
    job.refresh_from_db()
    assert (job.state, job.findings, job.result["ofac_sdn"]) == ("done", 1, "activated")


def test_the_command_says_what_came_of_each(publisher, capsys):
    person("system")
    call_command("fetch_watchlists", "ofac_sdn")
    assert "activated" in capsys.readouterr().out
    with pytest.raises(CommandError):
        call_command("fetch_watchlists", "ofac_sdn", "uk")

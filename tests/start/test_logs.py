"""Log lines: readable by a machine, tied to their request, silent about what people searched for."""

import json
import logging

import pytest
from django.test import Client

from o2c.core.acting import through
from o2c.logs import JsonLines, NoSecrets, log_configuration, without_secrets


def test_a_line_says_when_what_and_which_request() -> None:
    record = logging.LogRecord("o2c.night", logging.WARNING, __file__, 1, "step %s failed", ("rates",), None)
    with through("job", request_id="r-1"):
        line = json.loads(JsonLines().format(record))
    assert line.pop("at").endswith("+00:00")
    assert line == {"level": "WARNING", "logger": "o2c.night", "message": "step rates failed", "source": "job", "request_id": "r-1"}


def test_a_crash_keeps_its_traceback_on_one_line() -> None:
    try:
        raise ValueError("two\nlines")
    except ValueError as error:
        record = logging.LogRecord("o2c", logging.ERROR, __file__, 1, "crashed", None, (ValueError, error, error.__traceback__))
    text = JsonLines().format(record)
    assert "\n" not in text
    assert "ValueError: two\nlines" in json.loads(text)["exception"]


SECRET = "kJ8_x-" * 7
LINK = f"/answer/{SECRET}/"


@pytest.mark.django_db
def test_the_secret_of_a_personal_link_is_in_no_line(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, logger="o2c.requests"):
        client.get(LINK)
    (line,) = [record for record in caplog.records if record.name == "o2c.requests"]
    assert (line.getMessage(), line.facts["path"]) == ("GET /answer/…/", "/answer/…/")  # type: ignore[attr-defined]


def test_what_others_log_loses_it_on_the_way_out() -> None:
    record = logging.LogRecord("django.request", logging.ERROR, __file__, 1, "Forbidden: %s", (LINK,), None)
    assert NoSecrets().filter(record)
    assert record.getMessage() == "Forbidden: /answer/…/"
    handler = log_configuration("json", "INFO")["handlers"]["console"]
    assert handler["filters"] == ["secrets"]


def test_a_public_id_is_no_secret() -> None:
    address = "/on/accounts.customer/00000000-0000-4000-8000-000000000000/note/"
    assert without_secrets(address) == address


@pytest.mark.django_db
def test_each_request_is_logged_under_the_id_its_answer_carries(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    caplog.handler.setFormatter(JsonLines())
    with caplog.at_level(logging.INFO, logger="o2c.requests"):
        answer = client.get("/health/?q=FR7630006000011234567890189")
    line = json.loads(caplog.text)
    assert line["request_id"] == answer.headers["X-Request-Id"]
    assert (line["method"], line["path"], line["status"], line["user"]) == ("GET", "/health/", 200, None)
    assert "FR76" not in caplog.text

"""Log lines: readable by a machine, tied to their request, silent about what people searched for."""

import json
import logging

import pytest
from django.test import Client

from o2c.core.acting import through
from o2c.logs import JsonLines


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


@pytest.mark.django_db
def test_each_request_is_logged_under_the_id_its_answer_carries(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    caplog.handler.setFormatter(JsonLines())
    with caplog.at_level(logging.INFO, logger="o2c.requests"):
        answer = client.get("/health/?q=FR7630006000011234567890189")
    line = json.loads(caplog.text)
    assert line["request_id"] == answer.headers["X-Request-Id"]
    assert (line["method"], line["path"], line["status"], line["user"]) == ("GET", "/health/", 200, None)
    assert "FR76" not in caplog.text

"""Log lines a machine can read: one JSON object each, with the request (or job) that caused it."""

import json
import logging
import re
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse

from o2c.core.acting import door

requests = logging.getLogger("o2c.requests")


def log_configuration(form: str, level: str) -> dict[str, Any]:
    """Django's LOGGING: everything to the console, as `json` or `text`."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"text": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}, "json": {"()": JsonLines}},
        "filters": {"secrets": {"()": NoSecrets}},
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": form, "filters": ["secrets"]}},
        "root": {"handlers": ["console"], "level": level},
        "loggers": {"django": {"level": "INFO"}},
    }


# A segment longer than a public id is the secret of a personal link: to a password, a registration, a question.
SECRET = re.compile(r"/[\w-]{37,}(?=/)")


def without_secrets(text: str) -> str:
    return SECRET.sub("/…", text)


class NoSecrets(logging.Filter):
    """Whoever reads the log could use a link before its owner does."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = without_secrets(record.getMessage()), ()
        return True


class JsonLines(logging.Formatter):
    """at, level, logger, message, source and request id; what a call passed as `extra={"facts": {...}}`; the traceback."""

    def format(self, record: logging.LogRecord) -> str:
        way = door()
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            "source": way.source,
            "request_id": way.request_id,
            **getattr(record, "facts", {}),
        }
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)


class RequestLog:
    """One line per request, without its query string: names and account numbers are searched for there."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        began = time.perf_counter()
        response = self.get_response(request)
        facts = {
            "method": request.method,
            "path": without_secrets(request.path),
            "status": response.status_code,
            "milliseconds": round((time.perf_counter() - began) * 1000, 1),
            "user": request.user.pk,
        }
        requests.info("%s %s", request.method, facts["path"], extra={"facts": facts})
        return response

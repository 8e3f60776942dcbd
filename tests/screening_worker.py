"""A Celery application whose screening a test can kill: `celery -A screening_worker worker`.

It screens two customers at a time and stands still before the third chunk, the first time it gets there;
KILL_FOLDER is where it says so.
"""

import os
import time
from itertools import count
from pathlib import Path
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "o2c.settings")
django.setup()

from o2c.celery import app  # noqa: E402
from o2c.compliance.alerts import runs  # noqa: E402
from o2c.compliance.screening import queries  # noqa: E402

__all__ = ["app"]

runs.CHUNK = 2
queries.PART = 4
chunks, matched = count(1), runs.matched


def slowly(*args: Any, **kwargs: Any) -> Any:
    """The same, until the test has seen that the run is in the middle."""
    reached = Path(os.environ["KILL_FOLDER"]) / "reached"
    if next(chunks) == 3 and not reached.exists():
        reached.touch()
        time.sleep(600)
    return matched(*args, **kwargs)


runs.matched = slowly

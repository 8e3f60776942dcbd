"""A Celery application whose billing run a test can kill: `celery -A posting_worker worker`.

It issues one invoice at a time and stands still when the second is posted but not committed, the first time it gets there;
KILL_FOLDER is where it says so. Nobody is against issuing documents here.
"""

import os
import time
from itertools import count
from pathlib import Path
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "o2c.settings")
django.setup()

from o2c.billing.invoicing import running  # noqa: E402
from o2c.billing.invoicing.services import posting  # noqa: E402
from o2c.celery import app  # noqa: E402
from o2c.core import gates  # noqa: E402

__all__ = ["app"]

for question in ("release_document", "post_document"):
    gates._answers[question] = [lambda customer, **facts: []]
running.AT_A_TIME = 1
chunks, post_documents = count(1), posting.post_documents


def slowly(*args: Any, **kwargs: Any) -> Any:
    """The same, until the test has seen that the run is in the middle."""
    posted = post_documents(*args, **kwargs)
    reached = Path(os.environ["KILL_FOLDER"]) / "reached"
    if next(chunks) == 2 and not reached.exists():
        reached.touch()
        time.sleep(600)
    return posted


posting.post_documents = slowly

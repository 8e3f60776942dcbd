"""Workers in tests: by hand where a test wants it to happen, or a real one in a process of its own."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import quote

from django.db import connection

from o2c.core.outbox import delivery

WHERE = ("USER", "PASSWORD", "HOST", "PORT", "NAME")
ROOT = Path(__file__).resolve().parent.parent


def drain_outbox() -> int:
    """Deliver every waiting message whose time has come, also those that delivering causes; how many there were."""
    count = 0
    while due := delivery.due():
        for outbox_id in due:
            delivery.deliver(outbox_id)
        count += len(due)
    return count


@contextmanager
def celery_worker(application: str, folder: Path, **environment: str) -> Iterator[subprocess.Popen[bytes]]:
    """A real Celery worker on this test's database and on a broker database of this xdist worker; killed at the end."""
    command = [sys.executable, "-m", "celery", "-A", application, "worker", "-c", "1", "-l", "INFO", "--without-mingle", "--without-gossip"]
    with (folder / "worker.log").open("ab") as log:
        worker = subprocess.Popen(command, cwd=ROOT, env=worker_environment() | environment, stdout=log, stderr=log, start_new_session=True)
        try:
            yield worker
        finally:
            kill(worker)


def kill(worker: subprocess.Popen[bytes]) -> None:
    """kill -9 of the worker and all its children."""
    with suppress(ProcessLookupError):
        os.killpg(worker.pid, signal.SIGKILL)
    worker.wait()


def worker_environment() -> dict[str, str]:
    """What makes a child process use this test's database; the broker's address is in the environment already."""
    user, password, host, port, name = (quote(str(connection.settings_dict[part]), safe="") for part in WHERE)
    database = f"postgres://{user}:{password}@:{port}/{name}?host={host}"
    return os.environ | {"DJANGO_SETTINGS_MODULE": "o2c.settings", "DATABASE_URL": database, "PYTHONPATH": f"{ROOT}:{ROOT / 'tests'}"}


def wait_until(reached: Callable[[], bool], what: str, seconds: float = 60) -> None:
    until = time.monotonic() + seconds
    while not reached():
        assert time.monotonic() < until, f"waited {seconds} seconds for: {what}"
        time.sleep(0.1)

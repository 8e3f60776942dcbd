"""Run several processes as one: start, wait until healthy, watch, and stop every one of them, whatever happens."""

import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from contextlib import suppress
from pathlib import Path
from types import FrameType, TracebackType
from typing import IO, Self

PATIENCE = 90  # seconds until a web server must answer
FAREWELL = 20  # seconds a process may take to finish its work when asked to stop


class Failed(Exception):
    """A process could not start or stopped by itself; the message says which and where its log is."""


class Crew:
    """The processes of one run. Leaving the `with` block stops them, also after a signal.

    With a `logs` folder each process writes `<name>.log` there; without one all write to this terminal.
    """

    def __init__(self, logs: Path | None = None) -> None:
        self.logs = logs
        self.running: dict[str, subprocess.Popen[bytes]] = {}

    def __enter__(self) -> Self:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):  # a shell without a terminal starts us deaf to SIGINT
            signal.signal(number, _leave)
        if self.logs:
            self.logs.mkdir(parents=True, exist_ok=True)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        for process in reversed(self.running.values()):
            process.terminate()
        deadline = time.monotonic() + FAREWELL
        for process in self.running.values():
            _finish(process, max(0, deadline - time.monotonic()))

    def start(self, name: str, *command: str, **environment: str) -> None:
        """Start one process in a group of its own, so that a key press reaches it only through us."""
        output = self._log(name)
        self.running[name] = subprocess.Popen(  # noqa: S603
            command, stdin=subprocess.DEVNULL, stdout=output, stderr=output, env=os.environ | environment, start_new_session=True
        )
        if output:
            output.close()

    def wait_for(self, url: str) -> None:
        """Return when the address answers with success. Raises Failed after 90 seconds or when a process ends."""
        deadline = time.monotonic() + PATIENCE
        while not _is_healthy(url):
            self.check()
            if time.monotonic() > deadline:
                raise Failed(f"{url} does not answer.{self._where('web')}")
            time.sleep(0.2)

    def check(self) -> None:
        """Raises Failed when a process has ended by itself."""
        for name, process in self.running.items():
            if process.poll() is not None:
                raise Failed(f"The {name} process ended with code {process.returncode}.{self._where(name)}")

    def watch(self) -> None:
        """Stay until a signal comes. Raises Failed when a process ends by itself."""
        while True:
            self.check()
            time.sleep(0.5)

    def _log(self, name: str) -> IO[bytes] | None:
        return (self.logs / f"{name}.log").open("ab") if self.logs else None

    def _where(self, name: str) -> str:
        return f" Its log is {self.logs / name}.log" if self.logs else ""


def port_is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _leave(number: int, frame: FrameType | None) -> None:
    raise SystemExit(0)


def _is_healthy(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:  # noqa: S310 our own server
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def _finish(process: subprocess.Popen[bytes], seconds: float) -> None:
    with suppress(subprocess.TimeoutExpired):
        process.wait(seconds)
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)  # what is left of its group
    process.wait()

"""A crew of processes lives and ends together."""

import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from o2c.supervise import Crew, Failed, free_port, port_is_free

SLEEPER = "import time; time.sleep(60)"
STUBBORN = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True); time.sleep(60)"
PARENT = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {SLEEPER!r}])"
RUN = """
import subprocess, sys
from o2c.supervise import Crew
with Crew() as crew:
    crew.start("parent", sys.executable, "-c", sys.argv[1])
    print(crew.running["parent"].pid, flush=True)
    crew.watch()
"""


def family(number: int) -> list[psutil.Process]:
    deadline = time.monotonic() + 10
    while len(members := [psutil.Process(number), *psutil.Process(number).children(recursive=True)]) < 2:
        assert time.monotonic() < deadline, "the child did not start"
        time.sleep(0.05)
    return members


def is_alive(process: psutil.Process) -> bool:
    try:
        return bool(process.status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_stops_every_process_and_its_children_without_a_terminal(number: signal.Signals) -> None:
    command = [sys.executable, "-c", RUN, PARENT]
    # as a shell does with a job in the background: deaf to Ctrl+C
    deaf = subprocess.Popen(command, stdout=subprocess.PIPE, stdin=subprocess.DEVNULL, preexec_fn=_ignore_interrupt, text=True)
    assert deaf.stdout
    members = family(int(deaf.stdout.readline()))
    deaf.send_signal(number)
    assert deaf.wait(15) == 0
    assert [is_alive(member) for member in members] == [False, False]


def _ignore_interrupt() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def test_a_process_that_ends_by_itself_is_named_with_its_log(tmp_path: Path) -> None:
    with Crew(tmp_path) as crew:
        crew.start("worker", sys.executable, "-c", "print('no broker'); raise SystemExit(3)")
        with pytest.raises(Failed, match=rf"The worker process ended with code 3\. Its log is {tmp_path}/worker\.log"):
            crew.watch()
    assert (tmp_path / "worker.log").read_text() == "no broker\n"


def test_a_process_that_will_not_leave_is_killed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("o2c.supervise.FAREWELL", 0.2)
    with Crew(tmp_path) as crew:
        crew.start("web", sys.executable, "-c", STUBBORN)
        while "deaf" not in (tmp_path / "web.log").read_text():
            time.sleep(0.05)
    assert crew.running["web"].returncode == -signal.SIGKILL


def test_waiting_ends_when_the_address_answers_or_the_server_dies(tmp_path: Path) -> None:
    port = free_port()
    with Crew(tmp_path) as crew:
        crew.start("web", sys.executable, "-m", "http.server", str(port), "--bind", "127.0.0.1")
        crew.wait_for(f"http://127.0.0.1:{port}/")
    with Crew(tmp_path) as crew:
        crew.start("web", sys.executable, "-c", "raise SystemExit(1)")
        with pytest.raises(Failed, match="The web process ended"):
            crew.wait_for(f"http://127.0.0.1:{port}/")


def test_a_taken_port_is_seen() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        assert not port_is_free(other.getsockname()[1])
    assert port_is_free(free_port())


@pytest.fixture(autouse=True)
def _keep_signal_handlers() -> object:
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)

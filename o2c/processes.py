"""Which processes make a running o2c and how each is started: shared by `manage.py demo` and `manage.py run`."""

import os
import sys

from o2c import embedded
from o2c.supervise import Crew, Failed, free_port, port_is_free


def web_port() -> int:
    """Where the web server will listen. Raises Failed when another program is there."""
    port = int(os.environ.get("PORT", "8000"))
    if not port_is_free(port):
        raise Failed(f"Port {port} is taken by another program. Stop it, or choose another port: PORT={port + 1} make demo")
    return port


def start_web(crew: Crew, port: int) -> None:
    crew.start("web", *_module("gunicorn"), "o2c.wsgi", f"--bind=127.0.0.1:{port}", "--workers=2", "--threads=4", "--no-control-socket")


def start_development_web(crew: Crew, port: int) -> None:
    """Reloads when a file changes and shows errors with their source."""
    crew.start("web", sys.executable, "manage.py", "runserver", f"127.0.0.1:{port}")


def start_background(crew: Crew) -> None:
    """The worker that does the jobs and the clock that hands them out."""
    crew.start("worker", *_module("celery"), "-A", "o2c.celery", "worker", "--loglevel=INFO", "--concurrency=2")
    crew.start("beat", *_module("celery"), "-A", "o2c.celery", "beat", f"--schedule={embedded.HOME / 'beat'}", "--pidfile=")


def start_mail_catcher(crew: Crew) -> None:
    """Mails of a demo leave for nobody: they land in a folder. Does nothing when a mail server is configured."""
    if os.environ.get("MAIL_URL"):
        return
    port = free_port()
    os.environ["MAIL_URL"] = f"smtp://127.0.0.1:{port}"
    catcher = ("-n", "-l", f"127.0.0.1:{port}", "-c", "aiosmtpd.handlers.Mailbox", str(embedded.HOME / "mail"))
    crew.start("mail", *_module("aiosmtpd"), *catcher)


def release_stores() -> None:
    """Stop the embedded servers when this process started them; those that ran before stay."""
    if embedded.STARTED:
        embedded.stop()


def _module(name: str) -> tuple[str, ...]:
    return sys.executable, "-m", name

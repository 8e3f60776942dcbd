"""Start the demo of a clean clone without a terminal, open what it prints as it says, stop it, look for what stays behind.

Usage: python tests/start/open_demo.py FOLDER
"""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, build_opener

import psutil

from o2c.supervise import free_port

PATIENCE = 600  # seconds from a clean clone to the printed links
STORES = {"DATABASE_URL", "REDIS_URL", "DJANGO_SETTINGS_MODULE"}


def main(folder: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if name not in STORES} | {"PORT": str(free_port())}
    output = folder / "demo.txt"
    with output.open("wb") as out:
        demo = subprocess.Popen(["make", "demo"], cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=out, stderr=out)
    try:
        words = wait_for_words(demo, output)
        print(words, flush=True)
        if "The night went well." not in words:
            sys.exit("The night run was not healthy.")
        open_links(words)
    finally:
        demo.send_signal(signal.SIGTERM)
        print(f"make ended with {demo.wait(60)} after SIGTERM", flush=True)
    deadline = time.monotonic() + 30  # make may leave before what it started has
    while left := list(left_behind(folder)):
        if time.monotonic() > deadline:
            sys.exit("Still running after the demo was stopped:\n" + "\n".join(left))
        time.sleep(0.5)
    print("The demo left nothing behind.", flush=True)


def wait_for_words(demo: subprocess.Popen[bytes], output: Path) -> str:
    deadline = time.monotonic() + PATIENCE
    while "Ctrl+C stops everything." not in (words := output.read_text()):
        if demo.poll() is not None or time.monotonic() > deadline:
            sys.exit(f"{words}\nThe demo did not come up.")
        time.sleep(0.5)
    return words


def open_links(words: str) -> None:
    password = re.search(r"password (\S+)", words)
    links = re.findall(r"^  (http\S+)  as (\S+): (.+)$", words, re.MULTILINE)
    if not password or len(links) != 5:
        sys.exit(f"Expected a password and five links, found {len(links)} links.")
    for url, email, title in links:
        page = open_as(email, password[1], url)
        print(f"{email} opened {title}: {len(page)} bytes", flush=True)


def open_as(email: str, password: str, url: str) -> str:
    """Sign in through the form and read the page; sys.exit when it is not that page."""
    jar = CookieJar()
    visitor = build_opener(HTTPCookieProcessor(jar))
    login = visitor.open(url, timeout=30)
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', login.read().decode())
    if not token:
        sys.exit(f"{url} did not ask {email} to sign in.")
    return submit(visitor, login.url, url, {"csrfmiddlewaretoken": token[1], "email": email, "password": password})


def submit(visitor: OpenerDirector, login_url: str, url: str, fields: dict[str, str]) -> str:
    answer = visitor.open(login_url, urlencode(fields).encode(), timeout=30)
    if answer.url != url or answer.status != 200:
        sys.exit(f"{fields['email']} asked for {url} and got {answer.status} {answer.url}")
    return str(answer.read().decode())


def left_behind(folder: Path) -> Iterator[str]:
    """Processes that work in the folder or were started from it."""
    for process in psutil.process_iter(["pid", "cmdline", "cwd", "status"]):
        place = " ".join([process.info["cwd"] or "", *(process.info["cmdline"] or [])])
        if str(folder) in place and process.pid != os.getpid() and process.info["status"] != psutil.STATUS_ZOMBIE:
            yield f"{process.pid} {place}"


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve())

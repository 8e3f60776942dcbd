"""What the demo needs beside its story: an empty database to start over, and the words it ends with."""

import os
import shutil
from contextlib import closing
from dataclasses import dataclass

import psycopg2
from django.conf import settings
from django.db import connections
from django.urls import reverse

from o2c import embedded
from o2c.core.access.models import Grant
from o2c.core.access.roles import ROLE_NAMES
from o2c.supervise import Failed

PASSWORD = "the-demo-is-open"  # noqa: S105 printed on purpose, and only ever set by seed_demo


@dataclass(frozen=True, slots=True)
class Link:
    title: str
    role: str
    page: str  # URL name

    @property
    def path(self) -> str:
        return reverse(self.page)


LINKS = [
    Link("Billing exceptions: what would not be billed, and why", "clerk", "billing_exception_list"),
    Link("Portfolio: what is overdue, and what to do next", "collector", "portfolio"),
    Link("Screening alerts to decide", "compliance_officer", "alert_queue"),
    Link("The night, step by step", "supervisor", "night"),
    Link("The audit trail", "auditor", "audit_list"),
]


def start_over() -> None:
    """Empty the embedded database and the files. Raises Failed when DATABASE_URL names a database of your own."""
    if os.environ["DATABASE_URL"] != embedded.address():
        raise Failed("Only the embedded database can be reset; DATABASE_URL names another one. Empty that one yourself.")
    connections.close_all()
    with closing(psycopg2.connect(embedded.address(database="postgres"))) as connection:
        connection.autocommit = True
        connection.cursor().execute("DROP DATABASE IF EXISTS o2c WITH (FORCE)")
        connection.cursor().execute("CREATE DATABASE o2c")
    shutil.rmtree(settings.MEDIA_ROOT, ignore_errors=True)


def closing_words(address: str) -> str:
    """Where it runs, one login per role, and the pages worth opening (`.ci` reads these lines)."""
    logins = logins_by_role()
    lines = ["", f"o2c runs at {address}", "", f"One login per role, all with the password {PASSWORD}"]
    lines += [f"  {role:<20} {email}" for role, email in logins.items()]
    lines += ["", "Worth opening"]
    lines += [f"  {address}{link.path}  as {logins[link.role]}: {link.title}" for link in LINKS]
    return "\n".join([*lines, "", "Ctrl+C stops everything."])


def logins_by_role() -> dict[str, str]:
    """The first person of each role who may sign in, in the order of the roles."""
    grants = Grant.objects.filter(user__is_active=True, user__is_robot=False, ends_on=None, revoked_at=None).order_by("-pk")
    first = dict(grants.values_list("role__code", "user__email"))
    return {role: first[role] for role in ROLE_NAMES if role in first}

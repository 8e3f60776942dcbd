"""What tables promise by their columns: links that open, moments that a sheet can hold."""

from collections.abc import Iterator
from types import SimpleNamespace

from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory
from django.urls import get_resolver, reverse

from o2c.core.acting import through
from o2c.core.pages import page
from o2c.core.pages.display import link_to
from o2c.core.pages.tables import Column, Row, Table, readable


def tables(kind: type[Table] = Table) -> Iterator[type[Table]]:
    for below in kind.__subclasses__():
        yield below
        yield from tables(below)


class Reader(AnonymousUser):
    """May view the audit trail and nothing else."""

    is_authenticated = True

    def may(self, permission: str) -> bool:
        return permission == "core.view_audit"


def test_a_link_to_a_page_that_would_refuse_the_reader_is_plain_text() -> None:
    columns = [
        Column("name", "Name", "link", url=lambda row: reverse("audit_list")),
        Column("team", "Team", "link", url=lambda row: reverse("job_list")),
        Column("end", "Actions", "action", url=lambda row: reverse("job_list"), permission="core.view_jobs"),
    ]
    cells = Row(SimpleNamespace(pk=1, name="A", team="B", end="End"), readable(columns, Reader())).cells
    assert [(cell.column.name, cell.url) for cell in cells] == [("name", "/audit/"), ("team", "")]


def test_a_link_among_facts_is_a_name_where_its_page_would_refuse_the_reader() -> None:
    event = SimpleNamespace(get_absolute_url=lambda: reverse("audit_list"))
    job = SimpleNamespace(get_absolute_url=lambda: reverse("job_list"))
    with through("ui", reader=Reader()):  # type: ignore[arg-type]
        assert link_to(event, "E 1") == '<a href="/audit/">E 1</a>'
        assert link_to(job, "<J>") == "&lt;J&gt;"


def test_the_way_back_leads_only_where_the_reader_may_go(rf: RequestFactory) -> None:
    request = rf.get("/")
    request.user = Reader()  # type: ignore[assignment]
    crumbs = [("Audit", reverse("audit_list")), ("Jobs", reverse("job_list"))]
    html = page(request, "components/crumbs.html", title="Here", crumbs=crumbs).content.decode()
    assert '<a href="/audit/">Audit</a>' in html
    assert "<li>Jobs</li>" in html


def test_a_moment_is_never_a_date_because_a_sheet_holds_no_time_zone() -> None:
    assert get_resolver().url_patterns  # every room's tables are loaded
    columns = [(table.__name__, column) for table in tables() for column in getattr(table, "columns", [])]
    assert [(name, column.name) for name, column in columns if column.name.endswith("_at") and column.kind == "date"] == []

"""A clerk works the queue with the keyboard; an approver sees before and after and lets a month open again."""

from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from factories.core import LegalEntityFactory
from people import person
from playwright.sync_api import expect

from o2c.core.approvals import services as approvals
from o2c.core.entities import services as entities
from o2c.core.entities.models import FiscalPeriod
from o2c.core.work.models import Task


def test_a_clerk_works_the_queue_without_the_mouse(page_as: Any, axe: Any) -> None:
    clerk = person("clerk")
    for place, title in enumerate(["Call Aurora", "Write to Boreal", "Check Cumulus"]):
        Task.objects.create(kind="x", key=title, title=title, owner=clerk, due_at=timezone.now() + timedelta(hours=place - 1))

    page = page_as(clerk, reverse("my_work"))
    page.keyboard.press("j")
    panel = page.get_by_role("region", name="Call Aurora")
    expect(panel).to_contain_text("overdue")
    axe(page)
    page.keyboard.press("j")
    expect(page.get_by_role("heading", name="Write to Boreal")).to_be_visible()

    page.keyboard.press("s")
    page.get_by_label("Sleep until").fill("+3")
    page.get_by_label("Reason").fill("they are on holiday")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("Snoozed.")).to_be_visible()
    expect(page.get_by_role("row", name="Write to Boreal")).to_have_count(0)

    page.keyboard.press("j")
    expect(page.get_by_role("heading", name="Call Aurora")).to_be_visible()
    page.get_by_role("button", name="Done").last.click()
    expect(page.get_by_text("1 row", exact=True)).to_be_visible()
    assert Task.objects.get(title="Call Aurora").state == "done"


def test_a_month_opens_again_when_another_person_agrees(page_as: Any, axe: Any) -> None:
    finance, approver = person("finance"), person("approver")
    entity = LegalEntityFactory(code="FR01")
    period = entities.close_period(entities.open_period(entity.pk, date(2026, 1, 1), actor=finance).pk, actor=finance)
    facts = {"pk": period.pk, "reason": "late invoice"}
    changes = {"before": {"state": "closed"}, "after": {"state": "open"}}
    approvals.request_approval("period_reopening", period, facts, reason="late invoice", actor=finance, **changes)

    page = page_as(approver, reverse("approvals_to_decide"))
    page.get_by_role("link", name="FR01 2026-01").click()
    expect(page.get_by_role("table")).to_contain_text("closed")
    axe(page)
    page.get_by_role("button", name="Approve", exact=True).click()
    expect(page.get_by_text("Approved and done.")).to_be_visible()

    assert FiscalPeriod.objects.get().state == "open"

"""My work in the browser: the list with its panel, and each action back to where the list was."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from factories.core import LegalEntityFactory
from people import empowered, person

from o2c.core.access.models import User
from o2c.core.doors import opens
from o2c.core.work.models import Task, WorkQueue

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(client: Client) -> User:
    user = person("clerk")
    client.force_login(user)
    return user


@pytest.fixture
def task(clerk: User) -> Task:
    return Task.objects.create(kind="x", key="1", title="Call Aurora", owner=clerk, due_at=timezone.now() - timedelta(days=1))


def test_the_list_shows_what_is_mine_with_its_panel(client: Client, task: Task) -> None:
    answer = client.get(reverse("my_work"))

    assert "Call Aurora" in answer.content.decode()
    assert reverse("task_panel", args=[task.public_id]) in answer.content.decode()
    panel = client.get(reverse("task_panel", args=[task.public_id]), headers={"HX-Current-URL": "http://testserver/work/?q=Call"})
    assert "overdue" in panel.content.decode()
    assert 'value="http://testserver/work/?q=Call"' in panel.content.decode()


def test_a_limited_person_without_work_misses_no_right(client: Client) -> None:
    Task.objects.create(kind="x", key="1", title="Somebody else's", owner=person("clerk"))
    client.force_login(person("collector", region="FR"))

    answer = client.get(reverse("my_work")).content.decode()

    assert "Nothing waits for you." in answer
    assert "none that you may see" not in answer


def test_the_start_page_shows_what_waits(client: Client, task: Task) -> None:
    start = client.get("/").content.decode()
    assert reverse("home_work") in start
    waiting = client.get(reverse("home_work")).content.decode()
    assert "Call Aurora" in waiting
    assert ">overdue<" in waiting


def test_a_queue_is_called_by_its_role_and_leads_on_only_who_may_edit_it(client: Client, clerk: User) -> None:
    for role, leads in [("auditor", False), ("supervisor", True)]:
        client.force_login(person(role))
        listed = client.get(reverse("work_queues")).content.decode()
        assert "Customer account clerk" in listed
        edit = reverse("work_queue_edit", args=[WorkQueue.objects.get(code="clerk").public_id])
        assert (edit in listed) is leads


def test_done_goes_back_to_the_list_it_came_from(client: Client, task: Task) -> None:
    answer = client.post(reverse("task_complete", args=[task.public_id]), {"next": "/work/?q=Call"})

    assert (answer.status_code, answer["Location"]) == (302, "/work/?q=Call")
    task.refresh_from_db()
    assert task.state == "done"


def test_it_never_goes_to_another_site(client: Client, task: Task) -> None:
    answer = client.post(reverse("task_complete", args=[task.public_id]), {"next": "https://evil.example/"})

    assert answer["Location"] == reverse("my_work")


def test_snoozing_asks_for_the_reason(client: Client, task: Task) -> None:
    address = reverse("task_snooze", args=[task.public_id])

    assert client.get(address).status_code == 200
    assert client.post(address, {"until": "+3"}).status_code == 422
    assert client.post(address, {"until": "+3", "reason": "on holiday"}).status_code == 302
    task.refresh_from_db()
    assert task.snoozed_until is not None


@pytest.mark.parametrize("name", ["task_pause", "task_cancel"])
def test_the_other_actions_ask_for_a_reason_too(client: Client, task: Task, name: str) -> None:
    address = reverse(name, args=[task.public_id])

    assert client.get(address).status_code == 200
    assert client.post(address, {"reason": "because"}).status_code == 302


def test_a_lead_gives_out_work_from_a_template_and_sees_it_unassigned(client: Client) -> None:
    client.force_login(person("supervisor"))
    made = client.post(reverse("task_template_new"), {"name": "Count", "title": "Count cheques", "queue": "cash_clerk", "hours": 4})
    assert made.status_code == 302

    template = client.get(reverse("task_new")).context["form"].fields["template"].queryset.get()
    assert client.post(reverse("task_new"), {"template": template.pk, "priority": 0}).status_code == 302

    task = Task.objects.get()
    assert (task.title, task.queue.code if task.queue else "") == ("Count cheques", "cash_clerk")
    assert "Count cheques" in client.get(reverse("work_unassigned")).content.decode()
    assert client.get(task.get_absolute_url()).status_code == 200


def test_a_stranger_sees_nothing(client: Client, task: Task) -> None:
    client.force_login(person("clerk", name="Carl Colleague"))

    assert "Call Aurora" not in client.get(reverse("my_work")).content.decode()
    assert client.get(reverse("task_panel", args=[task.public_id])).status_code == 404
    assert client.get(reverse("work_all")).status_code == 403


def test_every_list_and_form_opens_for_a_lead(client: Client) -> None:
    client.force_login(person("supervisor"))

    for name in ["my_work", "work_asleep", "work_unassigned", "work_all", "task_new", "task_templates", "task_template_new", "work_queues"]:
        assert client.get(reverse(name)).status_code == 200, name


def test_a_lead_plans_a_month_end(client: Client) -> None:
    client.force_login(person("supervisor"))
    entity = LegalEntityFactory(code="FR01")
    given = {"name": "Cash", "title": "Reconcile cash", "queue": "cash_clerk", "hours": 4, "closing_day": "-1"}
    assert client.post(reverse("task_template_new"), given).status_code == 302

    assert client.get(reverse("month_end_plan")).status_code == 200
    assert client.post(reverse("month_end_plan"), {"entity": entity.pk, "month": "2026-05-11"}).status_code == 302

    assert "Reconcile cash, 05/2026" in client.get(reverse("month_end")).content.decode()


def test_the_list_of_broken_service_levels(client: Client, clerk: User) -> None:
    now = timezone.now()
    day = timedelta(days=1)
    for title, due, closed in [("late", now - day, None), ("closed late", now - 2 * day, now - day), ("in time", now - day, now - 2 * day)]:
        Task.objects.create(
            kind="x", key=title, title=f"was {title}", owner=clerk, due_at=due, closed_at=closed, state="done" if closed else "open"
        )
    client.force_login(person("supervisor"))

    shown = client.get(reverse("work_all"), {"late": "true"}).content.decode()

    assert "was late" in shown
    assert "was closed late" in shown
    assert "was in time" not in shown


def test_a_title_leads_to_the_record_only_for_who_may_open_it(client: Client) -> None:
    address = reverse("alert_queue")
    queue = WorkQueue.objects.order_by("pk").first()
    task = Task.objects.create(kind="x", key="1", title="Look at the alert", url=address, object_label="the record", queue=queue)
    for further, leads in [(set(), False), ({"compliance.view_alerts"}, True)]:
        user = empowered("core.view_all_work", *further, name=f"Reader {leads}")
        assert opens(user, address) is leads
        client.force_login(user)
        shown = client.get(reverse("work_all")).content.decode()
        assert (f'href="{address}">Look at the alert' in shown) is leads
        assert (f'href="{task.get_absolute_url()}">Look at the alert' in shown) is not leads
        assert (f'href="{address}">the record' in client.get(task.get_absolute_url()).content.decode()) is leads


def test_an_address_of_another_house_is_nobodys_to_refuse(clerk: User) -> None:
    assert opens(clerk, "https://register.example/firm/1")

"""An alert waits where somebody has to do something about it, and its task names nobody."""

import pytest
from factories.sanctions import alert_of, clerk, legal, near_miss, officer

from o2c.compliance.alerts import services
from o2c.compliance.alerts.models import ComplianceAlert
from o2c.core.work.models import LIVE, Task

pytestmark = pytest.mark.django_db


def place() -> tuple[str, str]:
    """(queue, owner) of the one live task; both empty when there is none."""
    live = Task.objects.filter(LIVE, kind="compliance.alert").select_related("queue", "owner").first()
    return (str(live.queue or ""), str(live.owner or "")) if live else ("", "")


def test_the_task_follows_the_alert_from_the_clerks_to_legal_to_the_officers():
    alert = alert_of(near_miss())
    ComplianceAlert.objects.filter(pk=alert.pk).update(four_eyes=True)
    assert place() == ("Compliance clerk", "")
    services.take_alert(alert.pk, actor=clerk())
    assert place() == ("", "Carla Compliance")
    services.ask_for_information(alert.pk, reason="Register extract", actor=clerk())
    assert place() == ("Compliance clerk", "")
    services.resume_investigation(alert.pk, actor=clerk())
    services.clear_alert(alert.pk, reason_code="name_only", reason="Other owner", actor=clerk())
    assert place() == ("Compliance clerk", "")
    services.return_clearing(alert.pk, reason="Look again", actor=clerk("Cleo Clerk"))
    assert place() == ("", "Carla Compliance")
    services.confirm_alert(alert.pk, reason="Same owner", actor=clerk())
    assert place() == ("Compliance officer", "")
    services.hand_over_alert(alert.pk, reason="Same owner in both registers", actor=officer())
    assert place() == ("Legal", "")
    services.uphold_alert(alert.pk, reason="Agreed", actor=legal())
    assert place() == ("", "")
    services.propose_alert_release(alert.pk, reason="Delisted", actor=officer())
    assert place() == ("Compliance officer", "")
    services.release_alert(alert.pk, actor=officer("Olga Officer"))
    assert place() == ("", "")


def test_a_task_names_neither_the_customer_nor_the_listed_party():
    alert = alert_of(near_miss())
    task = Task.objects.get(kind="compliance.alert")
    assert (task.title, task.object_label, task.url) == (f"Compliance alert {alert.pk}", "", alert.get_absolute_url())
    assert task.due_at == alert.due_at

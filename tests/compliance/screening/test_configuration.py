"""Another threshold: proposed, measured on the fixed sample, made to count by a second person, then everybody anew."""

from dataclasses import replace

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from factories.accounts import CustomerFactory
from factories.compliance import load_list, screened
from factories.sanctions import BOREALIS, CLEAN, NORDHAVN, near_miss, officer
from people import person
from refusals import refused
from worker import drain_outbox

from o2c.compliance.alerts.models import ComplianceAlert
from o2c.compliance.screening import configuration, services
from o2c.compliance.screening.engine import Config
from o2c.compliance.screening.forms import label_of, numbers_of
from o2c.compliance.screening.models import ScreeningConfig
from o2c.compliance.screening.services import config_of
from o2c.compliance.screening.tasks import measure_config
from o2c.compliance.watchlists import services as lists
from o2c.compliance.watchlists.readers import ListFile, Reading
from o2c.core.jobs.models import Job

pytestmark = pytest.mark.django_db
NOW = Config()


@pytest.fixture
def alert() -> ComplianceAlert:
    load_list(NORDHAVN, BOREALIS, CLEAN)
    customer = near_miss()
    for one in (customer, *(CustomerFactory() for _ in range(3))):
        screened(one)
    return ComplianceAlert.objects.get(customer=customer)


def propose(measured: bool = True, **changes: float) -> ScreeningConfig:
    proposed = services.propose_screening_config(changes or {"hold_from": 0.99}, reason="Fewer holds", actor=officer())
    if measured:
        measure_config(Job.objects.get(kind="compliance.measure_config", key=str(proposed.pk)).pk)
        proposed.refresh_from_db()
    return proposed


def test_every_number_has_words_of_its_own():
    labels = [label_of(name) for name, _value in numbers_of(Config())]
    assert len(set(labels)) == len(labels)


def test_what_is_not_named_stays(alert):
    proposed = propose(measured=False)
    assert Config(**proposed.config) == replace(NOW, hold_from=0.99)
    assert (proposed.state, proposed.number, configuration.active_config()) == ("proposed", 1, NOW)


def test_a_run_of_an_earlier_engine_is_restored_with_what_is_known_today_and_keeps_its_version(alert):
    run = alert.hits.get().hit.run
    run.config["gone_since"] = 3
    run.config["effects"] = {"country_shared": 0.9, "gone_since": 1.0}
    del run.config["spread"]
    version = run.config_version
    config = config_of(run)
    assert (config.effects, config.spread) == (NOW.effects | {"country_shared": 0.9}, NOW.spread)
    assert (config.version != NOW.version, run.config_version) == (True, version)


def test_the_effect_is_counted_on_the_sample_and_names_the_pairs(alert):
    higher = round(min(0.999, float(alert.score) + 0.005), 3)
    effect = propose(alert_from=higher, hold_from=max(higher, 0.999)).effect
    assert (effect["subjects"], effect["alerts_before"], effect["alerts_after"]) == (4, 1, 0)
    assert [pair["party"] for pair in effect["gone"]] == ["ofac_sdn:4711"]
    assert effect["come"] == []


def test_a_second_person_makes_it_count_and_everybody_is_screened_anew(alert):
    proposed = propose()
    refused("config_by_proposer", services.activate_screening_config, proposed.pk, actor=officer())
    services.activate_screening_config(proposed.pk, actor=officer("Olga Officer"))
    assert configuration.active_config().hold_from == 0.99
    drain_outbox()
    assert Job.objects.filter(kind="compliance.screen_all").exists()
    refused("wrong_state", services.decline_screening_config, proposed.pk, reason="late", actor=officer())


def test_the_next_one_replaces_it(alert):
    first = propose()
    services.activate_screening_config(first.pk, actor=officer("Olga Officer"))
    second = propose(hold_from=0.98)
    services.activate_screening_config(second.pk, actor=officer("Olga Officer"))
    first.refresh_from_db()
    assert (first.state, configuration.active()) == ("retired", second)


def test_unmeasured_nothing_counts(alert):
    proposed = propose(measured=False)
    refused("config_not_measured", services.activate_screening_config, proposed.pk, actor=officer("Olga Officer"))


def test_a_declined_one_is_over(alert):
    proposed = propose()
    refused("reason_missing", services.decline_screening_config, proposed.pk, reason=" ", actor=officer())
    services.decline_screening_config(proposed.pk, reason="Too bold", actor=officer())
    refused("wrong_state", services.activate_screening_config, proposed.pk, actor=officer("Olga Officer"))
    refused("wrong_state", services.keep_config_effect, proposed.pk, {}, actor=officer())


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"threshold": 0.5}, "config_unknown_number"),
        ({"effects": 1.0}, "config_unknown_number"),
        ({"effects.moon": 1.0}, "config_unknown_number"),
        ({"alert_from": 0.95, "hold_from": 0.9}, "config_out_of_order"),
        ({"hold_from": 1.5}, "config_out_of_order"),
        ({"hold_from": NOW.hold_from}, "config_unchanged"),
    ],
)
def test_what_makes_no_configuration_is_refused(alert, changes, code):
    refused(code, services.propose_screening_config, changes, reason="x", actor=officer())
    assert not ScreeningConfig.objects.exists()


def test_a_list_is_left_out_by_two_people_only(alert, tmp_path):
    refused("list_unknown", services.propose_screening_config, {}, left_out=["moon"], reason="x", actor=officer())
    lists.import_watchlist("un", Reading((CLEAN,)), files=[ListFile("un", b"x")], actor=officer())
    assert [version.source.code for version in configuration.screened_versions()] == ["ofac_sdn", "un"]
    proposed = services.propose_screening_config({}, left_out=["un"], reason="Held by the bank", actor=officer())
    services.keep_config_effect(proposed.pk, configuration.effect_of(proposed), actor=officer())
    asked, found = tmp_path / "asked.csv", tmp_path / "found.csv"
    asked.write_text(f"query_id,name,schema,birth_date,country\na,{CLEAN.primary_name},,,\n")
    call_command("screen_names", str(asked), str(found))
    assert ",un," in found.read_text()
    services.activate_screening_config(proposed.pk, actor=officer("Olga Officer"))
    assert [version.source.code for version in configuration.screened_versions()] == ["ofac_sdn"]
    call_command("screen_names", str(asked), str(found))
    assert ",un," not in found.read_text()


@pytest.mark.parametrize(
    ("sql", "rule"),
    [
        ("UPDATE compliance_screeningconfig SET state = 'active', decided_by_id = created_by_id", "screeningconfig_two_people"),
        ("UPDATE compliance_screeningconfig SET config = '{}'", "screeningconfig_immutable"),
        ("DELETE FROM compliance_screeningconfig", "screeningconfig_immutable"),
        ("UPDATE compliance_screeningconfig SET state = 'odd'", "screeningconfig_state_known"),
        ("UPDATE compliance_screeningconfig SET effect = NULL, state = 'active', decided_by_id = NULL", "screeningconfig_effect_seen"),
    ],
)
def test_the_database_keeps_configurations(alert, sql, rule):
    propose()
    with pytest.raises(IntegrityError) as answer, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    assert answer.value.__cause__.diag.constraint_name in {rule, "screeningconfig_two_people"}


def browser(name: str = "") -> Client:
    client = Client()
    client.force_login(officer(name), backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_two_officers_change_a_threshold_on_the_pages(alert):
    client = browser()
    page = reverse("screening_config_propose")
    form = client.get(page).context["form"]
    given = {name: form[name].initial for name in form.fields if name not in {"left_out", "reason"}}
    answer = client.post(page, {**given, "hold_from": "0.99", "reason": "Fewer holds"})
    proposed = ScreeningConfig.objects.get()
    assert (answer.status_code, answer.headers["Location"]) == (302, proposed.get_absolute_url())
    assert "measured" in client.get(proposed.get_absolute_url()).content.decode()
    measure_config(Job.objects.get(kind="compliance.measure_config").pk)
    activate = reverse("screening_config_activate", args=[proposed.public_id])
    assert activate not in client.get(proposed.get_absolute_url()).content.decode()
    second = browser("Olga Officer")
    assert activate in second.get(proposed.get_absolute_url()).content.decode()
    assert second.post(activate).status_code == 302
    assert "0.99" in second.get(proposed.get_absolute_url()).content.decode()
    assert person("auditor").may("compliance.view_screenings")

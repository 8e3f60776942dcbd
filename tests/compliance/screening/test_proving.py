"""The fixed set with known answers: good enough today, kept as it came out, proved again when something changed, shown to the auditor."""

from dataclasses import replace

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from factories.compliance import load_list
from factories.sanctions import NORDHAVN
from people import person

from o2c.compliance.assurance.variations import VARIATIONS
from o2c.compliance.screening import effectiveness
from o2c.compliance.screening.engine import Config
from o2c.compliance.screening.models import EffectivenessProof
from o2c.compliance.screening.services import prove_screening, prove_when_changed


def test_the_engine_as_it_is_shipped_finds_the_fixed_set():
    proof = effectiveness.prove(Config(), like=None)
    assert proof.recall >= 0.94
    assert proof.false_alerts <= 0.01
    assert {one.variation for one in proof.outcomes} == set(VARIATIONS)


def test_a_stricter_threshold_loses_some_and_shows_them_below_the_line():
    usual, strict = effectiveness.prove(Config(), like=None), effectiveness.prove(replace(Config(), alert_from=0.93), like=None)
    assert strict.recall < usual.recall
    assert len(usual.below) < len(strict.below) <= effectiveness.MOST_BELOW
    assert all(0.93 - effectiveness.BELOW <= near.score < 0.93 for near in strict.below)


@pytest.mark.django_db
def test_it_is_proved_again_only_when_something_changed_and_never_rewritten():
    night = person("system")
    first = prove_when_changed(actor=night)
    assert first is not None
    assert prove_when_changed(actor=night) is None
    load_list(NORDHAVN)
    assert prove_when_changed(actor=night).against != first.against
    with pytest.raises(IntegrityError, match="posted rows never change"), transaction.atomic():
        EffectivenessProof.objects.filter(pk=first.pk).update(recall=1)


@pytest.mark.django_db
def test_the_auditor_reads_what_the_officer_proved(client):
    officer, auditor = person("compliance_officer"), person("auditor")
    client.force_login(auditor)
    assert client.post(reverse("assurance_prove")).status_code == 403
    client.force_login(officer)
    assert client.post(reverse("assurance_prove")).status_code == 302
    client.force_login(auditor)
    page = client.get(reverse("assurance_answer", args=[7])).content.decode()
    assert "misread by a scanner" in page
    assert "Prove it now" not in page
    assert EffectivenessProof.objects.get().recall == pytest.approx(prove_screening(actor=officer).recall)

"""The texts of our mails can be read."""

import pytest
from django.test import Client
from django.urls import reverse
from people import person

from o2c.core.mail.models import MailTemplate

pytestmark = pytest.mark.django_db


def test_texts_are_listed_and_shown_in_their_language() -> None:
    MailTemplate.objects.create(code="statement", language="de", version=2, subject="Neu", body="Neuer Text <b>")
    client = Client()
    client.force_login(person("clerk"), backend="django.contrib.auth.backends.ModelBackend")

    listed = client.get(reverse("mail_templates"), {"language": "de"}).content.decode()
    old = client.get(MailTemplate.objects.get(code="statement", language="de", version=1).get_absolute_url()).content.decode()
    new = client.get(MailTemplate.objects.get(version=2).get_absolute_url()).content.decode()

    assert "Kontoauszug" in listed
    assert "no longer in use" in old
    assert "no longer in use" not in new
    assert "Neuer Text &lt;b&gt;" in new
    assert '<section class="card" lang="de">' in new


def test_strangers_read_nothing() -> None:
    client = Client()
    client.force_login(person(), backend="django.contrib.auth.backends.ModelBackend")

    assert client.get(reverse("mail_templates")).status_code == 403

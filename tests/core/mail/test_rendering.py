"""Templates: versions that never change, words in the reader's language, values that stay values."""

import pytest
from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.template import TemplateDoesNotExist

from o2c.core.mail import reference
from o2c.core.mail.models import MailTemplate
from o2c.core.mail.rendering import render, template_for
from o2c.core.mail.rules import read_source

pytestmark = pytest.mark.django_db
STATEMENT = {"customer": "C-17 Example", "as_of": "28 Feb 2026", "entity": "FR01 Example SA", "sender": "Colin"}


def made(subject: str, body: str, *, code: str = "test", language: str = "en") -> MailTemplate:
    return MailTemplate.objects.create(code=code, language=language, version=1, subject=subject, body=body)


@pytest.mark.parametrize("language", settings.DOCUMENT_LANGUAGES)
def test_the_statement_exists_in_every_language_of_our_customers(language: str) -> None:
    rendered = render(template_for("statement", language), STATEMENT)

    assert rendered.template == f"statement {language} 1"
    assert "C-17 Example" in rendered.subject
    assert f'lang="{language}"' in rendered.html
    assert "{{" not in rendered.text


@pytest.mark.parametrize("code", ["invitation", "password_reset"])
@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES])
def test_what_users_receive_exists_in_their_languages_and_shows_the_link(code: str, language: str) -> None:
    rendered = render(template_for(code, language), {"name": "Clara", "link": "https://o2c.example.com/p/abc"})

    assert '<a href="https://o2c.example.com/p/abc"' in rendered.html
    assert "https://o2c.example.com/p/abc" in rendered.text
    assert rendered.confidential


def test_a_language_without_a_text_gets_english() -> None:
    assert template_for("invitation", "es").language == "en"


def test_a_value_is_neither_markup_nor_a_header_nor_a_template() -> None:
    hostile = "<script>x</script>\r\nBcc: all@example.com {{ 1|add:1 }} {% load o2c %}"

    rendered = render(made("For {{ who }}", "Dear {{ who }},\n\nbye"), {"who": hostile})

    assert "\n" not in rendered.subject
    assert "\r" not in rendered.subject
    assert "<script>" not in rendered.html
    assert "&lt;script&gt;" in rendered.html
    assert "{{ 1|add:1 }}" in rendered.text


def test_a_template_reaches_no_file() -> None:
    with pytest.raises(TemplateDoesNotExist):
        render(made("x", "{% include 'base.html' %}"), {})


def test_a_changed_file_becomes_the_next_version_and_the_old_one_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    source = read_source("Subject: New words\n\nOther text")
    monkeypatch.setattr(reference, "sources", lambda: {("statement", "en"): source})

    reference.sync_templates()
    reference.sync_templates()

    versions = MailTemplate.objects.filter(code="statement", language="en").order_by("version")
    assert [(row.version, row.subject == "New words") for row in versions] == [(1, False), (2, True)]
    assert template_for("statement", "en").version == 2


@pytest.mark.parametrize("statement", ["UPDATE core_mailtemplate SET body = 'x'", "DELETE FROM core_mailtemplate"])
def test_the_database_refuses_to_change_a_version(statement: str) -> None:
    with pytest.raises(IntegrityError, match="never change"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_the_database_refuses_a_second_text_for_the_same_version_and_an_unknown_language() -> None:
    made("a", "b")

    with pytest.raises(IntegrityError, match="mailtemplate_one_per_version"), transaction.atomic():
        made("c", "d")
    with pytest.raises(IntegrityError, match="mailtemplate_language_known"), transaction.atomic():
        made("c", "d", language="xx")


@pytest.mark.parametrize("text", ["No headers at all", "Subject:\n\nbody", "Subject: x\n\n  "])
def test_a_file_without_subject_or_text_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="needs a subject"):
        read_source(text)

"""From a template and its values to the words of one mail."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.template import Context, Engine
from django.template.loader import render_to_string
from django.utils import translation

from o2c.core.mail.models import MailTemplate

# Templates are rows: they reach no file, no other template and no tag beyond Django's own and our formats.
ENGINE = Engine(loaders=[], libraries={"o2c": "o2c.core.templatetags.o2c"})


@dataclass(frozen=True, slots=True)
class Rendered:
    """A mail in words, and the version that gave them."""

    subject: str
    text: str
    html: str
    template: str
    confidential: bool


def template_for(code: str, language: str) -> MailTemplate:
    """The newest version in this language, else in English. Raises MailTemplate.DoesNotExist."""
    rows = MailTemplate.objects.filter(code=code).order_by("-version")
    found = rows.filter(language=language).first() or rows.filter(language="en").first()
    if found is None:
        raise MailTemplate.DoesNotExist(code)
    return found


def render(template: MailTemplate, values: Mapping[str, Any]) -> Rendered:
    """Fill the template. Values cannot become markup, a second header or a link of their own."""
    with translation.override(template.language):
        subject = " ".join(_filled(template.subject, values).split())
        text = _filled(template.body, values)
        html = render_to_string("mail/frame.html", {"subject": subject, "language": template.language, "paragraphs": _paragraphs(text)})
    return Rendered(subject, text, html, str(template), template.confidential)


def _filled(text: str, values: Mapping[str, Any]) -> str:
    return ENGINE.from_string(text).render(Context(dict(values), autoescape=False))


def _paragraphs(text: str) -> list[tuple[str, bool]]:
    """(paragraph, whether it is nothing but one of our addresses, shown as a link)."""
    parts = [part.strip() for part in text.replace("\r\n", "\n").split("\n\n") if part.strip()]
    return [(part, part.startswith(("https://", "http://")) and len(part.split()) == 1) for part in parts]

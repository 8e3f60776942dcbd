"""Notes and files beside the timeline of a detail page: `{% note_box customer %}`, `{% attachments customer %}`."""

from typing import Any

from django import template
from django.db.models import Model
from django.urls import reverse

from o2c.core.files import queries
from o2c.core.files.forms import NoteForm
from o2c.core.files.reach import CARRIERS, reads_restricted

register = template.Library()


@register.inclusion_tag("components/note_box.html", takes_context=True)
def note_box(context: dict[str, Any], subject: Model) -> dict[str, Any]:
    """The box to write a note, for those who may and where the object carries notes."""
    request, label = context["request"], subject._meta.label_lower
    may = label in CARRIERS and request.user.may("core.add_note")
    form = NoteForm(restricted=reads_restricted(request.user, label), auto_id="note_%s") if may else None
    return {"form": form, "action": _address("note_new", subject), "csrf_token": context.get("csrf_token")}


@register.inclusion_tag("components/attachments.html", takes_context=True)
def attachments(context: dict[str, Any], subject: Model) -> dict[str, Any]:
    """The files of an object, and the way to attach one more for those who may."""
    user, carries = context["request"].user, subject._meta.label_lower in CARRIERS
    attach = _address("file_attach", subject) if carries and user.may("core.attach_file") else ""
    return {"files": queries.attachments(user, subject), "attach": attach, "carries": carries}


def _address(name: str, subject: Any) -> str:
    return reverse(name, args=[subject._meta.label_lower, subject.public_id])

"""The frame around every page: reading preferences, top bar, panels, timeline."""

from dataclasses import dataclass
from typing import Any

from django import template
from django.conf import settings
from django.urls import reverse

from o2c.core.audit import history
from o2c.core.pages import menu, timeline
from o2c.core.pages import panels as registered
from o2c.core.tracing.registry import KINDS

register = template.Library()


@dataclass(frozen=True)
class Reading:
    """How this reader wants pages: kept in cookies, so that the first paint is right."""

    theme: str
    roomy: bool
    keys: str

    @property
    def first_paint(self) -> str:
        return "dark" if self.theme == "dark" else "light"


@register.simple_tag(takes_context=True)
def reading(context: template.RequestContext) -> Reading:
    cookies = context["request"].COOKIES if "request" in context else {}
    theme = cookies.get("theme", "auto")
    return Reading(
        theme if theme in ("light", "dark") else "auto", cookies.get("rows") == "roomy", "off" if cookies.get("keys") == "off" else "on"
    )


@register.inclusion_tag("components/topbar.html", takes_context=True)
def topbar(context: template.RequestContext) -> dict[str, Any]:
    request = context.get("request")
    user = getattr(request, "user", None)
    known = user is not None and user.is_authenticated
    return {
        "request": request,
        "user": user if known else None,
        "areas": menu.areas(user) if known else [],
        "languages": settings.LANGUAGES,
        "reading": reading(context),
        "csrf_token": context.get("csrf_token"),
    }


@register.inclusion_tag("components/panels.html", takes_context=True)
def panels(context: template.RequestContext, on: str, subject: Any) -> dict[str, Any]:
    """The fragments higher rooms show on this page."""
    return {"panels": registered.shown(on, subject, context["request"].user)}


@register.inclusion_tag("components/head_panels.html", takes_context=True)
def head_panels(context: template.RequestContext, on: str, subject: Any) -> dict[str, Any]:
    """The figures higher rooms show in the head of this page."""
    return {"panels": registered.shown(f"{on}.head", subject, context["request"].user)}


@register.simple_tag(takes_context=True)
def last_change(context: template.RequestContext, subject: Any) -> timeline.TimelineEntry | None:
    """The newest entry of an object's timeline: who changed it while I was typing."""
    return next(iter(timeline.entries(subject, context["request"].user, 1)), None) if subject else None


@register.inclusion_tag("components/timeline.html", takes_context=True, name="timeline")
def timeline_of(context: template.RequestContext, subject: Any) -> dict[str, Any]:
    """Everything that happened to an object, newest first."""
    entries = timeline.entries(subject, context["request"].user)
    return {"entries": entries, "kinds": sorted({str(entry.kind) for entry in entries}), "versions_url": versions_url(context, subject)}


@register.simple_tag(takes_context=True)
def versions_url(context: template.RequestContext, subject: Any) -> str:
    """The page of a record's versions, where the database keeps them and the reader may look."""
    found = history.reaches(context["request"].user, subject)
    return reverse("record_history", args=[subject._meta.label_lower, subject.public_id]) if found else ""


@register.inclusion_tag("components/trace_link.html", takes_context=True)
def trace_link(context: template.RequestContext, subject: Any) -> dict[str, Any]:
    """The way to the trace of this record, where its kind lies on the way of the money and the reader may follow it."""
    code = subject._meta.label_lower if hasattr(subject, "_meta") else ""
    kind, user = KINDS.get(code), context["request"].user
    shown = kind is not None and user.may("core.view_trace") and user.may(kind.permission)
    return {"url": reverse("trace", args=[code, subject.public_id]) if shown else ""}

"""What a page function answers with: a page, one object or 404, the verb's result or the form again, a redirect."""

import json
from collections.abc import Callable
from typing import Any, TypeVar, cast
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, QueryDict
from django.shortcuts import redirect, render, resolve_url

from o2c.core.doors import opens
from o2c.core.errors import BusinessError, Conflict
from o2c.core.pages import reach
from o2c.core.pages.forms import Form
from o2c.core.sentences import explain

M = TypeVar("M", bound=Model)
R = TypeVar("R")
VALIDATE = "_validate"


def page(request: HttpRequest, template: str, *, status: int | None = None, **context: Any) -> HttpResponse:
    """Render a page. With a refused `form` the status is 422 (409 after a conflict); while typing, only the asked field."""
    form = context.get("form")
    if form is not None:
        reach.narrow(form, request.user)
    if form is not None and form.is_bound and (name := form.data.get(VALIDATE)) in form.fields:
        form.errors  # noqa: B018  (validates)
        form.fields[name].widget.attrs.pop("autofocus", None)  # else the answer pulls the focus back from where one types by now
        return HttpResponse(form[name].as_field_group())
    if request.user.is_authenticated and "crumbs" in context:
        context["crumbs"] = [(label, address if opens(request.user, address) else "") for label, address in context["crumbs"]]
    return render(request, template, context, status=status or _status(form))


def _status(form: forms.BaseForm | None) -> int:
    if form is None or not form.is_bound or not form.errors:
        return 200
    refusal: BusinessError | None = getattr(form, "refusal", None)
    return refusal.status if refusal else 422


def one(queryset: QuerySet[M], public_id: UUID | str) -> M:
    """The object with this public id; 404 when it does not exist or is outside the queryset's scope."""
    found = queryset.filter(public_id=public_id).first()
    if found is None:
        raise Http404(f"No {queryset.model._meta.verbose_name} {public_id} within reach")
    return found


def run(form: Form, verb: Callable[..., R], *args: Any, actor: Any, **extra: Any) -> R | None:
    """Call the verb with the form's input; None when there is nothing to do yet or the form must be shown again.

    The verb gets `args`, `actor`, the form's arguments and `extra`. What it refuses stands beside the field it names, or on top.
    """
    reach.narrow(form, actor)
    if not form.is_bound or VALIDATE in form.data or not form.is_valid():
        return None
    try:
        return verb(*args, actor=actor, **form.arguments(), **extra)
    except BusinessError as refusal:
        form.refusal = refusal
        form.add_error(refusal.field if refusal.field in form.fields else None, explain(refusal))
        if isinstance(refusal, Conflict) and "version" in form.fields:
            _show_current_version(form)
        return None


def _show_current_version(form: Form) -> None:
    """The next save is based on what is shown now: their values beside the fields, mine still typed."""
    typed = cast(QueryDict, form.data).copy()
    typed[form.add_prefix("version")] = form.get_initial_for_field(form.fields["version"], "version")
    form.data = typed


def done(request: HttpRequest, message: str, *, to: Any = None) -> HttpResponse:
    """The verb succeeded: go to `to` (an object with a page, or a URL) with the message.

    A fragment without `to` answers a toast and the event `changed`, on which open parts of the page load themselves again.
    """
    if to is None:
        return toast(204, message, changed=True)
    messages.success(request, message)
    url = resolve_url(to)
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": url})
    return redirect(url)


def act(request: HttpRequest, verb: Callable[..., Any], *args: Any, message: str, to: Any, **extra: Any) -> HttpResponse:
    """A button without input: POST only; run the verb, then go to `to` with the message or with the refusal."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    form = Form(request.POST)
    run(form, verb, *args, actor=request.user, **extra)
    if not form.refusal:
        return done(request, message, to=to)
    refusal = explain(form.refusal)
    if request.headers.get("HX-Request"):
        return toast(form.refusal.status, refusal, bad=True)
    messages.error(request, refusal)
    return redirect(resolve_url(to))


def toast(status: int, text: str, *, bad: bool = False, changed: bool = False) -> HttpResponse:
    """An answer without a body: the page shows the text at the bottom end and, if asked, hears the event `changed`."""
    happened: dict[str, Any] = {"toast": {"text": str(text), "bad": bad}}
    if changed:
        happened["changed"] = True
    return HttpResponse(status=status, headers={"HX-Trigger": json.dumps(happened), "HX-Reswap": "none"})

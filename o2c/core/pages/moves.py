"""The buttons of a detail page that move its object from state to state, each of them one verb."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from o2c.core.doors import who
from o2c.core.pages.answers import act, done, page, run
from o2c.core.pages.forms import Form


class ReasonForm(Form):
    """What a step asks for that somebody may question later."""

    reason = forms.CharField(label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


@dataclass(frozen=True)
class Move:
    """One button. `origins`: the states it is offered in; `form`: what it asks for before; `main`: the one that matters most."""

    code: str
    label: str | Promise
    done: str | Promise
    verb: Any
    origins: Sequence[str]
    form: type[Form] | None = None
    main: bool = False


@dataclass(frozen=True)
class Offered:
    """A button as the template shows it."""

    label: str | Promise
    url: str
    asks: bool
    main: bool


def offered(moves: Iterable[Move], subject: Any, user: Any, url_name: str) -> list[Offered]:
    """The buttons for the state of the object that this user may press."""
    allowed = [move for move in moves if subject.state in move.origins and user.may(move.verb.permission)]
    return [
        Offered(move.label, reverse(url_name, args=[subject.public_id, move.code]), move.form is not None, move.main) for move in allowed
    ]


def carry_out(
    request: HttpRequest, subject: Any, moves: Iterable[Move], code: str, *, template: str = "layouts/form.html", **context: Any
) -> HttpResponse:
    """Press the button: run its verb, after asking for what it needs. 404 for a button that does not exist."""
    move = next((move for move in moves if move.code == code), None)
    if move is None:
        raise Http404(f"no move {code}")
    if move.form is None:
        return act(request, move.verb, subject.pk, message=str(move.done), to=subject)
    form = move.form(request.POST or None)
    if run(form, move.verb, subject.pk, actor=who(request)):
        return done(request, str(move.done), to=subject)
    address = subject.get_absolute_url()
    crumbs = [(str(subject), address)]
    return page(request, template, title=move.label, form=form, submit=move.label, cancel=address, crumbs=crumbs, **context)

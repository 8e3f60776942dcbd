"""A request as people read it: what is asked field by field, what carrying it out would change now and what it changed."""

from dataclasses import dataclass, field

from django import forms

from o2c.accounts.requests.changes import Change, in_words
from o2c.accounts.requests.kinds.registry import KINDS, foresee, title_of
from o2c.accounts.requests.models import ChangeRequest
from o2c.core.access.models import User
from o2c.core.errors import BusinessError
from o2c.core.sentences import explain
from o2c.core.spoken import paired, spoken


@dataclass(frozen=True)
class Foreseen:
    """What carrying a request out now would change, record by record, or why it would be refused."""

    changes: list[Change] = field(default_factory=list)
    refusal: str = ""


def title_for_reader(request: ChangeRequest) -> str:
    """Number, kind and whom it is about, in the reader's language; the title is kept as its requester read it."""
    about = request.title.partition(": ")[2]
    return f"{request.number} {paired(title_of(request.kind), about)}"


def asked(request: ChangeRequest, actor: User) -> list[tuple[str, str]]:
    """(label, value) for everything the request asks; what the reader cannot see keeps its key."""
    if (kind := KINDS.get(request.kind)) is None:
        return [(name.replace("_", " "), str(value)) for name, value in request.payload.items()]
    form = kind.payload(data=request.payload, actor=actor, customer=request.customer)
    form.is_valid()
    known = {name: form.cleaned_data.get(name, given) for name, given in request.payload.items()}
    return [(str(field.label), _value(field, known[name])) for name, field in form.fields.items() if name in known]


def _value(field: forms.Field, value: object) -> str:
    if isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField):
        return str(dict(field.choices).get(value, value))  # type: ignore[arg-type]
    return spoken(value)


def foreseen(request: ChangeRequest, actor: User) -> Foreseen:
    """What applying would do if it were done now; silent about a kind that a person carries out by hand."""
    try:
        return Foreseen(in_words(foresee(request, actor)))
    except BusinessError as refusal:
        return Foreseen(refusal="" if refusal.field == "outcome" else explain(refusal))


def applied(request: ChangeRequest) -> list[Change]:
    """Every record that applying changed, in the order it happened."""
    return in_words(request.applied)

"""Which changes can be asked for. A room registers its own kinds when it loads.

request_kind(Kind("address", _("Change of address"), AddressPayload, apply_address))
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.utils.functional import Promise
from django.utils.translation import gettext

from o2c.accounts.customers.models import Customer
from o2c.accounts.requests.changes import Told, in_words, side_by_side, told
from o2c.accounts.requests.models import ChangeRequest
from o2c.core.access.models import User
from o2c.core.acting import Running
from o2c.core.approvals.registry import approval_kind
from o2c.core.errors import BusinessError
from o2c.core.pages import Form
from o2c.core.plain import plain
from o2c.core.sentences import explain, name
from o2c.core.spoken import paired
from o2c.core.verbs import opened, rehearse

Given = dict[str, Any]
APPLY, APPLY_APPROVED = "accounts.apply_request", "accounts.apply_approved_request"


class Payload(Form):
    """What a kind of request asks, field by field. One shape for the page, for REST and for the verb."""

    def __init__(self, *args: Any, actor: User, customer: Customer | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor, self.customer = actor, customer

    def stored(self) -> Given:
        """The valid input as JSON from which the same input can be read again: rows by their key, days and amounts as text."""
        return {name: self._stored(name, value) for name, value in self.cleaned_data.items() if value not in (None, "", [])}

    def _stored(self, name: str, value: Any) -> Any:
        return str(self.fields[name].prepare_value(value)) if isinstance(value, Model) else plain(value)


@dataclass(frozen=True, slots=True)
class Applied:
    """What applying did beyond the trail: the customer a request brought about, and a sentence for the requester."""

    customer: Customer | None = None
    outcome: str = ""


Apply = Callable[[ChangeRequest, Given, User], Applied | None]


def never(given: Given) -> bool:
    return False


def always(given: Given) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of request.

    `apply(request, given, actor)` runs the steps of the verbs that change the records. `sensitive(given)`: a second person
    with each of `roles` must agree. `hours`: working time promised until a service level says otherwise. `for_customer`:
    about a customer we have; else it brings one.
    """

    code: str
    title: str | Promise
    payload: type[Payload]
    apply: Apply
    sensitive: Callable[[Given], bool] = never
    roles: Sequence[str] = ("approver",)
    hours: int = 16
    for_customer: bool = True

    @property
    def approval(self) -> str:
        return f"request_{self.code}"


KINDS: dict[str, Kind] = {}


def request_kind(kind: Kind) -> None:
    """Let this change be asked for."""
    KINDS[kind.code] = kind
    name(f"kind:{kind.code}", kind.title)
    approval_kind(kind.approval, kind.title, APPLY_APPROVED, roles=kind.roles, evidence=_evidence)


def kind_named(code: str) -> Kind:
    """Raises BusinessError "request_kind_unknown"."""
    if code not in KINDS:
        raise BusinessError("request_kind_unknown", field="kind", kind=code)
    return KINDS[code]


def title_of(code: str) -> str:
    """The kind for people; of one that no longer exists, its code."""
    return str(KINDS[code].title) if code in KINDS else code


def choices() -> list[tuple[str, str]]:
    """Every kind, by its title."""
    return sorted(((kind.code, str(kind.title)) for kind in KINDS.values()), key=lambda choice: choice[1])


def read(kind: Kind, payload: Given, *, customer: Customer | None, actor: User) -> tuple[Payload, Given]:
    """The payload as its form and as typed values. Raises BusinessError "request_payload_wrong" that names the first field, says all."""
    form = kind.payload(data=payload, actor=actor, customer=customer)
    if not form.is_valid():
        first = next(iter(form.errors))
        wrong = " ".join(_what(form, field, str(errors[0])) for field, errors in form.errors.items())
        raise BusinessError("request_payload_wrong", field=first if first in form.fields else None, what=wrong)
    return form, {name: value for name, value in form.cleaned_data.items() if name in form.stored()}


def foresee(request: ChangeRequest, actor: User) -> Told:
    """What carrying the request out now would tell the trail: the steps themselves, rolled back. Raises whatever they refuse."""
    kind = kind_named(request.kind)
    with rehearse(), opened(Running(APPLY, actor, None)):
        found = ChangeRequest.objects.get(pk=request.pk)
        _form, given = read(kind, found.payload, customer=found.customer, actor=actor)
        kind.apply(found, given, actor)
        return told()


def _evidence(request: ChangeRequest) -> list[tuple[str, str]]:
    """For the second person: every record before and after, seen with the rights of whoever works the request."""
    try:
        return side_by_side(in_words(foresee(request, request.owner))) if request.owner else []
    except BusinessError as refusal:
        return [(gettext("Would be refused now"), explain(refusal))]


def _what(form: Payload, field: str, error: str) -> str:
    return paired(form.fields[field].label, error) if field in form.fields else error

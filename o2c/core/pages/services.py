"""Verbs over what people keep about lists."""

from typing import TYPE_CHECKING
from uuid import UUID

from o2c.core.errors import BusinessError
from o2c.core.pages.models import ChosenColumns, SavedView
from o2c.core.verbs import verb

if TYPE_CHECKING:
    from o2c.core.access.models import User


@verb("core.save_view")
def save_view(listing: str, *, name: str, query: str, shared: bool = False, actor: "User") -> SavedView:
    """Keep a filter and order under a name; the same name of the same person is replaced."""
    if not name.strip():
        raise BusinessError("savedview_has_name", field="name")
    view, _made = SavedView.objects.update_or_create(
        owner=actor, listing=listing, name=name.strip(), defaults={"query": query, "shared": shared}
    )
    return view


@verb("core.remove_view")
def remove_view(public_id: UUID, *, actor: "User") -> str:
    """Forget one of the actor's own views; its name. Raises BusinessError "view_not_yours"."""
    view = SavedView.objects.filter(public_id=public_id, owner=actor).first()
    if view is None:
        raise BusinessError("view_not_yours")
    view.delete()
    return view.name


@verb("core.choose_columns")
def choose_columns(listing: str, *, names: list[str], actor: "User") -> ChosenColumns:
    """Show these columns of a list to the actor from now on. Raises BusinessError "no_columns"."""
    if not names:
        raise BusinessError("no_columns")
    chosen, _made = ChosenColumns.objects.update_or_create(owner=actor, listing=listing, defaults={"names": names})
    return chosen

"""The people and companies behind a customer, and what each holds."""

from decimal import Decimal
from typing import Any

from django.utils import timezone

from o2c.compliance.kyc import queries
from o2c.compliance.kyc.models import KycFile, Owner, OwnerShare
from o2c.compliance.kyc.rules.owners import CUSTOMER, Share, check_share
from o2c.compliance.kyc.services.steps import editable, weigh
from o2c.core import events
from o2c.core.access.models import User
from o2c.core.audit.services import record
from o2c.core.errors import BusinessError, Conflict
from o2c.core.verbs import lock_one, verb


@verb("compliance.add_owner")
def add_owner(
    file_id: int,
    *,
    kind: str,
    name: str,
    country: str = "",
    birth_date: str = "",
    reg_no: str = "",
    is_pep: bool = False,
    owned: Owner | None = None,
    percent: Decimal = Decimal(0),
    controls: bool = False,
    actor: User,
) -> Owner:
    """Name a person or company behind the customer, with the share it holds of it or of another owner; screened at once.

    Raises BusinessError "owner_name_given", "ownership_circle", "ownership_over_whole", "ownership_percent"; Conflict "kyc_not_editable".
    """
    file = editable(file_id, actor)
    if not name.strip():
        raise BusinessError("owner_name_given", field="name")
    owner = Owner.objects.create(
        file=file, kind=kind, name=name.strip(), country=country, birth_date=birth_date.strip(), reg_no=reg_no.strip(), is_pep=is_pep
    )
    if percent or controls:
        _hold(file, owner, owned, percent, controls=controls)
    told = {"name": owner.name, "pep": is_pep or None}
    held = _told(file, owned, percent, controls=controls) if percent or controls else {}
    record("kyc.owner_added", file, actor=actor, after={**told, **held, **weigh(file)})
    _changed(file)
    return owner


@verb("compliance.add_owner_share")
def add_owner_share(owner_id: int, *, owned: Owner | None, percent: Decimal, controls: bool = False, actor: User) -> OwnerShare:
    """An owner holds a further share. Raises as `add_owner`."""
    owner, file = _owner(owner_id, actor)
    share = _hold(file, owner, owned, percent, controls=controls)
    record("kyc.share_added", file, actor=actor, owner=owner.name, **_told(file, owned, percent, controls=controls))
    _changed(file)
    return share


@verb("compliance.end_owner_share")
def end_owner_share(share_id: int, *, actor: User) -> OwnerShare:
    """An owner sold a share. Raises Conflict "ownership_ended", "kyc_not_editable"."""
    share = lock_one(OwnerShare.objects.select_related("owner"), share_id)
    file = editable(share.file_id, actor)
    if share.ended_at:
        raise Conflict("ownership_ended")
    share.ended_at = timezone.now()
    share.save(update_fields=["ended_at"])
    record("kyc.share_ended", file, actor=actor, owner=share.owner.name, percent=share.percent)
    _changed(file)
    return share


@verb("compliance.end_owner")
def end_owner(owner_id: int, *, actor: User) -> Owner:
    """A person or company stands behind the customer no longer; what it held ends with it. Raises Conflict "owner_still_held"."""
    owner, file = _owner(owner_id, actor)
    if OwnerShare.objects.filter(owned=owner, ended_at=None).exists():
        raise Conflict("owner_still_held", name=owner.name)
    now = timezone.now()
    OwnerShare.objects.filter(owner=owner, ended_at=None).update(ended_at=now)
    owner.ended_at = now
    owner.save(update_fields=["ended_at"])
    record("kyc.owner_ended", file, actor=actor, after={"name": owner.name, **weigh(file)})
    _changed(file)
    return owner


def _owner(owner_id: int, actor: User) -> tuple[Owner, KycFile]:
    owner = lock_one(Owner.objects.all(), owner_id)
    file = editable(owner.file_id, actor)
    if owner.ended_at:
        raise Conflict("ownership_ended")
    return owner, file


def _hold(file: KycFile, owner: Owner, owned: Owner | None, percent: Decimal, *, controls: bool) -> OwnerShare:
    if owned is not None and (owned.file_id != file.pk or owned.ended_at):
        raise BusinessError("owner_of_another_file", field="owned")
    new = Share(owner.pk, owned.pk if owned else CUSTOMER, percent, controls)
    check_share(queries.graph(queries.shares_of(file)), new)
    return OwnerShare.objects.create(file=file, owner=owner, owned=owned, percent=percent, controls=controls)


def _told(file: KycFile, owned: Owner | None, percent: Decimal, *, controls: bool) -> dict[str, Any]:
    """A share as the trail says it; what does not hold is left out."""
    return {"percent": percent, "owned": str(owned or file.customer), "controls": controls or None}


def _changed(file: KycFile) -> None:
    """Who owns a customer takes part in its screening."""
    events.publish("customer.changed", file.customer)

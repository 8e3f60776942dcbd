"""Who stands in for whom, and when. A cover lends rights within their limits, one step far, never one's own requests."""

from datetime import date

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from o2c.core.access import ownership
from o2c.core.access.models import Cover, User
from o2c.core.access.queries import permissions_to_lend
from o2c.core.access.services.grants import refuse_clash
from o2c.core.audit import services as audit
from o2c.core.clock import local_today
from o2c.core.errors import BusinessError, Conflict
from o2c.core.verbs import lock, lock_one, verb


@verb("core.arrange_cover")
def arrange_cover(*, by: User, starts_on: date, ends_on: date, reason: str, hand_over: str = "", actor: User) -> Cover:
    """Name who stands in for oneself on the days [starts_on, ends_on), with a note of what they must know.

    Raises BusinessError "cover_in_the_past", "cover_person_away", "cover_person_covered", "cover_not_by_oneself",
    "cover_ends_after_start", "cover_one_person_at_a_time", or the code of the pair that excludes it.
    """
    return _arranged(actor, by, starts_on, ends_on, reason, hand_over, actor)


@verb("core.arrange_cover_for")
def arrange_cover_for(absent_id: int, *, by: User, starts_on: date, ends_on: date, reason: str, hand_over: str = "", actor: User) -> Cover:
    """Name who stands in for somebody who fell ill. Refused like one's own cover."""
    return _arranged(User.objects.get(pk=absent_id), by, starts_on, ends_on, reason, hand_over, actor)


def _arranged(absent: User, by: User, starts_on: date, ends_on: date, reason: str, hand_over: str, actor: User) -> Cover:
    lock(User.objects.filter(is_active=True, is_robot=False), [absent.pk, by.pk])
    if by == absent:
        raise BusinessError("cover_not_by_oneself", field="by")
    if ends_on <= starts_on:
        raise BusinessError("cover_ends_after_start", field="ends_on")
    if ends_on <= local_today(absent):
        raise BusinessError("cover_in_the_past", field="ends_on")
    _refuse_chain(absent, by, starts_on, ends_on)
    lent = permissions_to_lend([absent.pk])
    refuse_clash(by, lent, starts_on, ends_on)
    cover = Cover.objects.create(absent=absent, by=by, starts_on=starts_on, ends_on=ends_on, reason=reason, hand_over=hand_over)
    audit.record("cover.arranged", cover, actor=actor, parent=absent, reason=reason, by=by.email, starts_on=starts_on, ends_on=ends_on)
    return cover


def _refuse_chain(absent: User, by: User, starts_on: date, ends_on: date) -> None:
    """The stand-in is there, and the absent person stands in for nobody, on all of these days."""
    meanwhile = Cover.objects.filter(cancelled_at=None, starts_on__lt=ends_on, ends_on__gt=starts_on)
    if meanwhile.filter(absent=by).exists():
        raise BusinessError("cover_person_away", field="by", person=by)
    if left := meanwhile.filter(by=absent).select_related("absent").first():
        raise BusinessError("cover_person_covered", person=absent, absent=left.absent)


@verb("core.cancel_cover")
def cancel_cover(cover_id: int, *, reason: str, actor: User) -> Cover:
    """End a cover at once: by the absent person, the stand-in, or who may arrange covers for others.

    Raises BusinessError "cover_not_yours", Conflict "cover_cancelled".
    """
    cover = lock_one(Cover.objects.select_related("absent", "by"), cover_id)
    if actor not in (cover.absent, cover.by) and not actor.may("core.arrange_cover_for"):
        raise BusinessError("cover_not_yours")
    return _cancelled(cover, reason, actor)


def _cancelled(cover: Cover, reason: str, actor: User) -> Cover:
    if cover.cancelled_at:
        raise Conflict("cover_cancelled")
    cover.cancelled_at = timezone.now()
    cover.save(update_fields=["cancelled_at"])
    audit.record("cover.cancelled", cover, actor=actor, parent=cover.absent, reason=reason)
    return cover


def standing_in(user: User) -> int:
    """How many covers by this person are running or to come."""
    return _to_come(user).count()


def pass_on(user: User, heir: User, actor: User) -> None:
    """A step: the heir stands in where this person did."""
    for cover in _to_come(user).select_related("absent"):
        _cancelled(cover, f"{user} leaves", actor)
        if heir != cover.absent:
            _arranged(cover.absent, heir, max(cover.starts_on, local_today(user)), cover.ends_on, cover.reason, cover.hand_over, actor)


def _to_come(user: User) -> QuerySet[Cover]:
    return Cover.objects.filter(by=user, cancelled_at=None, ends_on__gt=local_today(user))


ownership.register("covers", standing_in, pass_on, label=_("covers for others"))

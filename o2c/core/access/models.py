"""Users, roles, what a person was granted, and who covers for whom."""

from functools import cached_property
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeOperators
from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import CheckConstraint, F, Func, Q
from django.utils.translation import gettext_lazy as _

from o2c.core.fields import Record

NIGHT = "night@o2c.invalid"


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """A person (or the night) who acts. What they may do comes from their grants, never from a flag."""

    public_id = models.UUIDField(db_default=RandomUUID(), unique=True, editable=False)
    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=120)
    language = models.CharField(_("language"), max_length=5, default="en", choices=[("en", _("English")), ("fr", _("French"))])
    time_zone = models.CharField(_("time zone"), max_length=60, default="Europe/Paris")
    is_active = models.BooleanField(_("may sign in"), default=True)
    is_robot = models.BooleanField(default=False, editable=False)
    totp_secret = models.CharField(max_length=255, blank=True, editable=False)
    roomy = models.BooleanField(_("higher rows"), default=False)
    invited_at = models.DateTimeField(null=True, editable=False)

    objects: ClassVar[UserManager] = UserManager()
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    def __str__(self) -> str:
        return self.name or self.email

    def may(self, permission: str) -> bool:
        """Whether any of the person's grants (or those of a person they cover) holds the permission today."""
        return self.is_active and any(permission in held.permissions for held in self.held)

    @cached_property
    def held(self) -> "list[Any]":
        """The grants that count today, read once for the life of this instance."""
        from o2c.core.access.queries import held_today

        return held_today(self)


class Role(models.Model):
    """A named set of permissions. Its content comes from the floors' `roles.py` through `sync_reference`."""

    code = models.SlugField(max_length=40, unique=True)
    permissions = ArrayField(models.CharField(max_length=100), default=list)

    def __str__(self) -> str:
        return self.code


class Grant(Record):
    """A role given to a person, limited to an entity, a region (country) and a portfolio where these are set."""

    user = models.ForeignKey(User, models.PROTECT, related_name="grants")
    role = models.ForeignKey(Role, models.PROTECT)
    entity = models.ForeignKey("core.LegalEntity", models.PROTECT, null=True, blank=True)
    region = models.CharField(max_length=2, blank=True)
    portfolio = models.CharField(max_length=40, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [CheckConstraint(name="grant_ends_after_start", condition=Q(ends_on=None) | Q(ends_on__gt=F("starts_on")))]

    def __str__(self) -> str:
        return f"{self.user} {self.role}"


class CoverSpan(Func):
    function = "daterange"
    output_field = DateRangeField()


class Cover(Record):
    """While `absent` is away, `by` sees their queues and acts within their limits; the audit says "by for absent"."""

    absent = models.ForeignKey(User, models.PROTECT, related_name="covered_by")
    by = models.ForeignKey(User, models.PROTECT, related_name="covers")
    starts_on = models.DateField()
    ends_on = models.DateField()
    reason = models.CharField(max_length=200)
    hand_over = models.TextField(blank=True)
    cancelled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            CheckConstraint(name="cover_ends_after_start", condition=Q(ends_on__gt=F("starts_on"))),
            CheckConstraint(name="cover_not_by_oneself", condition=~Q(absent=F("by"))),
            ExclusionConstraint(
                name="cover_one_person_at_a_time",
                expressions=[(F("absent"), RangeOperators.EQUAL), (CoverSpan("starts_on", "ends_on"), RangeOperators.OVERLAPS)],
                condition=Q(cancelled_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.by} for {self.absent}"

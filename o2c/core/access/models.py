"""Users, roles, what a person was granted, and who covers for whom."""

from functools import cached_property
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeOperators
from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import CheckConstraint, F, Func, Q, UniqueConstraint
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from o2c.core.access.roles import EVERYONE, ROLE_NAMES
from o2c.core.fields import Record, append_only, one_of

NIGHT = "night@o2c.invalid"


STATES = {"active": _("active"), "invited": _("invited"), "inactive": _("inactive")}


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
    totp_last_step = models.BigIntegerField(default=0, editable=False)
    recovery_codes = ArrayField(models.CharField(max_length=64), default=list, editable=False)
    roomy = models.BooleanField(_("higher rows"), default=False)
    invited_at = models.DateTimeField(null=True, editable=False)

    objects: ClassVar[UserManager] = UserManager()
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]
    SCOPE: ClassVar[dict[str, str]] = {"entity": "grants__entity", "region": "grants__region", "portfolio": "grants__portfolio"}

    class Meta:
        constraints = [UniqueConstraint(Lower("email"), name="user_email_once")]

    def __str__(self) -> str:
        return self.name or self.email

    def get_absolute_url(self) -> str:
        return reverse("user_detail", args=[self.public_id])

    @property
    def state(self) -> str:
        """`active`, `invited` (no password yet) or `inactive`."""
        if not self.is_active:
            return "inactive"
        return "invited" if self.invited_at and not self.has_usable_password() else "active"

    def get_state_display(self) -> str:
        return str(STATES[self.state])

    def may(self, permission: str) -> bool:
        """Whether the person's grants (or those of a person they cover) hold the permission today."""
        return self.is_active and (permission in EVERYONE or any(permission in held.permissions for held in self.held))

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
        return str(self.label)

    @property
    def label(self) -> str:
        """The role's name in the reader's language."""
        return str(ROLE_NAMES.get(self.code, self.code))


class Grant(Record):
    """A role given to a person, limited to an entity, a region (country) and a portfolio where these are set.

    An emergency grant ends at a moment (`expires_at`) and waits for a second person's review.
    """

    user = models.ForeignKey(User, models.PROTECT, related_name="grants", verbose_name=_("person"))
    role = models.ForeignKey(Role, models.PROTECT, verbose_name=_("role"))
    entity = models.ForeignKey("core.LegalEntity", models.PROTECT, null=True, blank=True, verbose_name=_("entity"))
    region = models.CharField(_("region"), max_length=2, blank=True)
    portfolio = models.CharField(_("portfolio"), max_length=40, blank=True)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    revoked_at = models.DateTimeField(null=True, editable=False)
    is_emergency = models.BooleanField(default=False, editable=False)
    expires_at = models.DateTimeField(null=True, editable=False)
    reviewed_at = models.DateTimeField(null=True, editable=False)
    reviewed_by = models.ForeignKey(User, models.PROTECT, null=True, editable=False, related_name="+")
    review_note = models.CharField(max_length=400, blank=True, editable=False)

    SCOPE: ClassVar[dict[str, str]] = {"entity": "entity", "region": "region", "portfolio": "portfolio"}

    class Meta:
        constraints = [
            CheckConstraint(name="grant_ends_after_start", condition=Q(ends_on=None) | Q(ends_on__gt=F("starts_on"))),
            CheckConstraint(name="grant_emergency_is_timed", condition=Q(is_emergency=False) | Q(expires_at__isnull=False) & ~Q(reason="")),
            CheckConstraint(name="grant_reviewed_by_another", condition=Q(reviewed_by=None) | ~Q(reviewed_by=F("user"))),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.role.code}"


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

    SCOPE: ClassVar[dict[str, str]] = {"entity": "absent__grants__entity", "region": "absent__grants__region"}

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
        return f"{self.absent} → {self.by}"

    def get_absolute_url(self) -> str:
        return reverse("cover_detail", args=[self.public_id])


class SignInOutcome(models.TextChoices):
    SIGNED_IN = "signed_in", _("signed in")
    WRONG_PASSWORD = "wrong_password", _("wrong password")
    WRONG_CODE = "wrong_code", _("wrong code")
    LOCKED_OUT = "locked_out", _("locked out")
    NOT_KNOWN = "not_known", _("identity provider's user not known here")
    SIGNED_OUT = "signed_out", _("signed out")


class SignIn(models.Model):
    """The access log: who tried to come in, from where, and how it ended."""

    user = models.ForeignKey(User, models.PROTECT, null=True, related_name="sign_ins", verbose_name=_("person"))
    email = models.CharField(_("e-mail address"), max_length=254)
    outcome = models.CharField(_("outcome"), max_length=20, choices=SignInOutcome.choices)
    address = models.GenericIPAddressField(_("address"), null=True)
    at = models.DateTimeField(_("at"), auto_now_add=True)

    SCOPE: ClassVar[dict[str, str]] = {"entity": "user__grants__entity", "region": "user__grants__region"}

    class Meta:
        constraints = [one_of("signin", "outcome", SignInOutcome)]
        indexes = [models.Index(name="signin_latest", fields=["-at", "-id"]), models.Index(name="signin_of_user", fields=["user", "-at"])]
        triggers = append_only("signin")

    def __str__(self) -> str:
        return f"{self.email} {self.outcome}"


class Holding(models.Model):
    """Who may what: one row per grant and permission, one's own or lent by a person covered. A view of the database."""

    id = models.CharField(primary_key=True, max_length=200)
    user = models.ForeignKey(User, models.DO_NOTHING, related_name="+", verbose_name=_("person"))
    through = models.ForeignKey(User, models.DO_NOTHING, null=True, related_name="+", verbose_name=_("in cover of"))
    role = models.ForeignKey(Role, models.DO_NOTHING, related_name="+", verbose_name=_("role"))
    permission = models.CharField(_("permission"), max_length=100)
    entity = models.ForeignKey("core.LegalEntity", models.DO_NOTHING, null=True, related_name="+", verbose_name=_("entity"))
    region = models.CharField(_("region"), max_length=2)
    portfolio = models.CharField(_("portfolio"), max_length=40)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True)

    SCOPE: ClassVar[dict[str, str]] = {"entity": "entity", "region": "region", "portfolio": "portfolio"}

    class Meta:
        managed = False
        db_table = "core_holding"

    def __str__(self) -> str:
        return f"{self.user} {self.permission}"

"""Tokens of the systems that talk to us, and what each has already asked for."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import UniqueConstraint
from django.utils.translation import gettext_lazy as _

from o2c.core.fields import Record


class ApiToken(Record):
    """Lets one system act as its user, within named permissions. Only the hash is kept; the secret is shown once."""

    user = models.ForeignKey("core.User", models.PROTECT, related_name="api_tokens")
    name = models.CharField(_("system"), max_length=80)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    scopes = ArrayField(models.CharField(max_length=100), verbose_name=_("permissions"))
    expires_on = models.DateField(_("valid until"))
    revoked_at = models.DateTimeField(null=True, editable=False)
    last_used_on = models.DateField(null=True, editable=False)

    def __str__(self) -> str:
        return self.name


class IdempotencyKey(models.Model):
    """One request that had an effect: written in the verb's own transaction, its answer added right after."""

    user = models.ForeignKey("core.User", models.PROTECT, related_name="+")
    key = models.CharField(max_length=200)
    body_hash = models.CharField(max_length=64)
    verb = models.CharField(max_length=100)
    status = models.PositiveSmallIntegerField(null=True)
    answer = models.JSONField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [UniqueConstraint(name="idempotencykey_once_per_user", fields=["user", "key"])]

    def __str__(self) -> str:
        return f"{self.verb} {self.key}"

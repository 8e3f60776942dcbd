"""The append-only, hash-chained trail of business events, its chain heads and their daily anchors."""

from typing import ClassVar

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import UniqueConstraint
from django.urls import reverse

from o2c.core.fields import append_only

HOUSE = "house"


class AuditChain(models.Model):
    """One chain per legal entity and UTC day, and one of the house for events without an entity: its head."""

    entity = models.ForeignKey("core.LegalEntity", models.PROTECT, null=True)
    day = models.DateField()
    last_seq = models.PositiveBigIntegerField(default=0)
    last_hash = models.CharField(max_length=64, default="0" * 64)

    class Meta:
        constraints = [UniqueConstraint(name="auditchain_one_per_day", fields=["entity", "day"], nulls_distinct=False)]

    def __str__(self) -> str:
        return f"{self.entity_id or 'house'} {self.day}"

    @property
    def name(self) -> str:
        """The entity's code, or `house` for what belongs to none."""
        return self.entity.code if self.entity else HOUSE


class AuditEvent(models.Model):
    """What a verb did to one object: who, on whose behalf, why, before and after."""

    chain = models.ForeignKey(AuditChain, models.PROTECT)
    seq = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    actor = models.ForeignKey("core.User", models.PROTECT, related_name="+")
    on_behalf_of = models.ForeignKey("core.User", models.PROTECT, null=True, related_name="+")
    source = models.CharField(max_length=10)
    request_id = models.CharField(max_length=64)
    verb = models.CharField(max_length=100)
    action = models.CharField(max_length=80)
    object_type = models.CharField(max_length=60)
    object_id = models.BigIntegerField()
    object_label = models.CharField(max_length=200)
    parent_type = models.CharField(max_length=60, blank=True)
    parent_id = models.BigIntegerField(null=True)
    before = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    after = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    reason = models.TextField(blank=True)
    context_id = models.UUIDField(null=True)
    prev_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    SCOPE: ClassVar[dict[str, str]] = {"entity": "chain__entity", "region": "chain__entity__country"}

    class Meta:
        constraints = [UniqueConstraint(name="auditevent_seq_in_chain", fields=["chain", "seq"])]
        indexes = [
            models.Index(name="auditevent_of_object", fields=["object_type", "object_id", "-at"]),
            models.Index(name="auditevent_of_parent", fields=["parent_type", "parent_id", "-at"]),
            models.Index(name="auditevent_of_context", fields=["context_id"]),
            models.Index(name="auditevent_latest", fields=["-at", "-id"]),
        ]
        triggers = append_only("auditevent")

    def __str__(self) -> str:
        return f"{self.action} {self.object_label}"

    def get_absolute_url(self) -> str:
        """The day, the entity and the number in their chain: what the anchors and the verification name, too."""
        return reverse("audit_event", args=[self.chain.day, self.chain.name, self.seq])


class AuditAnchor(models.Model):
    """All chain heads of a day and the previous anchor under one hash, which also leaves the database."""

    day = models.DateField(unique=True)
    heads = models.JSONField()
    prev_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        triggers = append_only("auditanchor")

    def __str__(self) -> str:
        return f"{self.day} {self.hash[:12]}"

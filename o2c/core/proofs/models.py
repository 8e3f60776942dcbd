"""What the nightly proofs found."""

from typing import Any

from django.db import models
from django.db.models import CheckConstraint, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from o2c.core.fields import Record, append_only, one_of
from o2c.core.sentences import kept_sentence


class ProofState(models.TextChoices):
    GREEN = "green", _("green")
    RED = "red", _("red")


class ControlResult(Record):
    """One proof on one day: green, or red with its first bad rows. A later result of the same day replaces it in lists."""

    code = models.CharField(_("proof"), max_length=60)
    area = models.CharField(_("area"), max_length=30)
    rule_version = models.PositiveSmallIntegerField(_("rule version"))
    day = models.DateField(_("day"))
    state = models.CharField(_("state"), max_length=10, choices=ProofState.choices)
    bad_count = models.PositiveIntegerField(_("bad rows"), default=0)
    bad_rows = models.JSONField(default=list)
    duration_ms = models.PositiveIntegerField(_("milliseconds"), default=0)
    error = models.TextField(_("why it could not run"), blank=True)

    class Meta:
        constraints = [
            one_of("controlresult", "state", ProofState),
            CheckConstraint(
                name="controlresult_red_says_why",
                condition=Q(state="green", bad_count=0, error="") | (Q(state="red") & (Q(bad_count__gt=0) | ~Q(error=""))),
            ),
        ]
        indexes = [models.Index(name="controlresult_latest", fields=["code", "-day", "-id"])]
        triggers = append_only("controlresult")

    def __str__(self) -> str:
        return f"{kept_sentence(f'proof:{self.code}', {})} {self.day}"

    @property
    def in_words(self) -> dict[str, Any]:
        return {"code": "proof_named", "values": {"proof": {"code": f"proof:{self.code}"}, "day": self.day.isoformat()}}

    def get_absolute_url(self) -> str:
        return reverse("proof_detail", args=[self.public_id])

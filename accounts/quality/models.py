"""How good our master data is: rules, what they found, their scores by day, and customers that may be one and the same."""

from typing import Any, ClassVar

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from o2c.accounts.customers.models import Customer, through_customer
from o2c.core.fields import CurrencyField, MoneyField, Record, Versioned, history, money_constraints, one_of
from o2c.core.sentences import kept_sentence


class IssueState(models.TextChoices):
    OPEN = "open", _("open")
    ASSIGNED = "assigned", _("assigned")
    WAIVED = "waived", _("waived")
    FIXED = "fixed", _("fixed")


class SubjectKind(models.TextChoices):
    CUSTOMER = "customer", _("customer")
    CONTACT = "contact", _("contact")
    ACCOUNT = "financial_account", _("financial account")


class ProposalState(models.TextChoices):
    OPEN = "open", _("open")
    MERGED = "merged", _("merged")
    REJECTED = "rejected", _("different companies")


@history
class QualityRule(Versioned):
    """What a rule of the catalogue needs to know: whether it counts, who puts right what it finds, and the share that should pass."""

    code = models.CharField(_("code"), max_length=40)
    team = models.CharField(_("team"), max_length=40)
    is_active = models.BooleanField(_("active"), default=True)
    target = models.DecimalField(_("target in percent"), max_digits=5, decimal_places=2, default=98)

    class Meta:
        constraints = [
            UniqueConstraint(name="qualityrule_code_once", fields=["code"]),
            CheckConstraint(name="qualityrule_target_is_a_share", condition=Q(target__gte=0, target__lte=100)),
            CheckConstraint(name="qualityrule_team_given", condition=~Q(team="")),
        ]

    def __str__(self) -> str:
        return kept_sentence(**self.in_words)

    @property
    def in_words(self) -> dict[str, Any]:
        return {"code": f"check:{self.code}", "values": {}}

    def get_absolute_url(self) -> str:
        return reverse("quality_rule", args=[self.public_id])


class QualityScore(models.Model):
    """How many records a rule applied to on a day in a country, and how many of them failed."""

    rule = models.ForeignKey(QualityRule, models.PROTECT, related_name="scores")
    day = models.DateField(_("day"))
    country = models.CharField(_("country"), max_length=2, blank=True)
    team = models.CharField(_("team"), max_length=40)
    applicable = models.PositiveIntegerField(_("applicable"))
    failing = models.PositiveIntegerField(_("failing"))

    class Meta:
        constraints = [
            UniqueConstraint(name="qualityscore_once_a_day", fields=["day", "rule", "country"]),
            CheckConstraint(name="qualityscore_failing_within", condition=Q(failing__lte=F("applicable"))),
        ]
        indexes = [models.Index(name="qualityscore_of_rule", fields=["rule", "day"])]

    def __str__(self) -> str:
        return f"{self.rule_id} {self.day} {self.country}"


class QualityIssue(Record):
    """One record that fails one rule. The night updates it, closes it when the record is put right, and opens it again."""

    rule = models.ForeignKey(QualityRule, models.PROTECT, related_name="issues", verbose_name=_("rule"))
    subject_kind = models.CharField(_("kind"), max_length=20, choices=SubjectKind.choices)
    subject_id = models.BigIntegerField()
    label = models.CharField(_("record"), max_length=260)
    address = models.UUIDField()
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="quality_issues", verbose_name=_("customer"))
    country = models.CharField(_("country"), max_length=2, blank=True)
    expected = models.CharField(_("expected"), max_length=260, blank=True)
    actual = models.CharField(_("found"), max_length=260, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=IssueState.choices, default=IssueState.OPEN)
    owner = models.ForeignKey("core.User", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("owner"))
    first_seen = models.DateField(_("first seen"))
    last_seen = models.DateField(_("last seen"))
    waived_until = models.DateField(_("waived until"), null=True)
    closed_on = models.DateField(_("closed on"), null=True)
    reopened = models.PositiveIntegerField(_("times reopened"), default=0)
    reason = models.CharField(_("reason"), max_length=200, blank=True)

    SCOPE: ClassVar[dict[str, str]] = through_customer("customer__entities")

    class Meta:
        constraints = [
            UniqueConstraint(name="qualityissue_key", fields=["rule", "subject_kind", "subject_id"]),
            CheckConstraint(name="qualityissue_assigned_has_owner", condition=~Q(state="assigned") | Q(owner__isnull=False)),
            CheckConstraint(
                name="qualityissue_waiver_ends",
                condition=Q(state="waived", waived_until__isnull=False) | (~Q(state="waived") & Q(waived_until=None)),
            ),
            CheckConstraint(
                name="qualityissue_fixed_has_a_day",
                condition=Q(state="fixed", closed_on__isnull=False) | (~Q(state="fixed") & Q(closed_on=None)),
            ),
            one_of("qualityissue", "state", IssueState),
            one_of("qualityissue", "subject_kind", SubjectKind),
        ]
        indexes = [
            models.Index(name="qualityissue_list", fields=["state", "rule", "id"]),
            models.Index(name="qualityissue_of_customer", fields=["customer", "state"]),
        ]

    def __str__(self) -> str:
        return kept_sentence(**self.in_words)

    @property
    def in_words(self) -> dict[str, Any]:
        return {"code": "issue_named", "values": {"check": self.rule.in_words, "record": self.label}}

    def get_absolute_url(self) -> str:
        return reverse("quality_issue", args=[self.public_id])

    @property
    def subject_url(self) -> str:
        return reverse(f"{self.subject_kind}_detail", args=[self.address])


class OpenAmount(models.Model):
    """What a customer owed when the floor above told it last: so that lists of master data can begin with what matters most."""

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="open_amounts")
    currency = CurrencyField(_("currency"))
    amount = MoneyField(_("amount open"))
    as_of = models.DateField(_("as of"))

    class Meta:
        constraints = [
            UniqueConstraint(name="openamount_once", fields=["customer", "currency"]),
            *money_constraints("openamount", "amount"),
        ]

    def __str__(self) -> str:
        return f"{self.customer_id} {self.currency}"


class MergeProposal(Record):
    """Two customers that may be one and the same, with what speaks for it. `first` has the lower key."""

    first = models.ForeignKey(Customer, models.PROTECT, related_name="+", verbose_name=_("customer"))
    second = models.ForeignKey(Customer, models.PROTECT, related_name="+", verbose_name=_("may be the same as"))
    score = models.PositiveSmallIntegerField(_("likeness"))
    evidence = models.JSONField(_("evidence"), default=list, encoder=DjangoJSONEncoder)
    state = models.CharField(_("state"), max_length=10, choices=ProposalState.choices, default=ProposalState.OPEN)
    first_seen = models.DateField(_("first seen"))
    last_seen = models.DateField(_("last seen"))
    reason = models.CharField(_("reason"), max_length=200, blank=True)

    SCOPE: ClassVar[dict[str, str]] = through_customer("first__entities", "first")

    class Meta:
        constraints = [
            UniqueConstraint(name="mergeproposal_once", fields=["first", "second"]),
            CheckConstraint(name="mergeproposal_in_order", condition=Q(first__lt=F("second"))),
            CheckConstraint(name="mergeproposal_score_is_a_share", condition=Q(score__lte=100)),
            one_of("mergeproposal", "state", ProposalState),
        ]
        indexes = [models.Index(name="mergeproposal_list", fields=["state", "-score", "id"])]

    def __str__(self) -> str:
        return f"{self.first} / {self.second}"

    def get_absolute_url(self) -> str:
        return reverse("merge_proposal", args=[self.public_id])


@history
class CustomerMerge(Versioned):
    """One customer redirected to another. Nothing that was posted moved; `moved` is what undoing puts back."""

    source = models.ForeignKey(Customer, models.PROTECT, related_name="merges", verbose_name=_("merged customer"))
    survivor = models.ForeignKey(Customer, models.PROTECT, related_name="absorbed", verbose_name=_("surviving customer"))
    merged_on = models.DateField(_("merged on"))
    undo_until = models.DateField(_("can be undone until"))
    reason = models.CharField(_("reason"), max_length=300)
    evidence = models.JSONField(_("evidence"), default=list, encoder=DjangoJSONEncoder)
    moved = models.JSONField(_("redirected"), default=dict, encoder=DjangoJSONEncoder)
    undone_at = models.DateTimeField(_("undone at"), null=True, editable=False)
    undo_reason = models.CharField(_("why undone"), max_length=300, blank=True, editable=False)

    SCOPE: ClassVar[dict[str, str]] = through_customer("source__entities", "source")

    class Meta:
        constraints = [
            UniqueConstraint(name="customermerge_one_standing", fields=["source"], condition=Q(undone_at=None)),
            CheckConstraint(name="customermerge_of_two", condition=~Q(source=F("survivor"))),
            CheckConstraint(name="customermerge_undo_after_merge", condition=Q(undo_until__gte=F("merged_on"))),
            CheckConstraint(
                name="customermerge_undone_says_why",
                condition=Q(undone_at=None, undo_reason="") | (Q(undone_at__isnull=False) & ~Q(undo_reason="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source} → {self.survivor}"

    def get_absolute_url(self) -> str:
        return reverse("customer_merge", args=[self.public_id])

"""What we know of a customer: the file, its documents and answers, the people and companies behind it."""

from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from o2c.accounts.customers.models import Customer, RiskClass, through_customer
from o2c.core.fields import Record, Versioned, append_only, history, one_of, only_these_move


class KycState(models.TextChoices):
    INCOMPLETE = "incomplete", _("incomplete")
    IN_REVIEW = "in_review", _("in review")
    APPROVED = "approved", _("approved")
    REVIEW_DUE = "review_due", _("review due")
    REJECTED = "rejected", _("rejected")


class Industry(models.TextChoices):
    ORDINARY = "ordinary", _("ordinary trade or service")
    PUBLIC_BODY = "public_body", _("public body")
    CHARITY = "charity", _("charity")
    CASH_INTENSIVE = "cash_intensive", _("much cash")
    GAMBLING = "gambling", _("gambling")
    ADULT = "adult", _("adult content")
    CRYPTO = "crypto", _("crypto assets")
    ARMS = "arms", _("arms")


class Volume(models.TextChoices):
    SMALL = "small", _("under EUR 100,000 a year")
    MEDIUM = "medium", _("EUR 100,000 to 1 million a year")
    LARGE = "large", _("over EUR 1 million a year")


@history
class KycFile(Versioned):
    """One file a customer. Risk class, points and reasons are what `rules.risk` says of the facts, kept as they were computed."""

    customer = models.OneToOneField(Customer, models.PROTECT, related_name="+", verbose_name=_("customer"))
    state = models.CharField(_("state"), max_length=12, choices=KycState.choices, default=KycState.INCOMPLETE)
    industry = models.CharField(_("industry"), max_length=16, choices=Industry.choices, default=Industry.ORDINARY)
    volume = models.CharField(_("expected volume"), max_length=8, choices=Volume.choices, default=Volume.SMALL)
    complex_structure = models.BooleanField(_("trusts, nominees or many layers"), default=False)
    not_met = models.BooleanField(_("nobody of ours has met them"), default=False)
    is_listed_company = models.BooleanField(_("listed on a stock exchange"), default=False)
    nobody_over_a_quarter = models.BooleanField(_("nobody owns or controls a quarter"), default=False)
    risk_class = models.CharField(_("risk class"), max_length=10, choices=RiskClass.choices, default=RiskClass.STANDARD)
    risk_points = models.PositiveSmallIntegerField(_("risk points"), default=0)
    risk_reasons = models.JSONField(default=list)
    rule_versions = models.CharField(max_length=20, blank=True)
    submitted_by = models.ForeignKey("core.User", models.PROTECT, null=True, related_name="+", verbose_name=_("submitted by"))
    submitted_at = models.DateTimeField(_("submitted at"), null=True)
    first_approved_by = models.ForeignKey("core.User", models.PROTECT, null=True, related_name="+", verbose_name=_("first approved by"))
    approved_by = models.ForeignKey("core.User", models.PROTECT, null=True, related_name="+", verbose_name=_("approved by"))
    approved_at = models.DateTimeField(_("approved at"), null=True)
    next_review_on = models.DateField(_("next review"), null=True)

    SCOPE: ClassVar[dict[str, str]] = through_customer("customer__entities")

    class Meta:
        constraints = [
            one_of("kycfile", "state", KycState),
            one_of("kycfile", "industry", Industry),
            one_of("kycfile", "volume", Volume),
            one_of("kycfile", "risk_class", RiskClass),
            CheckConstraint(
                name="kycfile_approved_is_whole",
                condition=~Q(state="approved")
                | Q(approved_by__isnull=False, approved_at__isnull=False, next_review_on__isnull=False, submitted_by__isnull=False),
            ),
            CheckConstraint(
                name="kycfile_approved_by_another",
                condition=Q(approved_by=None)
                | (~Q(approved_by=F("submitted_by")) & (Q(first_approved_by=None) | ~Q(first_approved_by=F("approved_by")))),
            ),
            CheckConstraint(
                name="kycfile_first_approved_by_another", condition=Q(first_approved_by=None) | ~Q(first_approved_by=F("submitted_by"))
            ),
            CheckConstraint(
                name="kycfile_high_risk_by_two",
                condition=~Q(state="approved", risk_class="high") | Q(first_approved_by__isnull=False),
            ),
        ]
        indexes = [models.Index(name="kycfile_reviews", fields=["next_review_on"], condition=Q(state="approved"))]

    def __str__(self) -> str:
        return str(self.customer)

    def get_absolute_url(self) -> str:
        return reverse("kyc_file", args=[self.public_id])


class KycDocument(Record):
    """A document for one line of the checklist. It is never replaced in place: it ends, and another one is filed."""

    file = models.ForeignKey(KycFile, models.PROTECT, related_name="documents")
    code = models.CharField(_("what it proves"), max_length=40)
    name = models.CharField(_("document"), max_length=200)
    number = models.CharField(_("number"), max_length=60, blank=True)
    issued_on = models.DateField(_("issued on"), null=True)
    expires_on = models.DateField(_("expires on"), null=True)
    stored = models.ForeignKey("core.StoredFile", models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            CheckConstraint(
                name="kycdocument_expires_after_issue", condition=Q(issued_on=None) | Q(expires_on=None) | Q(expires_on__gt=F("issued_on"))
            ),
        ]
        indexes = [models.Index(name="kycdocument_expiring", fields=["expires_on"], condition=Q(ended_at=None))]
        triggers = only_these_move("kycdocument", "ended_at")

    def __str__(self) -> str:
        return self.name


class KycAnswer(Record):
    """What was answered to one line of the checklist; the latest counts."""

    file = models.ForeignKey(KycFile, models.PROTECT, related_name="answers")
    code = models.CharField(max_length=40)
    text = models.TextField(_("answer"))

    class Meta:
        constraints = [CheckConstraint(name="kycanswer_says_something", condition=~Q(text=""))]
        triggers = append_only("kycanswer")

    def __str__(self) -> str:
        return self.code


class OwnerKind(models.TextChoices):
    PERSON = "person", _("person")
    ORGANISATION = "organisation", _("company or trust")


class Owner(Record):
    """A person or company behind a customer, screened like the customer itself."""

    file = models.ForeignKey(KycFile, models.PROTECT, related_name="owners")
    kind = models.CharField(_("kind"), max_length=12, choices=OwnerKind.choices)
    name = models.CharField(_("name"), max_length=200)
    country = models.CharField(_("country"), max_length=2, blank=True)
    birth_date = models.CharField(_("born on"), max_length=10, blank=True)
    reg_no = models.CharField(_("registration number"), max_length=40, blank=True)
    is_pep = models.BooleanField(_("politically exposed"), default=False)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            one_of("owner", "kind", OwnerKind),
            CheckConstraint(name="owner_name_given", condition=~Q(name="")),
            CheckConstraint(name="owner_birth_date_shape", condition=Q(birth_date="") | Q(birth_date__regex=r"^\d{4}(-\d{2}){0,2}$")),
            CheckConstraint(name="owner_country_two_letters", condition=Q(country="") | Q(country__regex=r"^[A-Z]{2}$")),
        ]
        triggers = only_these_move("owner", "ended_at")

    def __str__(self) -> str:
        return self.name


class OwnerShare(Record):
    """`owner` holds `percent` of `owned`, or of the customer itself when `owned` is empty."""

    file = models.ForeignKey(KycFile, models.PROTECT, related_name="shares")
    owner = models.ForeignKey(Owner, models.PROTECT, related_name="shares")
    owned = models.ForeignKey(Owner, models.PROTECT, null=True, related_name="held")
    percent = models.DecimalField(_("percent"), max_digits=7, decimal_places=4)
    controls = models.BooleanField(_("controls"), default=False)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            CheckConstraint(name="ownershare_percent_0_to_100", condition=Q(percent__gte=0, percent__lte=100)),
            CheckConstraint(name="ownershare_of_another", condition=Q(owned=None) | ~Q(owned=F("owner"))),
            UniqueConstraint(name="ownershare_once", fields=["owner", "owned"], condition=Q(ended_at=None), nulls_distinct=False),
        ]
        triggers = only_these_move("ownershare", "ended_at")

    def __str__(self) -> str:
        return f"{self.owner} {self.percent}"

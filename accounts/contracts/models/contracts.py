"""What a customer and one of our entities signed, with its amendments."""

from typing import ClassVar

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from o2c.accounts.contracts.models.control import SigningAuthority
from o2c.accounts.contracts.models.terms import PaymentTerm
from o2c.accounts.customers.models import Customer, Language, through_customer
from o2c.core.entities.models import LegalEntity
from o2c.core.fields import CurrencyField, MoneyField, Versioned, ends_after_start, history, money_constraints, one_of
from o2c.core.files.models import StoredFile


class ContractState(models.TextChoices):
    DRAFT = "draft", _("draft")
    SUBMITTED = "submitted", _("submitted")
    RETURNED = "returned", _("returned")
    APPROVED = "approved", _("approved")
    ACTIVE = "active", _("active")
    AMENDED = "amended", _("replaced by an amendment")
    EXPIRED = "expired", _("expired")
    TERMINATED = "terminated", _("terminated")


class Renewal(models.TextChoices):
    NONE = "none", _("ends on its last day")
    TACIT = "tacit", _("renews tacitly")


class CreditResult(models.TextChoices):
    NONE = "none", _("not checked")
    APPROVED = "approved", _("approved")
    DECLINED = "declined", _("declined")


class Clause(models.TextChoices):
    REBATE = "rebate", _("rebate")
    LIABILITY = "liability", _("liability")
    TERMINATION = "termination", _("termination")
    MOST_FAVOURED = "most_favoured", _("most favoured customer")


# No waiver stands in for the signed copy: the database asks for it when a contract comes into force.
SIGNED_COPY = """
IF NEW.signed_file_id IS NULL THEN
    RAISE EXCEPTION 'no signed copy' USING ERRCODE = 'check_violation', CONSTRAINT = 'contract_active_has_signed_copy';
END IF;
RETURN NEW;
"""


@history
class Contract(Versioned):
    """What a customer and one of our entities signed. An amendment is a new row with the next `revision`.

    `party_name` and `party_tax_id` are what the paper says; `expected_exposure` is the most we expect to be owed at a time.
    """

    number = models.CharField(_("number"), max_length=40)
    revision = models.PositiveSmallIntegerField(_("revision"), default=1, editable=False)
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="contracts", verbose_name=_("customer"))
    entity = models.ForeignKey(LegalEntity, models.PROTECT, related_name="+", verbose_name=_("our entity"))
    starts_on = models.DateField(_("starts on"))
    ends_on = models.DateField(_("ends before"), null=True, blank=True)
    renewal = models.CharField(_("renewal"), max_length=10, choices=Renewal.choices, default=Renewal.NONE)
    notice_days = models.PositiveSmallIntegerField(_("notice in days"), default=0)
    currency = CurrencyField(_("currency"))
    terms = models.ForeignKey(PaymentTerm, models.PROTECT, related_name="+", verbose_name=_("payment terms"))
    credit_limit = MoneyField(_("credit limit"), null=True, blank=True)
    signed_on = models.DateField(_("signed on"), null=True, blank=True)
    signatory = models.CharField(_("signed by"), max_length=120, blank=True)
    signed_for_us = models.ForeignKey(
        SigningAuthority, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("signed for us by")
    )
    signed_file = models.ForeignKey(StoredFile, models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("signed copy"))
    party_name = models.CharField(_("party as the contract names it"), max_length=200, blank=True)
    party_tax_id = models.CharField(_("tax id in the contract"), max_length=30, blank=True)
    products = ArrayField(models.CharField(max_length=60), verbose_name=_("products"), default=list, blank=True)
    expected_exposure = MoneyField(_("expected exposure"), null=True, blank=True)
    credit_result = models.CharField(_("credit check"), max_length=10, choices=CreditResult.choices, default="none", editable=False)
    credit_checked_on = models.DateField(_("credit checked on"), null=True, editable=False)
    credit_note = models.CharField(_("about the credit check"), max_length=500, blank=True, editable=False)
    clauses = ArrayField(models.CharField(max_length=15), verbose_name=_("special clauses"), default=list, blank=True)
    legal_reviewed_on = models.DateField(_("reviewed by legal on"), null=True, editable=False)
    annex_count = models.PositiveSmallIntegerField(_("annexes promised"), default=0)
    language = models.CharField(_("language of the contract"), max_length=2, choices=Language.choices, blank=True)
    state = models.CharField(_("state"), max_length=12, choices=ContractState.choices, default=ContractState.DRAFT)
    amends = models.OneToOneField("self", models.PROTECT, null=True, editable=False, related_name="amended_by")

    SCOPE: ClassVar[dict[str, str]] = through_customer("entity")

    class Meta:
        constraints = [
            UniqueConstraint(name="contract_number_once", fields=["customer", "number", "revision"]),
            ends_after_start("contract", "starts_on", "ends_on"),
            CheckConstraint(name="contract_credit_limit_positive", condition=Q(credit_limit=None) | Q(credit_limit__gte=0)),
            CheckConstraint(name="contract_active_is_signed", condition=~Q(state="active") | Q(signed_on__isnull=False)),
            CheckConstraint(name="contract_expected_exposure_positive", condition=Q(expected_exposure=None) | Q(expected_exposure__gte=0)),
            CheckConstraint(
                name="contract_credit_checked_has_a_day", condition=Q(credit_result="none") | Q(credit_checked_on__isnull=False)
            ),
            CheckConstraint(name="contract_clauses_known", condition=Q(clauses__contained_by=Clause.values)),
            *money_constraints("contract", "credit_limit", "expected_exposure"),
            one_of("contract", "credit_result", CreditResult),
            one_of("contract", "state", ContractState),
            one_of("contract", "renewal", Renewal),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="signed_copy",
                operation=pgtrigger.Update,
                when=pgtrigger.Before,
                condition=pgtrigger.Q(new__state="active") & ~pgtrigger.Q(old__state="active"),
                func=SIGNED_COPY,
            )
        ]
        indexes = [
            models.Index(name="contract_of_customer", fields=["customer", "state", "starts_on"]),
            models.Index(name="contract_ending", fields=["ends_on"], condition=Q(state="active")),
        ]

    def __str__(self) -> str:
        return self.number if self.revision == 1 else f"{self.number} ({self.revision})"

    def get_absolute_url(self) -> str:
        return reverse("contract_detail", args=[self.public_id])

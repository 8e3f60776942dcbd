"""Where a campaign's spend is billed to: financial accounts, how their invoices are made, and which campaigns they carry."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from o2c.accounts.campaigns.models import Campaign
from o2c.accounts.contracts.models import PaymentTerm
from o2c.accounts.customers.models import Customer, Language, through_customer
from o2c.core.entities.models import LegalEntity
from o2c.core.fields import CurrencyField, Dated, FoldedField, Versioned, ends_after_start, history, one_at_a_time, one_of


class Grouping(models.TextChoices):
    ACCOUNT = "account", _("one invoice per account")
    CAMPAIGN = "campaign", _("one invoice per campaign")
    ORDER = "order", _("one invoice per purchase order")
    CONSOLIDATED = "consolidated", _("one invoice for all accounts of the payer")


class Split(models.TextChoices):
    NONE = "", _("not split")
    ADVERTISER = "advertiser", _("by advertiser")
    PRODUCT = "product", _("by product")


class Layout(models.TextChoices):
    DETAILED = "detailed", _("a line per campaign")
    SUMMARY = "summary", _("a line per product")


class Required(models.TextChoices):
    """What an invoice must name besides what the law asks for."""

    PURCHASE_ORDER = "purchase_order", _("purchase order number")
    INSERTION_ORDER = "insertion_order", _("insertion order number")
    ADVERTISER = "advertiser", _("advertiser")
    CAMPAIGN = "campaign", _("external id of the campaign")


class Channel(models.TextChoices):
    EMAIL = "email", _("e-mail")
    POST = "post", _("post")
    PORTAL = "portal", _("customer portal")
    E_INVOICE = "e_invoice", _("electronic invoice")


@history
class BillingProfile(Versioned):
    """How a customer wants to be billed."""

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="billing_profiles")
    name = models.CharField(_("name"), max_length=60)
    grouping = models.CharField(_("grouping"), max_length=12, choices=Grouping.choices, default=Grouping.ACCOUNT)
    split = models.CharField(_("split"), max_length=12, choices=Split.choices, default=Split.NONE, blank=True)
    layout = models.CharField(_("layout"), max_length=10, choices=Layout.choices, default=Layout.DETAILED)
    references = ArrayField(models.CharField(max_length=20), verbose_name=_("required references"), default=list, blank=True)
    language = models.CharField(_("language of invoices"), max_length=2, choices=Language.choices, blank=True)
    po_required = models.BooleanField(_("purchase order required"), default=False)
    channel = models.CharField(_("delivery channel"), max_length=10, choices=Channel.choices, default=Channel.EMAIL)
    channel_address = models.CharField(_("portal or electronic address"), max_length=200, blank=True)

    SCOPE: ClassVar[dict[str, str]] = through_customer("customer__entities")

    class Meta:
        constraints = [
            UniqueConstraint(name="billingprofile_name_once", fields=["customer", "name"]),
            CheckConstraint(name="billingprofile_channel_has_address", condition=Q(channel__in=["email", "post"]) | ~Q(channel_address="")),
            CheckConstraint(name="billingprofile_references_known", condition=Q(references__contained_by=Required.values)),
            one_of("billingprofile", "grouping", Grouping),
            one_of("billingprofile", "split", Split),
            one_of("billingprofile", "layout", Layout),
            one_of("billingprofile", "channel", Channel),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("billing_profile_detail", args=[self.public_id])


class AccountState(models.TextChoices):
    PROPOSED = "proposed", _("proposed")
    ACTIVE = "active", _("active")
    ON_HOLD = "on_hold", _("on hold")
    CLOSING = "closing", _("closing")
    CLOSED = "closed", _("closed")
    REFUSED = "refused", _("refused")


class AccountOrigin(models.TextChoices):
    MANUAL = "manual", _("by hand")
    AUTO = "auto", _("automatically")
    API = "api", _("by interface")
    IMPORTED = "imported", _("imported")


class TaxTreatment(models.TextChoices):
    UNKNOWN = "unknown", _("not known")
    DOMESTIC = "domestic", _("domestic")
    REVERSE_CHARGE = "reverse_charge", _("reverse charge")
    EXPORT = "export", _("outside the union")


GONE = Q(state__in=["closed", "refused"])


@history
class FinancialAccount(Versioned):
    """One customer (and payer) billed by one of our entities in one currency on one set of terms.

    `is_ready`: the facts an invoice needs were checked when it was opened; imported accounts are active and not ready.
    """

    number = models.CharField(_("number"), max_length=50, unique=True)
    search_name = FoldedField(sources=["number"])
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="financial_accounts", verbose_name=_("customer"))
    payer = models.ForeignKey(Customer, models.PROTECT, null=True, blank=True, related_name="paid_accounts", verbose_name=_("payer"))
    entity = models.ForeignKey(LegalEntity, models.PROTECT, related_name="+", verbose_name=_("our entity"))
    currency = CurrencyField(_("currency"))
    terms = models.ForeignKey(PaymentTerm, models.PROTECT, related_name="+", verbose_name=_("payment terms"))
    billing_profile = models.ForeignKey(
        BillingProfile, models.PROTECT, null=True, blank=True, related_name="accounts", verbose_name=_("billing profile")
    )
    tax_treatment = models.CharField(
        _("tax treatment"), max_length=14, choices=TaxTreatment.choices, default=TaxTreatment.UNKNOWN, editable=False
    )
    state = models.CharField(_("state"), max_length=10, choices=AccountState.choices, default=AccountState.PROPOSED)
    origin = models.CharField(_("origin"), max_length=10, choices=AccountOrigin.choices, default=AccountOrigin.MANUAL, editable=False)
    is_ready = models.BooleanField(_("ready for billing"), default=False, editable=False)
    opened_on = models.DateField(_("opened on"), null=True, editable=False)
    closed_on = models.DateField(_("closed on"), null=True, editable=False)
    replaced_by = models.ForeignKey(
        "self", models.PROTECT, null=True, editable=False, related_name="replaces", verbose_name=_("replaced by")
    )
    replaced_from = models.DateField(_("replaced from"), null=True, editable=False)
    owner = models.ForeignKey(
        "core.User", models.PROTECT, null=True, editable=False, related_name="owned_accounts", verbose_name=_("looked after by")
    )

    SCOPE: ClassVar[dict[str, str]] = through_customer("entity")

    class Meta:
        constraints = [
            UniqueConstraint(
                name="financialaccount_key",
                fields=["customer", "payer", "entity", "currency", "terms", "billing_profile"],
                condition=~GONE,
                nulls_distinct=False,
            ),
            CheckConstraint(name="financialaccount_payer_is_another", condition=Q(payer=None) | ~Q(payer=F("customer"))),
            CheckConstraint(
                name="financialaccount_opened_has_a_day",
                condition=Q(state__in=["proposed", "refused"], opened_on=None)
                | Q(state__in=["active", "on_hold", "closing", "closed"], opened_on__isnull=False),
            ),
            CheckConstraint(
                name="financialaccount_closed_has_a_day",
                condition=Q(state="closed", closed_on__isnull=False) | (~Q(state="closed") & Q(closed_on=None)),
            ),
            CheckConstraint(
                name="financialaccount_replaced_has_a_day",
                condition=Q(replaced_by=None, replaced_from=None) | Q(replaced_by__isnull=False, replaced_from__isnull=False),
            ),
            CheckConstraint(name="financialaccount_not_replaced_by_itself", condition=Q(replaced_by=None) | ~Q(replaced_by=F("pk"))),
            one_of("financialaccount", "state", AccountState),
            one_of("financialaccount", "origin", AccountOrigin),
            one_of("financialaccount", "tax_treatment", TaxTreatment),
        ]
        indexes = [
            GinIndex(name="financialaccount_search", fields=["search_name"], opclasses=["gin_trgm_ops"]),
            models.Index(name="financialaccount_by_state", fields=["state", "number"]),
            models.Index(name="financialaccount_of_owner", fields=["owner", "number"], condition=Q(owner__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("financial_account_detail", args=[self.public_id])


@history
class CampaignAccount(Dated):
    """From which day on a campaign bills to an account: one account at a time."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="account_links")
    account = models.ForeignKey(FinancialAccount, models.PROTECT, related_name="campaign_links")

    SCOPE: ClassVar[dict[str, str]] = through_customer("account__entity", "account__customer")

    class Meta:
        constraints = [
            ends_after_start("campaignaccount"),
            one_at_a_time("campaignaccount_one_at_a_time", "campaign"),
        ]
        indexes = [
            models.Index(name="campaignaccount_of_account", fields=["account", "-valid_from"]),
            models.Index(name="campaignaccount_to_come", fields=["valid_from"], condition=Q(valid_until=None)),
        ]

    def __str__(self) -> str:
        return f"{self.campaign_id} {self.account_id}"

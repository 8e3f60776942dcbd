"""Where spend is billed to, as far as the actor may see."""

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from o2c.accounts.campaigns.models import Campaign
from o2c.accounts.campaigns.queries import listed, within_reach
from o2c.accounts.contracts.queries import in_force
from o2c.accounts.customers.models import Customer, CustomerRelation, TaxRegistration
from o2c.accounts.customers.queries import gaps, has_relation
from o2c.accounts.financial_accounts.models import GONE, BillingProfile, CampaignAccount, FinancialAccount, UnbilledCampaign
from o2c.accounts.financial_accounts.rules import OpeningFacts, tax_treatment
from o2c.core.access.models import User
from o2c.core.access.queries import scope
from o2c.core.fields import valid_on
from o2c.core.names import fold

VIEW = "accounts.view_financial_accounts"
ACTING = ["agency_of", "reseller_of", "payer_for"]


def financial_accounts(actor: User) -> QuerySet[FinancialAccount]:
    """The accounts the actor may see, by number."""
    rows = scope(FinancialAccount.objects, actor, VIEW)
    return rows.select_related("customer", "payer", "entity", "terms", "billing_profile", "owner").order_by("number", "pk")


def named(rows: QuerySet[FinancialAccount], text: str) -> QuerySet[FinancialAccount]:
    """The accounts whose number contains the text, or whose customer's name does."""
    customers = Customer.objects.filter(search_name__contains=fold(text))
    return rows.filter(Q(search_name__contains=fold(text)) | Q(customer__in=customers.values("pk")))


def billing_profiles(actor: User) -> QuerySet[BillingProfile]:
    """How the customers the actor may see want to be billed."""
    return scope(BillingProfile.objects, actor, VIEW).select_related("customer").order_by("customer__search_name", "name", "pk")


def profiles_named(actor: User, text: str) -> QuerySet[BillingProfile]:
    """The profiles called so, or of a customer called so."""
    return billing_profiles(actor).filter(Q(name__icontains=text) | Q(customer__search_name__contains=fold(text)))


def links_of_account(actor: User, account: FinancialAccount) -> QuerySet[CampaignAccount]:
    """The campaigns an account carries or carried, the latest first."""
    rows = scope(CampaignAccount.objects, actor, VIEW).filter(account=account)
    return rows.select_related("campaign").order_by("-valid_from", "pk")


def links_of_campaign(actor: User, campaign: Campaign) -> QuerySet[CampaignAccount]:
    """The accounts a campaign bills or billed to, the latest first."""
    rows = scope(CampaignAccount.objects, actor, VIEW).filter(campaign=campaign)
    return rows.select_related("account").order_by("-valid_from", "pk")


def account_of(campaign: Campaign, on: date) -> CampaignAccount | None:
    """Which account the campaign bills to on the day."""
    return CampaignAccount.objects.filter(valid_on(on), campaign=campaign).select_related("account").first()


def unlinked_campaigns(actor: User, on: date) -> QuerySet[Campaign]:
    """Campaigns that are not over and bill to no account on the day; `suggested` is the number of one of the advertiser's that would do.

    Looked for among those without an account until further notice and those whose account begins later. Who may see them is asked
    of these few: asked of the campaigns, the database would go through all those of a region's advertisers instead.
    """
    linked = CampaignAccount.objects.filter(valid_on(on), campaign=OuterRef("pk"))
    later, seen = CampaignAccount.objects.filter(valid_until=None, valid_from__gt=on), within_reach(actor, "campaign__")
    possible = UnbilledCampaign.objects.filter(seen).values("campaign").union(later.filter(seen).values("campaign"))
    fitting = FinancialAccount.objects.filter(customer=OuterRef("advertiser"), currency=OuterRef("currency"), state="active")
    rows = listed().filter(~Exists(linked), pk__in=possible, state__in=["planned", "live", "paused"])
    return rows.annotate(suggested=Subquery(fitting.order_by("number").values("number")[:1]))


def suitable_accounts(actor: User, campaign: Campaign, on: date) -> QuerySet[FinancialAccount]:
    """The active accounts a campaign may bill to: its advertiser's, and those of whoever acts for it, in its currency."""
    acting = CustomerRelation.objects.filter(valid_on(on), to_customer=campaign.advertiser_id, kind__in=ACTING)
    owners = Q(customer=campaign.advertiser_id) | Q(customer__in=acting.values("from_customer"))
    return financial_accounts(actor).filter(owners, state="active", currency=campaign.currency)


def acts_for(customer_id: int, advertiser_id: int, on: date) -> bool:
    return any(has_relation(kind, customer_id, advertiser_id, on) for kind in ACTING)


def live_campaigns(account: FinancialAccount, on: date) -> int:
    """How many campaigns that are not over bill to the account on the day or later."""
    ongoing = Q(valid_until=None) | Q(valid_until__gt=on)
    return CampaignAccount.objects.filter(ongoing, account=account, campaign__state__in=["planned", "live", "paused"]).count()


def open_accounts_of(customer_id: int) -> list[str]:
    """Numbers of the customer's accounts that are neither closed nor refused."""
    return list(FinancialAccount.objects.exclude(GONE).filter(customer=customer_id).order_by("number").values_list("number", flat=True))


def same_key(account: FinancialAccount) -> FinancialAccount | None:
    """The account that already has this key and is not closed."""
    key = {name: getattr(account, f"{name}_id") for name in ("customer", "payer", "entity", "terms", "billing_profile")}
    equal = Q(currency=account.currency)
    for name, value in key.items():
        equal &= Q(**{name: value}) if value else Q(**{f"{name}__isnull": True})
    return FinancialAccount.objects.exclude(GONE).exclude(pk=account.pk or 0).filter(equal).first()


def opening_facts(account: FinancialAccount, on: date) -> OpeningFacts:
    """Everything that decides whether an account may open."""
    customer, payer = account.customer, account.payer
    verified = TaxRegistration.objects.filter(customer=payer or customer, state="valid").exists()
    billed = payer or customer
    return OpeningFacts(
        customer_state=customer.state,
        customer_gaps=tuple(gap.code for gap in gaps(billed, on)),
        has_contract=in_force(customer.pk, account.entity_id, on).filter(currency=account.currency).exists(),
        payer_state=payer.state if payer else None,
        payer_pays=payer is not None and has_relation("payer_for", payer.pk, customer.pk, on),
        treatment=tax_treatment(account.entity.country, billed.country, has_verified_tax_id=verified),
    )

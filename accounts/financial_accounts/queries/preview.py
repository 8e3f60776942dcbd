"""What a billing profile would make of the campaigns that bill by it today."""

from datetime import date

from django.db.models import OuterRef, QuerySet, Subquery

from o2c.accounts.contracts.models import InsertionOrder, PurchaseOrder
from o2c.accounts.contracts.queries.purchase_orders import usable
from o2c.accounts.financial_accounts.models import BillingProfile, CampaignAccount
from o2c.accounts.financial_accounts.queries.accounts import VIEW
from o2c.accounts.financial_accounts.rules.grouping import Document, Line, Wish, documents_of
from o2c.core.access.models import User
from o2c.core.access.queries import scope
from o2c.core.fields import valid_on

MOST = 500  # campaigns a preview looks at


def preview(actor: User, profile: BillingProfile, on: date) -> list[Document]:
    """The documents that the campaigns of the profile's accounts would make today."""
    links = scope(CampaignAccount.objects, actor, VIEW).filter(valid_on(on), account__billing_profile=profile, account__state="active")
    links = links.select_related("account__customer", "account__payer", "campaign__advertiser").order_by("pk")
    ordered = links.annotate(order=Subquery(_insertion_orders()))[:MOST]
    orders: dict[tuple[int, str], str] = {}
    for link in ordered:
        place = (link.account.customer_id, link.account.currency)
        if place not in orders:
            found: PurchaseOrder | None = usable(*place, on).first()
            orders[place] = found.number if found else ""
    return documents_of([_line(link, orders) for link in ordered], wish_of(profile))


def _insertion_orders() -> QuerySet[InsertionOrder, str]:
    rows = InsertionOrder.objects.filter(campaigns=OuterRef("campaign")).order_by("-starts_on", "pk")
    return rows.values_list("number", flat=True)[:1]


def wish_of(profile: BillingProfile) -> Wish:
    return Wish(profile.grouping, profile.split, profile.layout, tuple(profile.references))


def _line(link: CampaignAccount, orders: dict[tuple[int, str], str]) -> Line:
    account, campaign = link.account, link.campaign
    return Line(
        payer=(account.payer or account.customer).legal_name, account=account.number, currency=account.currency,
        advertiser=campaign.advertiser.legal_name, campaign=campaign.name, product=campaign.product,
        purchase_order=orders[(account.customer_id, account.currency)], insertion_order=getattr(link, "order", None) or "",
    )  # fmt: skip

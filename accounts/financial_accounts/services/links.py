"""Which account a campaign bills to, from which day on."""

from datetime import date

from o2c.accounts.campaigns.queries import campaigns
from o2c.accounts.financial_accounts.models import CampaignAccount, FinancialAccount
from o2c.accounts.financial_accounts.queries import VIEW, acts_for, financial_accounts
from o2c.accounts.financial_accounts.rules import may_carry
from o2c.core.access.models import User
from o2c.core.access.queries import scope
from o2c.core.audit.services import record
from o2c.core.changes import change
from o2c.core.errors import BusinessError, Conflict
from o2c.core.fields import valid_on
from o2c.core.verbs import lock_one, verb


@verb("accounts.link_campaign")
def link_campaign(campaign_id: int, *, account: FinancialAccount, valid_from: date, actor: User) -> CampaignAccount:
    """From that day on the campaign bills to the account; the link before ends there.

    Raises Conflict "account_not_open", BusinessError "campaign_of_another_customer", "campaign_in_another_currency",
    "campaignaccount_one_at_a_time" when another link starts on that day or later.
    """
    campaign = lock_one(campaigns(actor), campaign_id)
    account = lock_one(financial_accounts(actor), account.pk)
    if account.state != "active":
        raise Conflict("account_not_open", field="account", number=account.number)
    acting = acts_for(account.customer_id, campaign.advertiser_id, valid_from)
    currencies = {"account_currency": account.currency, "campaign_currency": campaign.currency}
    if code := may_carry(account.customer_id, campaign.advertiser_id, acts_for=acting, **currencies):
        raise BusinessError(code, field="account", number=account.number, **currencies)
    earlier = CampaignAccount.objects.filter(valid_on(valid_from), campaign=campaign, valid_from__lt=valid_from).first()
    if earlier:
        change(earlier, valid_until=valid_from)
    link = CampaignAccount.objects.create(campaign=campaign, account=account, valid_from=valid_from)
    was = {"account": str(earlier.account)} if earlier else {}
    now = {"account": account.number, "valid_from": valid_from}
    record("campaign.linked", campaign, actor=actor, before=was, after=now, parent=account.customer)
    return link


@verb("accounts.unlink_campaign")
def unlink_campaign(pk: int, *, valid_until: date, actor: User, version: int | None = None) -> CampaignAccount:
    """The campaign bills to the account until the day before. Raises BusinessError "campaignaccount_ends_after_start"."""
    link = lock_one(scope(CampaignAccount.objects, actor, VIEW).select_related("campaign", "account__customer"), pk, version)
    before, after = change(link, valid_until=valid_until)
    after = {**after, "account": link.account.number}
    record("campaign.unlinked", link.campaign, actor=actor, before=before, after=after, parent=link.account.customer)
    return link

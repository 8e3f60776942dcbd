"""Sentences for what the campaigns' room refuses."""

from django.utils.translation import gettext_lazy as _

MESSAGES = {
    "campaign_ext_id_once": _("Another campaign has this external id: open that one, or correct the id."),
    "campaign_ext_id_given": _("A campaign has the id that the delivery system gave it."),
    "campaign_name_given": _("A campaign has a name."),
    "campaign_ends_after_start": _("A campaign must end after it starts: choose a later day."),
    "campaign_test_is_limited": _("A test campaign has a free budget and an end; any other campaign has neither."),
    "campaign_test_budget_digits": _("The budget has more decimals than its currency."),
    "campaign_converted_is_no_test": _("A converted campaign is no test any more."),
    "campaign_test_by_approval": _("A test campaign bills only once another person has agreed: ask for its conversion."),
    "campaign_no_test": _("%(name)s is no test campaign."),
    "campaign_state_known": _("This is no state of a campaign."),
    "order_of_another_customer": _("An insertion order belongs to another customer than the advertiser: choose one of the advertiser's."),
    # What timelines say.
    "campaign.created": _("Campaign %(object)s entered"),
    "campaign.edited": _("Campaign %(object)s changed"),
    "campaign.converted": _("Campaign %(object)s bills from %(converted_on)s on"),
    "campaign.live": _("Campaign %(object)s started"),
    "campaign.paused": _("Campaign %(object)s paused"),
    "campaign.ended": _("Campaign %(object)s ended"),
    "campaign.cancelled": _("Campaign %(object)s cancelled"),
}

"""What this room tells the house when it loads: the reference rows and its pages in the top bar."""

from django.utils.translation import gettext_lazy as _

from o2c.core.access.pages.grants import review_indicator
from o2c.core.access.queries import people_at_hand
from o2c.core.access.reference import sync_night, sync_roles
from o2c.core.access.roles import ROLE_NAMES
from o2c.core.pages import menu, reach
from o2c.core.reference import reference
from o2c.core.sentences import name

for code, words in ROLE_NAMES.items():
    name(f"role:{code}", words)
reference("roles", sync_roles)
reference("night", sync_night)
menu.add("core", _("Users"), "user_list", "core.view_users", order=80)
menu.add("core", _("Covers"), "cover_list", "core.arrange_cover", order=81)
menu.add("core", _("Who may what"), "holding_list", "core.view_access", order=82)
menu.add("core", _("Duties that exclude each other"), "pair_report", "core.view_access", order=83)
menu.add("core", _("Sign-ins"), "sign_in_list", "core.view_sign_ins", order=84)
menu.add("core", _("Emergency access"), "emergency_list", "core.review_emergency_access", order=85)
menu.add("core", _("Take emergency access"), "emergency_take", "core.take_emergency_access", order=86)
menu.add("core", _("Tokens of other systems"), "token_list", "core.view_tokens", order=87)
menu.indicator("emergency", review_indicator)
reach.limit("core.user", people_at_hand)

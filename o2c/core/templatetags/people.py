"""What the reader may do, for templates that offer an action only to those who have the right."""

from django import template

from o2c.core.access.rules import Clash
from o2c.core.sentences import sentence

register = template.Library()


@register.simple_tag(takes_context=True)
def may(context: template.RequestContext, permission: str) -> bool:
    """`{% may "core.grant_role" as grants_roles %}`"""
    user = context["request"].user
    return bool(user.is_authenticated and user.may(permission))


@register.filter
def in_words(clash: Clash) -> str:
    """The pair of duties as a sentence with the permissions that show it."""
    return sentence(clash.code, {"left": clash.left, "right": clash.right})

"""What a browser story says and does when its person works in French."""

from django.utils import translation
from django.utils.translation import gettext
from people import person
from playwright.sync_api import Page

from o2c.core.access.models import User


def fr(text: str) -> str:
    """What stands there in French."""
    with translation.override("fr"):
        return gettext(text)


def in_french(role: str) -> User:
    """Somebody of the role who reads French."""
    found = person(role)
    User.objects.filter(pk=found.pk).update(language="fr")
    return User.objects.get(pk=found.pk)


def press(page: Page, text: str) -> None:
    page.locator("main").get_by_role("button", name=fr(text)).first.click()


def follow(page: Page, text: str) -> None:
    page.locator("main").get_by_role("link", name=fr(text)).first.click()

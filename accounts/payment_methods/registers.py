"""What this room tells the house when it loads."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from o2c.accounts.payment_methods import queries
from o2c.accounts.payment_methods.models import Mandate, PaymentMethod, Registration
from o2c.accounts.payment_methods.rules import CARD_WARNING_DAYS
from o2c.accounts.payment_methods.services.cards import watch_card
from o2c.accounts.payment_methods.services.mandates import expire_mandates
from o2c.core.clock import local_today
from o2c.core.files.reach import carries_files
from o2c.core.jobs.night import step
from o2c.core.jobs.progress import Progress
from o2c.core.pages import menu, panels


def lapse(j: Progress) -> None:
    """The night's step: mandates unused for 36 months end."""
    while True:
        with j.chunk():
            ended = expire_mandates(j.job.day or local_today(), actor=j.actor)
        j.advance(len(ended))
        if not ended:
            return


def watch_cards(j: Progress) -> None:
    """The night's step: cards near their end get a task, those past it stop."""
    today = j.job.day or local_today()
    ending = PaymentMethod.objects.filter(kind="card", state="active", expires__lte=today + timedelta(days=CARD_WARNING_DAYS))
    for pk in ending.filter(pk__gt=j.cursor.get("after", 0)).order_by("pk").values_list("pk", flat=True):
        with j.chunk(cursor={"after": pk}):
            watch_card(pk, on=today, actor=j.actor)
        j.advance(1)


step("accounts.lapse_mandates", _("Mandates unused for 36 months ended"), lapse, per_entity=False)
step("accounts.watch_cards", _("Cards near their end noticed"), watch_cards, per_entity=False)
menu.add("accounts", _("Payment methods"), "payment_method_list", queries.VIEW, order=42)
menu.add("accounts", _("Mandates"), "mandate_list", queries.VIEW, order=43)
menu.add("accounts", _("Payment registrations"), "registration_list", queries.VIEW, order=44)
panels.add("accounts.customer", _("Payment methods"), "customer_payment_methods", permission=queries.VIEW, order=25)
carries_files(Mandate._meta.label_lower, queries.mandates)
carries_files(PaymentMethod._meta.label_lower, queries.payment_methods)
carries_files(Registration._meta.label_lower, queries.registrations)

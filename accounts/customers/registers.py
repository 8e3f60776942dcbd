"""What this room tells the house when it loads."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from o2c.accounts.customers import erasing, holdings, night, personal, queries
from o2c.accounts.customers.models import BankAccount, Customer, Interaction
from o2c.accounts.customers.models.customer import CustomerType, RiskClass, Tier
from o2c.accounts.customers.models.reach import AddressKind
from o2c.accounts.customers.models.relations import RelationKind
from o2c.accounts.customers.models.tax import TaxState
from o2c.accounts.customers.reference import sync_levels
from o2c.accounts.customers.services.bank import KIND
from o2c.accounts.customers.services.reach import record_bounce
from o2c.core import events, gates, sentences
from o2c.core.access.models import User
from o2c.core.access.queries import scope, the_night
from o2c.core.approvals.registry import approval_kind
from o2c.core.files.reach import carries_files
from o2c.core.gates import Reason
from o2c.core.jobs.night import step
from o2c.core.pages import jump, menu, panels, timeline
from o2c.core.pages.display import link_to
from o2c.core.pages.jump import Hit
from o2c.core.pages.timeline import TimelineEntry
from o2c.core.reference import reference
from o2c.core.retention.judging import QUESTION
from o2c.core.retention.registry import source
from o2c.core.spoken import paired


def customers_like(actor: User, text: str) -> Iterator[Hit]:
    """Customers by name, number or tax id for the global search."""
    if actor.may(queries.VIEW):
        for customer in queries.named(queries.customers(actor), text)[:5]:
            yield Hit(customer.legal_name, _("Customer"), customer.get_absolute_url(), customer.number)


def on_bounce(outbox_id: int, bounce: dict[str, Any]) -> None:
    """A mail of ours came back: every contact with its address knows."""
    reason = f"{bounce['status']} {bounce['diagnostic']}".strip()
    record_bounce(bounce["address"], bounce=bounce["severity"], reason=reason, at=timezone.now(), actor=the_night())


def said(subject: Model, actor: User, limit: int) -> Iterator[TimelineEntry]:
    """What was said with a customer, for its timeline."""
    if isinstance(subject, Customer):
        rows = scope(Interaction.objects, actor, queries.VIEW).filter(customer=subject).select_related("contact", "created_by")
        for one in rows.order_by("-at", "-pk")[:limit]:
            title = paired(f"{one.get_channel_display()}, {one.get_direction_display()}", one.subject)
            whom = [one.contact.person] if one.contact else []
            body = "\n".join([", ".join([*whom, one.get_tone_display()]), *([one.text] if one.text else [])])
            yield TimelineEntry(one.at, _("contacts"), title, body, str(one.created_by or ""), icon="phone")


def not_merged(customer: Customer, **facts: Any) -> list[Reason]:
    """Nothing new begins with a customer that was merged into another."""
    survivor = customer.merged_into
    return [Reason("customer_merged", {"survivor": str(survivor)})] if survivor else []


def bank_evidence(account: BankAccount) -> list[tuple[str, Any]]:
    """The new details in full, for the second person who holds them against their source."""
    iban = " ".join(account.iban[at : at + 4] for at in range(0, len(account.iban), 4))
    return [
        (gettext("Customer"), link_to(account.customer, str(account.customer))),
        (gettext("IBAN"), iban),
        (gettext("BIC"), account.bic),
        (gettext("Account holder"), account.holder),
        (gettext("Known from"), account.source),
    ]


events.listen("mail.bounced", "accounts.contacts", on_bounce)
approval_kind(KIND, _("Verify bank details"), "accounts.verify_bank_account", roles=["approver"], evidence=bank_evidence)
SPOKEN: dict[str, Any] = {
    "relation": RelationKind, "kind": AddressKind, "types": CustomerType, "risk_classes": RiskClass, "tiers": Tier, "answer": TaxState,
}  # fmt: skip
for fact, choices in SPOKEN.items():
    for choice in choices:
        sentences.name(f"{fact}:{choice.value}", choice.label)
menu.add("accounts", _("Customers"), "customer_list", queries.VIEW, order=10)
menu.add("accounts", _("Addresses"), "address_list", queries.VIEW, order=13)
menu.add("accounts", _("Contacts"), "contact_list", queries.VIEW, order=14)
menu.add("accounts", _("Changes of client processes"), "process_change_list", queries.VIEW, order=60)
menu.add("accounts", _("Target times and caps"), "tier_targets", queries.VIEW, order=95)
panels.add("accounts.customer", _("Names, tiers and roles"), "customer_dated", permission=queries.VIEW, order=40)
panels.add("accounts.customer", _("Group"), "customer_group", permission=queries.VIEW, order=45)
panels.add("accounts.customer", _("Client's process"), "customer_process", permission=queries.VIEW, order=50)
panels.add("accounts.customer", _("Readiness over time"), "customer_readiness", permission=queries.VIEW, order=90)
menu.add("accounts", _("Holds on records"), "records_hold_list", "accounts.view_records_holds", order=96)
panels.add("accounts.customer", _("Holds on records"), "customer_records_holds", permission="accounts.view_records_holds", order=95)
gates.answer_for_many(QUESTION, erasing.held)
source(erasing.closed_customers())
timeline.source("interactions", said)
reference("tier targets", sync_levels)
step("accounts.names_and_tiers", _("Names and tiers of the day taken over"), night.take_over_names_and_tiers, per_entity=False)
step("accounts.tax_numbers", _("Tax numbers checked"), night.check_tax_numbers, per_entity=False)
step(
    "accounts.readiness",
    _("Readiness of customers kept"),
    night.keep_verdicts,
    after=("accounts.names_and_tiers", "accounts.tax_numbers"),
    per_entity=False,
)
for question in ("activate_customer", "open_account", "commit_order"):
    gates.answer(question, not_merged)
for name, rows_of in {
    "contacts": holdings.contacts_held,
    "bounces": holdings.bounces_held,
    "interactions": holdings.interactions_held,
    "mails": holdings.mails_held,
}.items():
    personal.source(name, rows_of)
jump.source(customers_like)
carries_files("accounts.customer", queries.customers, restricted="compliance.view_alerts")

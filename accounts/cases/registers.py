"""What this room tells the house when it loads."""

from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from o2c.accounts.cases import queries
from o2c.accounts.cases.gates import mandatory_steps_done
from o2c.accounts.cases.models import CustomerCase, Playbook, SpecialCase
from o2c.accounts.cases.retained import disputed
from o2c.accounts.cases.rules import referred
from o2c.accounts.cases.services import claims, playbooks
from o2c.accounts.cases.services.talking import ANSWER_LETTER, take_mail
from o2c.core import gates
from o2c.core.access.models import User
from o2c.core.approvals.registry import approval_kind
from o2c.core.clock import local_today
from o2c.core.errors import BusinessError
from o2c.core.files.reach import carries_files
from o2c.core.jobs.kinds import kind
from o2c.core.jobs.night import step
from o2c.core.jobs.progress import Progress
from o2c.core.limits.registry import limit_kind
from o2c.core.mail.incoming import takes_mail
from o2c.core.mail.rules import Incoming
from o2c.core.pages import jump, menu, panels
from o2c.core.pages.jump import Hit
from o2c.core.retention.judging import QUESTION


def take_reply(mail: Incoming, actor: User) -> bool:
    """A reply with a reference we gave out lands on its case."""
    if (found := referred(mail.subject) or referred(mail.text)) is None or not mail.text:
        return False
    try:
        take_mail(*found, sender=mail.sender[:200], text=mail.text, message_id=mail.message_id[:200], actor=actor)
    except BusinessError:
        return False
    return True


def cases_like(actor: User, text: str) -> Iterator[Hit]:
    if actor.may(queries.VIEW):
        for case in queries.cases(actor).filter(number__iexact=text.strip())[:3]:
            yield Hit(case.number, _("Case"), case.get_absolute_url(), case.subject)


def flag(j: Progress) -> None:
    """The night's step: what was agreed to runs out, and playbooks flag the customers their rules find."""
    while True:
        with j.chunk():
            ended = playbooks.expire_specials(j.job.day or local_today(), actor=j.actor)
        if not ended:
            break
    for pk in Playbook.objects.filter(is_active=True).order_by("pk").values_list("pk", flat=True):
        while True:
            with j.chunk():
                flagged = playbooks.flag_customers(pk, actor=j.actor)
            j.advance(len(flagged), findings=len(flagged))
            if not flagged:
                break


limit_kind(
    claims.KIND, _("Compensation"), _("So much may be granted on a claim without a second person."), unit="amount", otherwise=Decimal(0)
)
approval_kind(claims.KIND, _("Grant a compensation"), "accounts.grant_compensation", roles=["approver"])
kind(ANSWER_LETTER, _("Answer as a letter"))
gates.answer_for_many(QUESTION, disputed)
gates.answer("release_document", mandatory_steps_done)
takes_mail(take_reply)
step("accounts.flag_special_customers", _("Customers flagged by playbooks"), flag, per_entity=False)
menu.add("accounts", _("Cases"), "case_list", queries.VIEW, order=55)
menu.add("accounts", _("Routing of cases"), "case_board", queries.VIEW, order=56)
menu.add("accounts", _("Ready answers"), "catalogue_list", queries.VIEW, order=57)
menu.add("accounts", _("Playbooks"), "playbook_list", queries.VIEW, order=58)
menu.add("accounts", _("Special cases"), "special_list", queries.VIEW, order=59)
panels.add("accounts.customer", _("Cases"), "customer_cases", permission=queries.VIEW, order=55)
jump.source(cases_like)
carries_files(CustomerCase._meta.label_lower, queries.cases)
carries_files(SpecialCase._meta.label_lower, queries.specials)

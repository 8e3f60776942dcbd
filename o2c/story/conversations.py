"""What the demo's customers turn to us with, what we answer, and a special case with its steps."""

from decimal import Decimal

from o2c.accounts.cases.models import SpecialStep
from o2c.accounts.cases.services import cases, catalogue, claims, playbooks, talking
from o2c.accounts.customers.models import Customer
from o2c.core.access.models import User
from o2c.core.entities.models import LegalEntity
from o2c.core.money import Money
from o2c.story.cast import Cast

Known = list[tuple[Customer, LegalEntity]]


def hold(known: Known, cast: Cast) -> None:
    """Two questions, a complaint and a claim, each further than the one before; one customer is special."""
    clerk, boss = cast.by_role["clerk"], cast.by_role["supervisor"]
    catalogue.add_answer(
        category="billing", question="Where do I find my invoices?", answer="In the mail of the first working day; we send copies.",
        actor=boss,
    )  # fmt: skip
    _questions(known, clerk)
    _complaint(known[2], clerk)
    _claim(known[3], clerk)
    _special(known, cast)


def _questions(known: Known, clerk: User) -> None:
    _opened(known[0], "question", "Copy of the October invoice", "Please send it again, our archive lost it.", clerk)
    case = _opened(known[1], "question", "Purchase order on every invoice", "Can you print our order number on each page?", clerk)
    cases.triage_case(case, category="billing", team="clerk", actor=clerk)
    cases.start_case(case, actor=clerk)
    talking.answer_case(case, text="Yes, from next month. Which number shall it be?", waits=True, actor=clerk)


def _complaint(about: tuple[Customer, LegalEntity], clerk: User) -> None:
    case = _opened(about, "complaint", "Reminder for a paid invoice", "We paid on the 3rd and got a reminder on the 10th.", clerk)
    cases.triage_case(case, category="problem", team="clerk", is_urgent=True, actor=clerk)
    cases.start_case(case, actor=clerk)
    cases.resolve_case(case, outcome="The payment was found and assigned; the reminder is withdrawn.", actor=clerk)


def _claim(about: tuple[Customer, LegalEntity], clerk: User) -> None:
    """What we want to grant waits for a second person."""
    case = _opened(about, "claim", "Campaign ran two days too long", "You billed two days after our stop order.", clerk)
    cases.triage_case(case, category="billing", team="clerk", actor=clerk)
    cases.start_case(case, actor=clerk)
    claims.judge_claim(
        case, facts="The stop order came at noon on Friday, delivery ended on Sunday.", analysis="It was read on Monday only.",
        decision="We grant the two days.", compensation=Money(Decimal("420.00"), about[1].base_currency), actor=clerk,
    )  # fmt: skip


def _opened(about: tuple[Customer, LegalEntity], kind: str, subject: str, text: str, clerk: User) -> int:
    customer, entity = about
    return cases.open_case(
        customer=customer, entity=entity, kind=kind, channel="mail", subject=subject, text=text, person="Petra Zahl",
        email=f"office@{customer.number.lower()}.example", actor=clerk,
    ).pk  # fmt: skip


def _special(known: Known, cast: Cast) -> None:
    """Resellers are special: their end clients are looked at before anything is billed the usual way."""
    clerk, boss = cast.by_role["clerk"], cast.by_role["supervisor"]
    playbook = playbooks.write_playbook(
        code="reseller", title="Reseller with end clients", types=["reseller"],
        mandatory=["Check the authority letter of each end client", "Agree who receives the reminders"],
        advised=["Call the account owner"], valid_days=365, actor=boss,
    )  # fmt: skip
    reseller = next(customer for customer, _entity in known if customer.type == "reseller")
    special = playbooks.flag_customer(playbook=playbook, customer=reseller, actor=clerk)
    first = SpecialStep.objects.filter(special=special).earliest("position")
    playbooks.do_step(first.pk, remark="Letter of 12 March is on file", actor=clerk)

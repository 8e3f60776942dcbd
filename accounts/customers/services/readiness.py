"""Whether customers can be billed, kept for every day by the night."""

from collections.abc import Sequence
from datetime import date

from o2c.accounts.customers.models import Customer, Readiness
from o2c.accounts.customers.queries import billing_facts
from o2c.accounts.customers.rules.readiness import billing_gaps
from o2c.core.access.models import User
from o2c.core.audit.services import record
from o2c.core.verbs import verb


@verb("accounts.keep_readiness")
def keep_readiness(ids: Sequence[int], *, day: date, actor: User) -> int:
    """The verdict of the day for these customers, kept where it differs from the one before; how many differ.

    A customer that was ready and no longer is, or the other way round, has it in its timeline. The same day again changes nothing.
    """
    found = {pk: [gap.code for gap in billing_gaps(facts)] for pk, facts in billing_facts(ids, day).items()}
    standing = {row.customer_id: row for row in Readiness.objects.select_for_update(no_key=True).filter(customer__in=ids, valid_until=None)}
    differing = [pk for pk, gaps in found.items() if pk not in standing or standing[pk].gaps != gaps]
    _tell_flips([(standing[pk], found[pk]) for pk in differing if pk in standing], actor)
    ended = [standing[pk].pk for pk in differing if pk in standing and standing[pk].valid_from < day]
    of_today = [standing[pk].pk for pk in differing if pk in standing and standing[pk].valid_from >= day]
    Readiness.objects.filter(pk__in=ended).update(valid_until=day)
    Readiness.objects.filter(pk__in=of_today).delete()
    Readiness.objects.bulk_create(
        Readiness(customer_id=pk, is_ready=not found[pk], gaps=found[pk], valid_from=day) for pk in sorted(differing)
    )
    return len(differing)


def _tell_flips(changed: list[tuple[Readiness, list[str]]], actor: User) -> None:
    flips = {row.customer_id: (row.gaps, gaps) for row, gaps in changed if row.is_ready == bool(gaps)}
    for customer in Customer.objects.filter(pk__in=flips).order_by("pk"):
        before, after = flips[customer.pk]
        action = "customer.blocked" if after else "customer.ready"
        record(action, customer, actor=actor, before={"gaps": before}, after={"gaps": after}, parent=customer)

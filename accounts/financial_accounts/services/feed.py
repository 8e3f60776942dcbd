"""The feed of campaigns: taken in, settled line by line by itself, and corrected or confirmed by a person."""

from collections.abc import Mapping, Sequence
from typing import Any

from o2c.accounts.customers.models import Customer
from o2c.accounts.customers.queries import customers
from o2c.accounts.financial_accounts.models import ClientReference, FeedLine, FeedRun, FeedState, FinancialAccount
from o2c.accounts.financial_accounts.queries import candidates, feed_lines
from o2c.accounts.financial_accounts.rules.feed import client_of
from o2c.accounts.financial_accounts.services.feeding import Row, account_for, carried, entity_named, row_of, take_campaign
from o2c.core.access.models import User
from o2c.core.audit.services import record
from o2c.core.changes import change
from o2c.core.errors import BusinessError, Conflict
from o2c.core.jobs.services import request
from o2c.core.plain import plain
from o2c.core.verbs import lock_one, verb

JOB = "accounts.campaign_feed"
MOST_ROWS = 20_000


@verb("accounts.receive_campaign_feed")
def receive_campaign_feed(*, source: str, name: str, rows: Sequence[Mapping[str, Any]], actor: User) -> FeedRun:
    """Take in what a delivery system sent; a job settles the lines that are new or changed. The same lines again change nothing.

    Raises BusinessError "feed_too_many_rows", "feed_empty", "feed_row_twice".
    """
    if not rows:
        raise BusinessError("feed_empty", field="file")
    if len(rows) > MOST_ROWS:
        raise BusinessError("feed_too_many_rows", field="file", most=MOST_ROWS)
    payloads = {str(row["ext_id"]).strip(): (number, plain(dict(row))) for number, row in enumerate(rows, 2)}
    if len(payloads) < len(rows):
        raise BusinessError("feed_row_twice", field="file")
    run = FeedRun.objects.create(source=source.strip(), name=name[:200], rows=len(rows))
    known = {line.ext_id: line for line in FeedLine.objects.filter(source=run.source, ext_id__in=payloads).select_for_update(no_key=True)}
    new = [
        FeedLine(source=run.source, ext_id=ext_id, run=run, row=number, payload=payload)
        for ext_id, (number, payload) in payloads.items()
        if ext_id not in known
    ]
    FeedLine.objects.bulk_create(new, batch_size=1000)
    for line in known.values():
        _again(line, run, *payloads[line.ext_id])
    record("campaign_feed.received", run, actor=actor, after={"source": run.source, "rows": len(rows), "new": len(new)})
    request(JOB, key=str(run.pk), actor=actor, arguments={"run": run.pk})
    return run


def _again(line: FeedLine, run: FeedRun, number: int, payload: dict[str, Any]) -> None:
    """A line that says the same and is settled keeps its place; one that changed, or was refused, is tried again."""
    if line.payload == payload and line.state not in {FeedState.OPEN, FeedState.WAITING}:
        return
    line.run, line.row, line.payload, line.state = run, number, payload, FeedState.WAITING
    line.save(update_fields=["run", "row", "payload", "state"])


@verb("accounts.settle_feed_line")
def settle_feed_line(pk: int, *, actor: User) -> FeedLine:
    """Find the customer and the account, take the campaign in and let it bill there. Never guesses entity or currency.

    Raises BusinessError with the rule that is against it: "feed_*", and as `create_campaign`, `open_account`, `link_campaign`.
    """
    line = _waiting(pk, actor)
    row = row_of(line.payload)
    found = candidates(actor, line.source, row.client_id, row.client_tax_id, row.client_name, row.client_country)
    customer = customers(actor).get(pk=client_of(found))
    campaign, is_new = take_campaign(row, customer, actor)
    account, opened = account_for(row, customer, actor)
    linked = carried(campaign, account, row.starts_on, actor)
    outcome = "created" if is_new or opened else "matched"
    facts = {"campaign": campaign, "account": account, "entity": account.entity, "outcome": outcome, "rule": "", "values": {}}
    change(line, state=FeedState.AUTOMATIC, **facts)
    after = {"outcome": outcome, "campaign": campaign.ext_id, "account": account.number, "linked": linked}
    record("feed_line.settled", line, actor=actor, after=after, parent=customer)
    return line


@verb("accounts.refuse_feed_line")
def refuse_feed_line(pk: int, *, rule: str, values: Mapping[str, Any], actor: User) -> FeedLine:
    """The line waits for a person, with the rule that was against it."""
    line = _waiting(pk, actor)
    entity = entity_named(str(line.payload.get("entity", "")), actor)
    change(line, state=FeedState.OPEN, outcome="refused", rule=rule, values=plain(dict(values)), entity=entity)
    record("feed_line.refused", line, actor=actor, after={"rule": rule})
    return line


def _waiting(pk: int, actor: User) -> FeedLine:
    line = lock_one(FeedLine.objects.select_related("run"), pk)
    if line.state != FeedState.WAITING:
        raise Conflict("feed_line_settled", line=line.ext_id)
    return line


@verb("accounts.correct_feed_line")
def correct_feed_line(
    pk: int, *, customer: Customer, account: FinancialAccount | None = None, reason: str, actor: User, version: int | None = None
) -> FeedLine:
    """A person says whose campaign it is, and where it bills; from now on the client's id there stands for this customer.

    Raises Conflict "feed_line_settled", and as `settle_feed_line` where no account was chosen.
    """
    line = _open(pk, actor, version)
    row: Row = row_of(line.payload)
    customer = lock_one(customers(actor), customer.pk)
    if row.client_id:
        ClientReference.objects.update_or_create(source=line.source, ext_id=row.client_id, defaults={"customer": customer})
    campaign, _is_new = take_campaign(row, customer, actor)
    chosen = account or account_for(row, customer, actor)[0]
    carried(campaign, chosen, row.starts_on, actor)
    facts = {"campaign": campaign, "account": chosen, "entity": chosen.entity, "decided_by": actor, "decision": reason}
    change(line, state=FeedState.CORRECTED, **facts)
    after = {"campaign": campaign.ext_id, "account": chosen.number}
    record("feed_line.corrected", line, actor=actor, after=after, reason=reason, parent=customer)
    return line


@verb("accounts.confirm_feed_line")
def confirm_feed_line(pk: int, *, reason: str, actor: User, version: int | None = None) -> FeedLine:
    """The automation was right to refuse. Raises Conflict "feed_line_settled"."""
    line = _open(pk, actor, version)
    change(line, state=FeedState.CONFIRMED, decided_by=actor, decision=reason)
    record("feed_line.confirmed", line, actor=actor, after={"state": "confirmed"}, reason=reason)
    return line


def _open(pk: int, actor: User, version: int | None) -> FeedLine:
    line = lock_one(feed_lines(actor), pk, version)
    if line.state != FeedState.OPEN:
        raise Conflict("feed_line_settled", line=line.ext_id)
    return line

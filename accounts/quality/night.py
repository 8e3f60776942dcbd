"""What the night does for the quality of master data: looks for duplicates, then asks every rule."""

from collections.abc import Iterator

from django.db.models import F

from o2c.accounts.customers.models import Customer, TaxRegistration
from o2c.accounts.quality.catalogue import CHECKS
from o2c.accounts.quality.engine import Party, duplicates
from o2c.accounts.quality.models import QualityRule
from o2c.accounts.quality.services.duplicates import propose_merges
from o2c.accounts.quality.services.runs import run_quality_rule
from o2c.core.clock import local_today
from o2c.core.jobs.progress import Progress

CHUNK = 500


def look_for_duplicates(j: Progress) -> None:
    """Compare every customer with those that share a key. Only names and numbers are held in memory: about 30 MB for 50,000."""
    found = duplicates(list(_parties()))
    j.result["compared"], j.result["pairs"] = found.compared, len(found.pairs)
    begin = int(j.cursor.get("done", 0))
    j.total(len(found.pairs))
    for at in range(begin, len(found.pairs), CHUNK):
        pairs = found.pairs[at : at + CHUNK]
        with j.chunk(len(pairs), cursor={"done": at + len(pairs)}):
            propose_merges(pairs, day=j.job.day or local_today(), actor=j.actor)


def _parties() -> Iterator[Party]:
    taxed: dict[int, list[str]] = {}
    for customer, number in TaxRegistration.objects.filter(ended_on=None).values_list("customer", "number").iterator():
        taxed.setdefault(customer, []).append(number)
    rows = Customer.objects.filter(merged_into=None).exclude(state="closed").order_by("pk")
    for pk, number, name, country, reg_no, lei in rows.values_list("pk", "number", "legal_name", "country", F("reg_no"), F("lei")).iterator(
        chunk_size=5_000
    ):
        registered = [f"{country} {reg_no}"] if reg_no else []
        yield Party(pk, number, name, country, tuple([*taxed.get(pk, []), *registered, *([lei] if lei else [])]))


def ask_every_rule(j: Progress) -> None:
    """Each rule in a chunk of its own; taken up again after the last one that is done."""
    active = set(QualityRule.objects.filter(is_active=True).values_list("code", flat=True))
    codes = [code for code in CHECKS if code in active]
    j.total(len(codes))
    for index in range(int(j.cursor.get("done", 0)), len(codes)):
        with j.chunk(cursor={"done": index + 1}):
            ran = run_quality_rule(codes[index], day=j.job.day or local_today(), actor=j.actor)
        j.advance(0, findings=ran.opened)

"""Proofs of identity are kept from the end of the relation with the customer."""

from collections import defaultdict
from collections.abc import Collection, Iterator

from o2c.accounts.customers.erasing import reasons_to_keep
from o2c.compliance.kyc.models import KycDocument
from o2c.core.retention.models import RecordKind
from o2c.core.retention.registry import Use, named


def uses_of(file_ids: Collection[int]) -> Iterator[Use]:
    papers: dict[int, list[tuple[int, str]]] = defaultdict(list)
    rows = KycDocument.objects.filter(stored__in=file_ids)
    for stored, name, customer in rows.values_list("stored", "name", "file__customer"):
        papers[customer].append((stored, name))
    for customer, entity, reason in reasons_to_keep(papers, RecordKind.IDENTITY):
        for stored, name in papers[customer]:
            yield Use(stored, reason, name, customer, entity)


named(KycDocument, "stored", uses_of)

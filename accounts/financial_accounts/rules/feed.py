"""Which customer and account a line of the feed is about; it never guesses entity or currency. Source: reference 13."""

from collections.abc import Sequence
from dataclasses import dataclass

from o2c.core.errors import BusinessError


@dataclass(frozen=True, slots=True)
class Candidates:
    """Customers that a line may mean, by how they were found. `by_name` only suggests."""

    by_reference: Sequence[int] = ()
    by_tax_id: Sequence[int] = ()
    by_name: Sequence[str] = ()


def client_of(found: Candidates) -> int:
    """The one customer the line is about: by the client's id there, else by tax id.

    Raises BusinessError "feed_tax_id_ambiguous", "feed_name_suggests", "feed_client_unknown".
    """
    if found.by_reference:
        return found.by_reference[0]
    if len(found.by_tax_id) > 1:
        raise BusinessError("feed_tax_id_ambiguous", count=len(found.by_tax_id))
    if found.by_tax_id:
        return found.by_tax_id[0]
    if found.by_name:
        raise BusinessError("feed_name_suggests", names=list(found.by_name))
    raise BusinessError("feed_client_unknown")


def account_of(accounts: Sequence[int], contract_terms: Sequence[int]) -> int | None:
    """The one account in this entity and currency; None when one is to be opened on the terms of the one contract.

    Raises BusinessError "feed_account_ambiguous", "feed_contract_missing", "feed_contract_ambiguous".
    """
    if len(accounts) > 1:
        raise BusinessError("feed_account_ambiguous", count=len(accounts))
    if accounts:
        return accounts[0]
    if not contract_terms:
        raise BusinessError("feed_contract_missing")
    if len(set(contract_terms)) > 1:
        raise BusinessError("feed_contract_ambiguous", count=len(contract_terms))
    return None


@dataclass(frozen=True, slots=True)
class Tally:
    """How many lines ended how."""

    automatic: int = 0
    confirmed: int = 0
    corrected: int = 0
    open: int = 0

    @property
    def accuracy(self) -> float | None:
        """Share of decided lines the automation got right: what nobody had to correct. None before any is decided."""
        decided = self.automatic + self.confirmed + self.corrected
        return (self.automatic + self.confirmed) / decided if decided else None

"""By what an entry is known again. The bank's own reference where there is one, else everything the entry says."""

from hashlib import blake2b

from o2c.collections.cash.readers.shapes import Entry
from o2c.core.names import fold


def key(entry: Entry) -> int:
    """64 bits. Equal for the same entry in two files; two real payments that say the same are told apart by counting."""
    return int.from_bytes(blake2b("\x1f".join(identity(entry)).encode(), digest_size=8).digest(), "big")


def content_key(entry: Entry) -> str:
    """The same without the account, whose spelling differs from file to file; 128 bits in hexadecimal."""
    return blake2b("\x1f".join(identity(entry)[1:]).encode(), digest_size=16).hexdigest()


def identity(entry: Entry) -> tuple[str, ...]:
    """What the key is made of, the account first."""
    booked = entry.booked_on or entry.value_on
    day = booked.isoformat() if booked else ""
    money = (entry.statement.account.replace(" ", ""), day, entry.direction, format(entry.amount.normalize(), "f"))
    if entry.bank_reference:
        return (*money, "ref", entry.bank_reference)
    payments = [
        f"{payment.amount.normalize():f} {fold(payment.payer)} {fold(payment.text)} {payment.end_to_end}" for payment in entry.transactions
    ]
    return (*money, entry.currency, fold(entry.text), *payments)

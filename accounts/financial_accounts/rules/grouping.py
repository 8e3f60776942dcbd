"""Which documents a billing profile makes of the lines of a period: the same rule for the preview and for the run."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """One thing to bill. Texts are what documents and lines are called; `payer` is who gets the document."""

    payer: str
    account: str
    currency: str
    advertiser: str
    campaign: str
    product: str = ""
    purchase_order: str = ""
    insertion_order: str = ""


@dataclass(frozen=True, slots=True)
class Wish:
    """How the customer wants to be billed."""

    grouping: str
    split: str = ""
    layout: str = "detailed"
    references: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """One document to be: who gets it, in which currency, what it is about, its lines, and the references it misses."""

    payer: str
    currency: str
    about: str
    lines: tuple[str, ...]
    missing: tuple[str, ...]


def documents_of(lines: Sequence[Line], wish: Wish) -> list[Document]:
    """The documents in the order of payer, currency and subject; two currencies never share one."""
    groups: dict[tuple[str, str, str, str], list[Line]] = {}
    for line in sorted(lines, key=lambda each: (each.payer, each.currency, _subject(each, wish), _part(each, wish), each.campaign)):
        groups.setdefault((line.payer, line.currency, _subject(line, wish), _part(line, wish)), []).append(line)
    return [_document(key, members, wish) for key, members in groups.items()]


def _subject(line: Line, wish: Wish) -> str:
    match wish.grouping:
        case "campaign":
            return line.campaign
        case "order":
            return line.purchase_order
        case "consolidated":
            return ""
        case _:
            return line.account


def _part(line: Line, wish: Wish) -> str:
    match wish.split:
        case "advertiser":
            return line.advertiser
        case "product":
            return line.product
        case _:
            return ""


def _document(key: tuple[str, str, str, str], members: Sequence[Line], wish: Wish) -> Document:
    payer, currency, subject, part = key
    named = dict.fromkeys(_text(line, wish, payer) for line in members)
    missing = [name for name in wish.references if any(not _reference(line, name) for line in members)]
    return Document(payer, currency, ", ".join(filter(None, [subject, part])), tuple(named), tuple(missing))


def _text(line: Line, wish: Wish, payer: str) -> str:
    """What the document's line says: campaign or product, and the advertiser where somebody else pays."""
    words = [line.product if wish.layout == "summary" else line.campaign]
    if line.advertiser != payer:
        words.append(line.advertiser)
    words += [_reference(line, name) for name in wish.references if name in {"purchase_order", "insertion_order"}]
    return ", ".join(filter(None, words))


def _reference(line: Line, name: str) -> str:
    return str(getattr(line, name))

"""What the pages of a version and of a party show, as plain rows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from o2c.compliance.watchlists.messages import GENDERS, KINDS, NUMBER_KINDS
from o2c.compliance.watchlists.models import LinkState, PartyLink, WatchlistEntry, WatchlistVersion
from o2c.compliance.watchlists.queries import links_of, members_of
from o2c.compliance.watchlists.readers import Identifier, Listed, ListedName
from o2c.core import countries
from o2c.core.sentences import sentence


@dataclass(frozen=True, slots=True)
class Odd:
    """A finding of the reader, in words."""

    row: int
    value: str
    why: str


def what_was_odd(version: WatchlistVersion) -> list[Odd]:
    return [Odd(found["row"], found["value"], sentence(found["code"], found["values"])) for found in version.findings]


@dataclass(frozen=True, slots=True)
class State:
    """The party from one version to another, and what the version changed."""

    entry: WatchlistEntry
    gone: Sequence[str]
    come: Sequence[str]


def states(rows: Sequence[WatchlistEntry]) -> list[State]:
    """Each state of a party, newest first, with what is different from the one before."""
    befores = [*rows[1:], None]
    return [State(row, *_difference(before, row)) for row, before in zip(rows, befores, strict=True)]


def _difference(before: WatchlistEntry | None, after: WatchlistEntry) -> tuple[list[str], list[str]]:
    old, new = (set(_facts(before.listed())) if before else set()), set(_facts(after.listed()))
    return sorted(old - new), (sorted(new - old) if before else [])


def _facts(party: Listed) -> Iterator[str]:
    """Everything that takes part in matching, one text each."""
    yield from map(name_words, party.names)
    yield from map(str, party.births)
    yield from map(countries.name, party.countries)
    yield from party.programmes
    yield from map(number_words, party.identifiers)
    yield from ([kind_words(party.kind)] if party.kind else [])
    yield from ([gender_words(party.gender)] if party.gender else [])


def name_words(name: ListedName) -> str:
    """A name, and whether its publisher calls it weak."""
    return f"{name.text} ({_('weak alias')})" if name.weak else name.text


def kind_words(kind: str) -> str:
    """What sort of party it is, in words."""
    return str(KINDS.get(kind, _("not known")))


def gender_words(gender: str) -> str:
    return str(GENDERS.get(gender, gender))


def country_words(codes: str) -> str:
    """The names of countries, from their codes with commas between."""
    return ", ".join(countries.name(code) for code in codes.split(", "))


def number_kind(kind: str) -> str:
    """What a number is, in words; anything else as it stands."""
    return str(NUMBER_KINDS.get(kind, kind))


def number_words(number: Identifier) -> str:
    """One number with its kind and country."""
    return " ".join(filter(None, [number_kind(number.kind), number.number, countries.name(number.country)]))


@dataclass(frozen=True, slots=True)
class Member:
    """The same party on another list, or what a person has split from it."""

    handle: str
    url: str
    entry: WatchlistEntry | None
    why: Sequence[str]
    is_split: bool
    split_url: str


def members(entry: WatchlistEntry) -> list[Member]:
    """Everybody in the cluster of this entry, and whom a person has split from it."""
    links = {_other(link, entry.party): link for link in links_of(entry.party)}
    handles = dict.fromkeys([*members_of(entry.party), *links])
    return [_member(handle, entry, links.get(handle)) for handle in handles if handle != entry.party]


def _other(link: PartyLink, handle: str) -> str:
    return link.right if link.left == handle else link.left


def _member(handle: str, entry: WatchlistEntry, link: PartyLink | None) -> Member:
    source, _colon, key = handle.partition(":")
    found = WatchlistEntry.objects.filter(source__code=source, key=key).select_related("source").order_by("-pk").first()
    url = reverse("watchlist_party", args=[source, key])
    if link is None:
        return Member(handle, url, found, [], False, "")
    is_split = link.state == LinkState.SPLIT
    named = {**link.values, "kind": number_kind(link.values.get("kind", ""))}
    why = [sentence(link.why, named), *([link.note] if link.note else [])]
    split_url = "" if is_split else reverse("watchlist_party_split", args=[entry.source.code, entry.key, link.public_id])
    return Member(handle, url, found, why, is_split, split_url)

"""Who paid. Evidence, strongest first: account in the master data, account confirmed before, group account, name, similar name."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from rapidfuzz import fuzz, process

from o2c.collections.cash.engine.facts import Customer, Decision, GroupPayer, Why
from o2c.collections.cash.engine.names import plain_name, sorted_name

Certainty = Literal["certain", "likely", "guess", "group", "unknown"]
CONFIRMED = 3
SIMILAR, LEAD = 84.0, 4.0
NAMED_IN_TEXT = 92.0


@dataclass(frozen=True, slots=True)
class Payer:
    """One customer, or the several a group account pays for. A "group" payer is certain, but not which of its customers it pays for."""

    certainty: Certainty
    customers: tuple[str, ...] = ()
    why: Why | None = None

    @property
    def one(self) -> str:
        return self.customers[0] if len(self.customers) == 1 else ""


@dataclass(slots=True)
class Payers:
    """Accounts and names by which a payer is known."""

    customers: dict[str, Customer]
    by_account: dict[str, str] = field(default_factory=dict)
    groups: dict[str, set[str]] = field(default_factory=dict)
    group_names: dict[str, set[str]] = field(default_factory=dict)
    learned: dict[str, Counter[str]] = field(default_factory=dict)
    spellings: dict[str, Counter[str]] = field(default_factory=dict)
    by_name: dict[str, list[str]] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)

    @classmethod
    def build(cls, customers: Iterable[Customer], groups: Iterable[GroupPayer], decisions: Iterable[Decision]) -> "Payers":
        known = cls({customer.id: customer for customer in customers})
        children: defaultdict[str, set[str]] = defaultdict(set)
        for customer in known.customers.values():
            known.names[customer.id] = sorted_name(customer.name)
            known.by_name.setdefault(sorted_name(customer.name), []).append(customer.id)
            known.by_account.update(dict.fromkeys(customer.accounts, customer.id))
            if customer.parent:
                children[customer.parent].add(customer.id)
        for group in groups:
            known.group_names[sorted_name(group.name)] = children[group.id]
            known.groups.update(dict.fromkeys(group.accounts, children[group.id]))
        for decision in decisions:
            known.remember(decision)
        return known

    def remember(self, decision: Decision) -> None:
        if decision.account:
            self.learned.setdefault(decision.account, Counter())[decision.customer] += 1
        self.spellings.setdefault(sorted_name(decision.payer), Counter())[decision.customer] += 1

    def of(self, account: str, name: str, ultimate: str, text: str) -> Payer:
        """The payer of a credit, with the reason."""
        payer = self._by_account(account, name) or self._by_name(ultimate or name) or Payer("unknown")
        return self._named(payer, text) if payer.certainty == "group" else payer

    def _by_account(self, account: str, name: str) -> Payer | None:
        if customer := self.by_account.get(account):
            return Payer("certain", (customer,), Why("payer_account", {"account": account}))
        learned = self.learned.get(account, Counter())
        if account in self.groups or len(learned) > 1:
            customers = self.groups.get(account, set()) | set(learned)
            return Payer("group", tuple(sorted(customers)), Why("payer_group_account", {"account": account}))
        if not learned:
            return None
        [(customer, times)] = learned.items()
        if times >= CONFIRMED:
            return Payer("certain", (customer,), Why("payer_learned", {"account": account, "times": times}))
        agrees = self._name_fits(name, customer)
        return Payer("certain" if agrees else "likely", (customer,), Why("payer_learned", {"account": account, "times": times}))

    def _name_fits(self, name: str, customer: str) -> bool:
        return fuzz.token_sort_ratio(sorted_name(name), self.names.get(customer, "")) >= SIMILAR

    def _by_name(self, name: str) -> Payer | None:
        plain = sorted_name(name)
        if not plain:
            return None
        if found := self.by_name.get(plain):
            return Payer("likely" if len(found) == 1 else "group", tuple(found), Why("payer_name", {"name": name}))
        if plain in self.group_names:
            return Payer("group", tuple(sorted(self.group_names[plain])), Why("payer_group_name", {"name": name}))
        if spelled := self.spellings.get(plain):
            certainty: Certainty = "likely" if len(spelled) == 1 else "group"
            return Payer(certainty, tuple(sorted(spelled)), Why("payer_spelling", {"name": name}))
        return self._similar(name, plain)

    def _similar(self, name: str, plain: str) -> Payer | None:
        ranked = process.extract(plain, self.names, scorer=fuzz.token_sort_ratio, limit=2)
        if not ranked or ranked[0][1] < SIMILAR or (len(ranked) > 1 and ranked[0][1] - ranked[1][1] < LEAD):
            return self._first_word(name, plain)
        return Payer("guess", (ranked[0][2],), Why("payer_similar", {"name": name, "to": self.customers[ranked[0][2]].name}))

    def _first_word(self, name: str, plain: str) -> Payer | None:
        """A shortened name: its first word begins the name of exactly one customer."""
        words = plain_name(name).split()
        if not words or len(words[0]) < 4:
            return None
        fitting = [customer.id for customer in self.customers.values() if plain_name(customer.name).split()[:1] == words[:1]]
        if len(fitting) != 1:
            return None
        return Payer("guess", (fitting[0],), Why("payer_similar", {"name": name, "to": self.customers[fitting[0]].name}))

    def _named(self, payer: Payer, text: str) -> Payer:
        """Which customer of a group the text names."""
        words = set(plain_name(text).split())
        said = [customer for customer in payer.customers if self._is_named(customer, words, text)]
        if len(said) == 1:
            return Payer("group", (said[0],), Why("payer_named_in_text", {"name": self.customers[said[0]].name}))
        return payer

    def _is_named(self, customer: str, words: set[str], text: str) -> bool:
        name = plain_name(self.customers[customer].name)
        first = name.split()[0]
        return (len(first) > 3 and first in words) or fuzz.partial_ratio(name, plain_name(text)) >= NAMED_IN_TEXT

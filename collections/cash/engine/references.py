"""Document numbers in payment texts: whole, shortened, broken by the bank, listed, mistyped. Source: cash reference 7."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise

SEPARATOR = r"[\s./_:#\-]{0,3}"
# Letters that stand for digits when a number is typed or scanned.
CONFUSED = str.maketrans("OQILSBZ", "0011582")
DIGIT = "[0-9OQILSBZ]"
NUMBER = re.compile(r"^(?P<prefix>\D*)(?:(?P<year>(?:19|20)\d\d)\D+)?(?P<serial>\d{4,12})$")
# A prefix with digits of its own, such as an entity's code: a separator must end it.
CODED = re.compile(r"^(?P<prefix>[A-Z]+\d{1,3})[-/._ ](?:(?P<year>(?:19|20)\d\d)\D+)?(?P<serial>\d{4,12})$")
NEXT = re.compile(r"(?:\s*[,;/+&|]\s*|\s+(?:UND|AND|ET|Y|E|U\.?)\s+|\s+)[+]?")
RF = re.compile(r"\bRF\d{2}(?:\s?[A-Z0-9]{1,4}){1,6}")
BELGIAN = re.compile(r"\+{3}\s*(\d{3})\s*/\s*(\d{4})\s*/\s*(\d{5})\s*\+{3}")
SUFFIX = re.compile(r"(?<![\dA-Z/])(\d{4})(?!\d)(?!\s*[-./]\s*\d)")

BARE, ORDER, SUFFIX_ONLY = 2, 2, 1
WHOLE_DIGITS = 7
TAIL = 6  # the digits of a long serial that people write alone


@dataclass(frozen=True, slots=True)
class Parts:
    prefix: str
    year: str
    serial: str


def parts(number: str) -> Parts | None:
    """A document number taken apart: "RE-2026-100123" is RE, 2026, 100123; "DE01-100004" is DE01, 100004.

    None when it ends in no serial of four digits or more.
    """
    match = NUMBER.match(number.upper()) or CODED.match(number.upper())
    if match is None:
        return None
    return Parts(re.sub(r"[^A-Z0-9]", "", match["prefix"] or ""), match["year"] or "", match["serial"])


@dataclass(slots=True)
class Grammar:
    """How the numbers of a book look, learned from the numbers themselves."""

    lengths: set[int] = field(default_factory=set)
    prefixes: set[str] = field(default_factory=set)
    years: set[str] = field(default_factory=set)
    by_serial: dict[str, list[str]] = field(default_factory=dict)
    by_tail: dict[str, list[str]] = field(default_factory=dict)
    by_suffix: dict[str, list[str]] = field(default_factory=dict)
    orders: dict[str, list[str]] = field(default_factory=dict)
    structured: dict[str, str] = field(default_factory=dict)
    full: re.Pattern[str] | None = None

    def learn(self, number: str, order: str, structured: Iterable[str]) -> None:
        if found := parts(number):
            self.lengths.add(len(found.serial))
            self.prefixes.add(found.prefix)
            self.years.add(found.year)
            self.by_serial.setdefault(found.serial, []).append(number)
            self.by_suffix.setdefault(found.serial[-4:], []).append(number)
            if len(found.serial) > TAIL:
                self.by_tail.setdefault(found.serial[-TAIL:], []).append(number)
        if order:
            self.orders.setdefault(squeezed(order), []).append(number)
        for reference in structured:
            self.structured[squeezed(reference)] = number

    def ready(self) -> "Grammar":
        """Compile the pattern of a whole number: prefix and year as they occur, any separators, a serial one digit off at most."""
        shortest, longest = min(self.lengths, default=6), max(self.lengths, default=6)
        prefixes = "|".join(sorted((re.escape(prefix) for prefix in self.prefixes if prefix), key=len, reverse=True)) or "(?!)"
        year = r"(?P<year>(?:19|20)\d\d)" if any(self.years) else "(?P<year>(?!))"
        serial = rf"(?P<serial>{DIGIT}{{{shortest - 1},{longest + 1}}})(?![0-9])"
        self.full = re.compile(
            rf"(?:(?<![A-Z])(?P<prefix>{prefixes}){SEPARATOR}(?:{year}{SEPARATOR})?|(?<![0-9])(?P<lone>(?:19|20)\d\d)[/\-._ ]){serial}"
        )
        return self


@dataclass(slots=True)
class Mentions:
    """What a text names. `strong` numbers stand there whole; `weak` ones need the payer or the amount as a second proof."""

    strong: dict[str, str] = field(default_factory=dict)
    weak: dict[str, int] = field(default_factory=dict)
    strangers: list[str] = field(default_factory=list)
    other_years: list[str] = field(default_factory=list)

    def add(self, number: str, text: str) -> None:
        self.strong.setdefault(number, text)
        self.weak.pop(number, None)

    def add_weak(self, number: str, strength: int) -> None:
        if number not in self.strong:
            self.weak[number] = max(self.weak.get(number, 0), strength)


def squeezed(text: str) -> str:
    return re.sub(r"[^A-Z0-9]", "", text.upper())


def mentions(grammar: Grammar, text: str, references: Iterable[str] = ()) -> Mentions:
    """The documents named by a purpose text and by the payment's own references (end-to-end, structured)."""
    found = Mentions()
    for reference in references:
        _reference(grammar, reference, found)
    upper = text.upper()
    _structured(grammar, upper, found)
    rest = _whole(grammar, upper, found)
    if not found.strong:
        _broken(grammar, upper, found)
    _bare(grammar, rest, found)
    _orders(grammar, rest, found)
    return found


def _reference(grammar: Grammar, reference: str, found: Mentions) -> None:
    if number := grammar.structured.get(squeezed(reference)):
        found.add(number, reference)
        return
    _whole(grammar, reference.upper(), found)
    for number in grammar.orders.get(squeezed(reference), []):
        found.add_weak(number, ORDER)
    serial = squeezed(reference)
    for number in grammar.by_serial.get(serial, []):
        found.add_weak(number, BARE)


def _structured(grammar: Grammar, text: str, found: Mentions) -> None:
    for match in RF.finditer(text):
        token = squeezed(match.group())
        for length in range(len(token), 4, -1):
            if number := grammar.structured.get(token[:length]):
                found.add(number, token[:length])
                break
    for match in BELGIAN.finditer(text):
        if number := grammar.structured.get("".join(match.groups())):
            found.add(number, match.group())


def _whole(grammar: Grammar, text: str, found: Mentions) -> str:
    """Whole numbers, and the bare ones of a list that follows one. Returns the text without them."""
    rest, place = list(text), 0
    while grammar.full and (match := grammar.full.search(text, place)):
        year = match["year"] or match["lone"] or ""
        _take(grammar, Parts(match["prefix"] or "", year, match["serial"]), match.group(), found)
        place = _listed(grammar, text, match.end(), Parts(match["prefix"] or "", year, match["serial"].translate(CONFUSED)), found)
        rest[match.start() : place] = " " * (place - match.start())
    return "".join(rest)


def _take(grammar: Grammar, seen: Parts, token: str, found: Mentions) -> None:
    serial = seen.serial.translate(CONFUSED)
    known = [number for number in grammar.by_serial.get(serial, []) if _fits(number, seen)]
    if known:
        for number in known:
            found.add(number, token.strip())
    elif seen.year and seen.year not in grammar.years:
        found.other_years.append(token.strip())
    else:
        found.strangers.append(serial)


def _fits(number: str, seen: Parts) -> bool:
    own = parts(number)
    return own is not None and (not seen.prefix or own.prefix == seen.prefix) and (not seen.year or not own.year or own.year == seen.year)


def _listed(grammar: Grammar, text: str, place: int, head: Parts, found: Mentions) -> int:
    """Bare serials after a whole number, as in "RE-2026-100123 +100140" or ".../100352/100432"."""
    shortest, longest = min(grammar.lengths, default=6), max(grammar.lengths, default=6)
    serial = re.compile(rf"{DIGIT}{{{min(shortest, TAIL)},{longest}}}(?![0-9A-Z])")
    while (gap := NEXT.match(text, place)) and (match := serial.match(text, gap.end())):
        number = match.group().translate(CONFUSED)
        if len(number) < shortest:
            number = head.serial[: -len(number)] + number
        known = [known for known in grammar.by_serial.get(number, []) if _fits(known, head)]
        if not known and gap.group().strip() == "":
            break
        if re.match(r"\s*-\s*\d", text[match.end() :]) and known and known[0] in found.strong:
            break
        if known:
            for one in known:
                found.add(one, match.group())
        else:
            found.strangers.append(number)
        place = match.end()
    return place


def _broken(grammar: Grammar, text: str, found: Mentions) -> None:
    """Banks cut texts into pieces and put blanks inside numbers: read once more without any blank."""
    joined = re.sub(r"\s+", "", text)
    trial = Mentions()
    _whole_without_end(grammar, joined, trial)
    for number, token in trial.strong.items():
        found.add(number, token)
    if trial.strong:
        found.strangers.clear()


def _whole_without_end(grammar: Grammar, text: str, found: Mentions) -> None:
    prefixes = "|".join(re.escape(prefix) for prefix in grammar.prefixes if prefix)
    for length in sorted(grammar.lengths, reverse=True):
        pattern = re.compile(
            rf"(?P<prefix>{prefixes or '(?!)'}){SEPARATOR}(?P<year>(?:19|20)\d\d)?{SEPARATOR}(?P<serial>{DIGIT}{{{length}}})"
        )
        for match in pattern.finditer(text):
            serial = match["serial"].translate(CONFUSED)
            for number in grammar.by_serial.get(serial, []):
                if _fits(number, Parts(match["prefix"], match["year"] or "", serial)):
                    found.add(number, match.group())


def _bare(grammar: Grammar, text: str, found: Mentions) -> None:
    """Serials without prefix: "Nr.100529", "R100804"; and the last digits alone."""
    for length in sorted(grammar.lengths, reverse=True):
        for match in re.finditer(rf"(?<![0-9])(?:[0-9]{{2}})?([0-9]{{{length}}})(?![0-9])", text):
            _add_bare(found, grammar.by_serial.get(match[1], ()), match[1])
        for match in re.finditer(rf"(?<![0-9A-Z]){DIGIT}{{{length}}}(?![0-9A-Z])", text):
            _add_bare(found, grammar.by_serial.get(match.group().translate(CONFUSED), ()), "")
    for match in re.finditer(rf"(?<![0-9])[0-9]{{{TAIL}}}(?![0-9])", text):
        _add_bare(found, grammar.by_tail.get(match.group(), ()), "")
    if not found.strong and not found.weak:
        for match in SUFFIX.finditer(text):
            for number in grammar.by_suffix.get(match[1], ()):
                found.add_weak(number, SUFFIX_ONLY)


def _add_bare(found: Mentions, numbers: Iterable[str], digits: str) -> None:
    """Where documents have no prefix, long digits are the whole number."""
    for number in numbers:
        if number == digits and len(digits) >= WHOLE_DIGITS:
            found.add(number, digits)
        else:
            found.add_weak(number, BARE)


def _orders(grammar: Grammar, text: str, found: Mentions) -> None:
    words = re.findall(r"[A-Z0-9][A-Z0-9\-/]*[0-9]", text)
    for word in {*words, *(a + b for a, b in pairwise(words))}:
        for number in grammar.orders.get(squeezed(word), []):
            found.add_weak(number, ORDER)


def near(serial: str, other: str) -> bool:
    """Whether one slip of the hand makes one number of the other: a digit changed, lost, doubled, two swapped, or one moved."""
    if serial == other or abs(len(serial) - len(other)) > 1:
        return serial == other
    if len(serial) == len(other):
        wrong = [place for place, (a, b) in enumerate(zip(serial, other, strict=True)) if a != b]
        return len(wrong) == 1 or (sorted(serial) == sorted(other) and len(wrong) <= 3) or (len(wrong) == 2 and wrong[1] == wrong[0] + 1)
    short, long = sorted((serial, other), key=len)
    return any(long[:place] + long[place + 1 :] == short for place in range(len(long)))


def amounts_in(text: str) -> Iterator[int]:
    """Amounts with two decimals that a text names, in minor units: "abzgl. Transportschaden 7359,89"."""
    for match in re.finditer(r"(?<![\d./])(\d{1,3}(?:[.' ]\d{3})+|\d+)[.,](\d{2})(?![\d./])", text):
        yield int(re.sub(r"\D", "", match[1])) * 100 + int(match[2])

"""How a listed name comes to be written otherwise: one function a kind of variation, None where the kind does not apply to the name.

Every function takes the words of a name as published (persons already `First LAST`), the kind of party and a seeded generator.
"""

import random
import re
import unicodedata
from collections.abc import Callable

from labelled.tables import (
    ABBREVIATIONS,
    ARABIC_LETTERS,
    CYRILLIC_LETTERS,
    FORMS,
    KEYBOARD,
    LOOK_ALIKE,
    NICKNAMES,
    ROMANISATIONS,
    SCANNED,
    TITLES,
    TRANSLATIONS,
)

Words = list[str]
Seeded = random.Random
Variation = Callable[[Words, str, Seeded], Words | None]
LETTERS, VOWELS = "abcdefghijklmnopqrstuvwxyz", "aeiou"
FORM_WORDS = {word for form in FORMS for word in form.lower().split()}


def words_of(text: str, kind: str) -> Words:
    """The words of a published name; a person's `LAST, First Middle` turned round."""
    if kind == "person" and "," in text:
        last, _, first = text.partition(",")
        text = f"{first} {last}"
    return text.replace(",", " ").split()


def _long(words: Words, least: int = 4) -> list[int]:
    return [at for at, word in enumerate(words) if len(word) >= least and word.isalpha() and word.lower() not in FORM_WORDS]


def _in_one_word(words: Words, seeded: Seeded, change: Callable[[str, int], str], least: int = 4) -> Words | None:
    places = _long(words, least)
    if not places:
        return None
    at = seeded.choice(places)
    changed = change(words[at], seeded.randrange(1, len(words[at])))
    return [*words[:at], changed, *words[at + 1 :]] if changed != words[at] else None


def letter_left_out(words: Words, kind: str, seeded: Seeded) -> Words | None:
    return _in_one_word(words, seeded, lambda word, at: word[:at] + word[at + 1 :], least=5)


def letter_added(words: Words, kind: str, seeded: Seeded) -> Words | None:
    return _in_one_word(words, seeded, lambda word, at: word[:at] + seeded.choice(LETTERS) + word[at:])


def letter_replaced(words: Words, kind: str, seeded: Seeded) -> Words | None:
    return _in_one_word(words, seeded, lambda word, at: word[:at] + seeded.choice(LETTERS) + word[at + 1 :], least=5)


def letters_swapped(words: Words, kind: str, seeded: Seeded) -> Words | None:
    return _in_one_word(words, seeded, lambda word, at: word[: at - 1] + word[at] + word[at - 1] + word[at + 1 :])


def letter_doubled(words: Words, kind: str, seeded: Seeded) -> Words | None:
    return _in_one_word(words, seeded, lambda word, at: word[:at] + word[at] + word[at:])


def next_key(words: Words, kind: str, seeded: Seeded) -> Words | None:
    return _in_one_word(words, seeded, lambda word, at: word[:at] + seeded.choice(KEYBOARD.get(word[at].lower(), "e")) + word[at + 1 :], 5)


def scanned(words: Words, kind: str, seeded: Seeded) -> Words | None:
    text = " ".join(words).lower()
    fitting = [pair for pair in SCANNED if pair[0] in text]
    if not fitting:
        return None
    was, read = seeded.choice(fitting)
    return text.replace(was, read, 1).split()


def vowel_changed(words: Words, kind: str, seeded: Seeded) -> Words | None:
    def change(word: str, _at: int) -> str:
        places = [at for at, letter in enumerate(word.lower()) if letter in VOWELS]
        if not places:
            return word
        at = seeded.choice(places)
        return word[:at] + seeded.choice(VOWELS) + word[at + 1 :]

    return _in_one_word(words, seeded, change)


def two_letters_wrong(words: Words, kind: str, seeded: Seeded) -> Words | None:
    if len(_long(words, 6)) < 2:
        return None
    first = letter_left_out(words, kind, seeded)
    return first and letter_replaced(first, kind, seeded)


def family_name_first(words: Words, kind: str, seeded: Seeded) -> Words | None:
    return [words[-1], *words[:-1]] if kind == "person" and len(words) > 1 else None


def other_order(words: Words, kind: str, seeded: Seeded) -> Words | None:
    shuffled = seeded.sample(words, len(words))
    return shuffled if len(words) > 1 and shuffled != words else None


def middle_left_out(words: Words, kind: str, seeded: Seeded) -> Words | None:
    if kind != "person" or len(words) < 3 or words[-2].lower() in {"al", "de", "el", "bin", "ben"}:
        return None
    at = seeded.randrange(1, len(words) - 1)
    return [*words[:at], *words[at + 1 :]]


def word_left_out(words: Words, kind: str, seeded: Seeded) -> Words | None:
    light = [at for at, word in enumerate(words) if at and word.lower() not in FORM_WORDS]
    if kind == "person" or len(words) < 4 or not light:
        return None
    at = seeded.choice(light)
    return [*words[:at], *words[at + 1 :]]


def initial(words: Words, kind: str, seeded: Seeded) -> Words | None:
    if kind != "person" or len(words) < 2 or not words[0][0].isalpha():
        return None
    at = seeded.randrange(0, len(words) - 1)
    return [*words[:at], words[at][0] + seeded.choice([".", ""]), *words[at + 1 :]]


def middle_added(words: Words, kind: str, seeded: Seeded) -> Words | None:
    given = ["Maria", "Ivan", "Ahmed", "J.", "Carlos", "Nikolaevich", "Ali"]
    return [words[0], seeded.choice(given), *words[1:]] if kind == "person" and len(words) > 1 else None


def title_added(words: Words, kind: str, seeded: Seeded) -> Words | None:
    return [seeded.choice(TITLES), *words] if kind == "person" else None


def nickname(words: Words, kind: str, seeded: Seeded) -> Words | None:
    places = [at for at, word in enumerate(words) if word.lower() in NICKNAMES]
    if kind != "person" or not places or len(words) < 2:
        return None
    at = seeded.choice(places)
    return [*words[:at], seeded.choice(NICKNAMES[words[at].lower()]), *words[at + 1 :]]


def all_joined(words: Words, kind: str, seeded: Seeded) -> Words | None:
    return ["".join(words)] if 2 <= len(words) <= 4 else None


def two_joined(words: Words, kind: str, seeded: Seeded) -> Words | None:
    if len(words) < 3:
        return None
    at = seeded.randrange(len(words) - 1)
    return [*words[:at], words[at] + words[at + 1], *words[at + 2 :]]


def one_split(words: Words, kind: str, seeded: Seeded) -> Words | None:
    return _in_one_word(words, seeded, lambda word, at: word[: max(2, at)] + " " + word[max(2, at) :] if len(word) - at >= 2 else word, 6)


def hyphenated(words: Words, kind: str, seeded: Seeded) -> Words | None:
    return ["-".join(words)] if 2 <= len(words) <= 3 else None


def other_romanisation(words: Words, kind: str, seeded: Seeded) -> Words | None:
    text = " ".join(words).lower()
    fitting = [pair for pair in ROMANISATIONS if re.search(pair[0], text)]
    if not fitting:
        return None
    for was, now in seeded.sample(fitting, min(len(fitting), seeded.choice([1, 2, 2, 3]))):
        text = re.sub(was, now, text)
    return text.split()


def as_it_sounds(words: Words, kind: str, seeded: Seeded) -> Words | None:
    pairs = [
        ("ph", "f"),
        ("ck", "k"),
        ("c(?=[aou])", "k"),
        ("qu", "kw"),
        ("z", "s"),
        ("v", "f"),
        ("ee", "i"),
        ("x", "ks"),
        ("tt", "t"),
        ("w", "v"),
    ]
    text = " ".join(words).lower()
    fitting = [pair for pair in pairs if re.search(pair[0], text)]
    if not fitting:
        return None
    was, now = seeded.choice(fitting)
    return re.sub(was, now, text).split()


def accents(words: Words, kind: str, seeded: Seeded) -> Words | None:
    marks = dict(zip("aeiouncsz", "áéíöüñçšž", strict=True))
    return ["".join(marks.get(letter, letter) if seeded.random() < 0.5 else letter for letter in word.lower()).title() for word in words]


def punctuation(words: Words, kind: str, seeded: Seeded) -> Words | None:
    return [seeded.choice(["", '"', "("]) + word.lower() + seeded.choice(["", ",", ".", '"', ")"]) for word in words]


def hidden_letters(words: Words, kind: str, seeded: Seeded) -> Words | None:
    return _in_one_word(words, seeded, lambda word, _at: "".join(LOOK_ALIKE.get(letter, letter) for letter in word.lower()))


def form_changed(words: Words, kind: str, seeded: Seeded) -> Words | None:
    if kind != "organisation":
        return None
    text, lower = " ".join(words), " ".join(words).lower()
    for form in sorted(FORMS, key=len, reverse=True):
        if lower.startswith(form.lower() + " "):
            return [*text[len(form) :].split(), *seeded.choice(FORMS[form]).split()]
        if lower.endswith(" " + form.lower()):
            return [*text[: -len(form)].split(), *seeded.choice(FORMS[form]).split()]
    return None


def form_left_out(words: Words, kind: str, seeded: Seeded) -> Words | None:
    changed = form_changed(words, kind, random.Random(0))  # noqa: S311  (whether it can be changed at all)
    kept = [word for word in words if word.lower().strip(".") not in FORM_WORDS]
    return kept if changed and len(kept) > 1 else None


def form_added(words: Words, kind: str, seeded: Seeded) -> Words | None:
    if kind != "organisation" or form_changed(words, kind, random.Random(0)) or len(words) < 2:  # noqa: S311  (the same)
        return None
    return [*words, *seeded.choice(["Ltd", "LLC", "Co Ltd", "GmbH", "S.A.", "Inc."]).split()]


def abbreviated(words: Words, kind: str, seeded: Seeded) -> Words | None:
    places = [at for at, word in enumerate(words) if word.lower() in ABBREVIATIONS]
    if kind != "organisation" or not places:
        return None
    return [ABBREVIATIONS[word.lower()] if at in places else word for at, word in enumerate(words)]


def cut_off(words: Words, kind: str, seeded: Seeded) -> Words | None:
    text = " ".join(words)
    return text[: -seeded.randint(1, 3)].split() if len(text) > 18 and len(words[-1]) > 5 else None


def in_cyrillic(words: Words, kind: str, seeded: Seeded) -> Words | None:
    return _in_script(words, CYRILLIC_LETTERS).split()


def in_arabic(words: Words, kind: str, seeded: Seeded) -> Words | None:
    text = _in_script(words, ARABIC_LETTERS)
    return text.split() if all(unicodedata.bidirectional(sign) in {"AL", "WS", "NSM"} for sign in text) else None


def in_another_language(words: Words, kind: str, seeded: Seeded) -> Words | None:
    places = [at for at, word in enumerate(words) if word.lower() in TRANSLATIONS]
    if kind != "organisation" or not places:
        return None
    return [TRANSLATIONS[word.lower()] if at in places else word for at, word in enumerate(words)]


def _in_script(words: Words, letters: dict[str, str]) -> str:
    text, longest = " ".join(words).lower(), max(map(len, letters))
    found, at = "", 0
    while at < len(text):
        for length in range(longest, 0, -1):
            if (piece := text[at : at + length]) in letters:
                found, at = found + letters[piece], at + length
                break
        else:
            found, at = found + (text[at] if text[at] in " 0123456789" else ""), at + 1
    return found

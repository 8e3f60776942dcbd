"""Payer names as banks print them, made comparable: no legal forms, no accents, umlauts in either spelling."""

import re
from functools import lru_cache

from o2c.core.names import fold

UMLAUTS = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss", "å": "aa", "Å": "Aa", "ø": "oe", "Ø": "Oe"}
)
TWO_LETTERS = re.compile(r"(?<=[a-z])?(ae|oe|ue|aa)")
LEGAL_FORMS = set(
    (
        "gmbh mbh ag kg kgaa ohg se eg ek ev ug co cie bv nv vof cv sa sas sarl sarls sasu eurl snc srl srls spa sl slu "
        "sau ab aps as asa oy oyj hb kb ltd limited plc llp llc inc corp corporation company sp zoo zo kft zrt sro doo "
        "dd ou uab sia "
    ).split()
)
SPLIT_FORMS = re.compile(r"\b(s a r l|s p a|s r l|s a s|s a|b v|n v|a g|e k|s l|z o o|sp z o o|s e|k g|a b|o y|s r o|d o o|p l c)\b")
TITLES = {"fa", "firma", "herr", "frau", "mr", "mrs", "ms", "m", "the"}


@lru_cache(maxsize=200_000)
def plain_name(name: str) -> str:
    """Lower-case words without legal form and title, umlauts as one letter: "Alfeld Großhandel Köln e.K." is "alfeld grosshandel koln"."""
    folded = fold(name.replace("à r.l.", "arl").translate(UMLAUTS))
    folded = SPLIT_FORMS.sub(lambda match: match.group().replace(" ", ""), folded)
    words = [TWO_LETTERS.sub(lambda match: match.group()[0], word) for word in folded.split()]
    kept = [word for word in words if word not in LEGAL_FORMS | TITLES]
    return " ".join(kept or words)


def sorted_name(name: str) -> str:
    """The same words in one order: a name may stand with its legal form first or its parts turned round."""
    return " ".join(sorted(plain_name(name).split()))

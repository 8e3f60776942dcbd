"""What stands on a page without having been said in the reader's language: codes, and words that have a translation."""

import re
from collections.abc import Iterator
from functools import cache
from html import unescape

from o2c import catalogue

UNREAD = re.compile(r"""(?s)<(script|style|head|svg|textarea|code)\b.*?</\1>|<(\w+)[^>]*\blang=[^>]*>.*?</\2>|<td[^>]*\bk-code\b.*?</td>""")
CODE = re.compile(r"(?<![\w./@:{-])[a-z]+(?:_[a-z0-9]+)+(?![\w./@}-])")
PARTS = re.compile(r"[\s\u202f]*[:,·→][\s\u202f]+")
# what the story's people wrote, and names, that happen to be words of ours
WRITTEN = {"The night", "signed", "Yes", "Entered", "AT", "NO", "delivery", "Reseller", "reseller"}
# pages that show columns of files, texts of mails or names of a chart of accounts as they are
AS_THEY_ARE = {"feed_receive", "spend_import", "mail_templates", "mail_template", "mapping_list", "mapping", "mapping_edit"}


def texts(html: str) -> Iterator[str]:
    """Every text a reader sees of the body, in pieces at tags."""
    body = UNREAD.sub(" ", html[html.find("<body") :])
    return (text for piece in re.split(r"<[^>]*>", body) if (text := unescape(piece).strip()))


@cache
def translated(language: str) -> frozenset[str]:
    """Our words that are other words in that language, in small letters."""
    known = catalogue.load(language)
    pairs = ((message.id, message.string) for message in known if isinstance(message.id, str) and message.id)
    ours = {text.casefold() for text, said in pairs if text != said}
    return frozenset(ours - {str(message.string).casefold() for message in known})


def raw(html: str, language: str) -> set[str]:
    """Codes, and words of ours in English on a page in another language."""
    found = set()
    for text in texts(html):
        found |= set(CODE.findall(text))
        found |= {part for part in (text, *PARTS.split(text)) if part.casefold() in translated(language) and part not in WRITTEN}
    return found

"""How names of the fixed set were changed, in words."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

VARIATIONS: Mapping[str, str | Promise] = {
    "letter_left_out": _("a letter left out"),
    "letter_added": _("a letter added"),
    "letter_replaced": _("a letter replaced"),
    "letters_swapped": _("two letters swapped"),
    "letter_doubled": _("a letter doubled"),
    "next_key": _("the next key hit"),
    "scanned": _("misread by a scanner"),
    "vowel_changed": _("a vowel changed"),
    "two_letters_wrong": _("two letters wrong"),
    "family_name_first": _("family name first"),
    "other_order": _("another order"),
    "middle_left_out": _("middle name left out"),
    "word_left_out": _("a word left out"),
    "initial": _("an initial only"),
    "middle_added": _("middle name added"),
    "title_added": _("title added"),
    "nickname": _("nickname"),
    "all_joined": _("all in one word"),
    "two_joined": _("two words in one"),
    "one_split": _("one word split"),
    "hyphenated": _("hyphenated"),
    "other_romanisation": _("another romanisation"),
    "as_it_sounds": _("written as it sounds"),
    "accents": _("with accents"),
    "punctuation": _("with punctuation"),
    "hidden_letters": _("letters of another script hidden"),
    "form_changed": _("another legal form"),
    "form_left_out": _("legal form left out"),
    "form_added": _("legal form added"),
    "abbreviated": _("abbreviated"),
    "cut_off": _("cut off"),
    "in_cyrillic": _("in Cyrillic"),
    "in_arabic": _("in Arabic"),
    "in_another_language": _("in another language"),
    "clean": _("nobody listed: should not alert"),
}

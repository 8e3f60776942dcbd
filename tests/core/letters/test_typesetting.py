"""Letters are PDF/A with our fonts only, the same every time, and say what they are given, literally."""

from copy import deepcopy
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.conf import settings
from pypdf import PdfReader

from o2c.core.letters.typesetting import fonts, typeset

DAY = date(2026, 2, 28)
BUCKETS = ["not_due", "d1_30", "d31_60", "d61_90", "d91_180", "d181_365", "over_365", "credits"]
SHEET: dict[str, Any] = {
    "window": "left",
    "sender": {"name": "Example FR01 SA", "lines": ["12 rue de la Paix", "75002 Paris"], "vat_id": "FR40303265045"},
    "recipient": ["Müller & Söhne GmbH", "Hauptstraße 5", "10115 Berlin"],
    "customer": "C-17",
    "period": "1 Jan 2026 – 28 Feb 2026",
    "as_of": "28 Feb 2026",
    "contact": "Colin Collector",
    "blocks": [
        {
            "currency": "EUR",
            "opening": "0.00",
            "opening_on": "1 Jan 2026",
            "closing": "1,234.50",
            "closing_on": "28 Feb 2026",
            "movements": [
                {
                    "date": "3 Jan 2026",
                    "kind": "invoice",
                    "party": "",
                    "reference": "INV-1",
                    "debit": "1,234.50",
                    "credit": "",
                    "balance": "1,234.50",
                }
            ],
            "items": [
                {
                    "reference": "INV-1",
                    "party": "Sister Works",
                    "date": "3 Jan 2026",
                    "due": "2 Feb 2026",
                    "days": "26",
                    "amount": "1,234.50",
                    "open": "1,234.50",
                }
            ],
            "ageing": [[bucket, "0.00"] for bucket in BUCKETS],
            "total_open": "1,234.50",
        }
    ],
    "banks": [{"name": "Example FR01 SA", "iban": "FR76 3000 6000 0112 3456 7890 189", "bic": "AGRIFRPP", "currency": "EUR"}],
}


def sheet(**changed: Any) -> dict[str, Any]:
    return {**deepcopy(SHEET), **changed}


def text_of(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())


TITLES = {"en": "Statement of account", "fr": "Relevé de compte", "de": "Kontoauszug", "es": "Extracto de cuenta"}
OPEN_ITEMS = {"en": "Open items", "fr": "Postes ouverts", "de": "Offene Posten", "es": "Partidas abiertas"}


@pytest.mark.parametrize("language", settings.DOCUMENT_LANGUAGES)
def test_a_statement_in_each_language_says_everything(language: str) -> None:
    pdf = typeset("statement", language, sheet(), dated=DAY)

    said = text_of(pdf)
    for part in (
        TITLES[language],
        OPEN_ITEMS[language],
        "Müller & Söhne GmbH",
        "INV-1",
        "Sister Works",
        "26",
        "FR76 3000 6000 0112 3456 7890 189",
        "FR40303265045",
    ):
        assert part in said
    assert said.count("1,234.50") >= 5


GREETINGS = {"en": "Dear Sir", "fr": "Madame, Monsieur", "de": "Sehr geehrte", "es": "Estimados"}


@pytest.mark.parametrize("language", settings.DOCUMENT_LANGUAGES)
def test_an_answer_in_each_language_keeps_its_paragraphs(language: str) -> None:
    facts = {"number": "K1", "reference": "[K1-ab]", "dated": "2 Feb 2026", "subject": "Too high", "documents": "INV-1", "author": "Jo"}
    answer = sheet(**facts, paragraphs=[["You are right."], ["#Line 2 is", "*credited*."]])

    said = text_of(typeset("answer", language, answer, dated=DAY))

    for part in (GREETINGS[language], "Too high", "[K1-ab]", "INV-1", "You are right. #Line 2 is *credited*."):
        assert part in said


def test_it_is_pdf_a_in_its_language_with_our_fonts_only() -> None:
    reader = PdfReader(BytesIO(typeset("statement", "de", sheet(), dated=DAY)))

    metadata = reader.xmp_metadata.stream.get_data().decode()  # type: ignore[union-attr]
    assert "<pdfaid:part>2</pdfaid:part>" in metadata
    assert "<pdfaid:conformance>B</pdfaid:conformance>" in metadata
    assert reader.trailer["/Root"]["/Lang"] == "de"
    used = {str(font.get_object()["/BaseFont"]) for page in reader.pages for font in page["/Resources"]["/Font"].values()}
    assert used
    assert all("NotoSans" in name for name in used)


def test_the_same_sheet_gives_the_same_bytes() -> None:
    assert typeset("statement", "en", sheet(), dated=DAY) == typeset("statement", "en", sheet(), dated=DAY)
    assert typeset("statement", "en", sheet(), dated=DAY) != typeset("statement", "en", sheet(), dated=date(2026, 3, 1))


@pytest.mark.parametrize(
    "hostile",
    [
        '#read("/statement.typ")',
        "#panic()",
        "*bold* _em_ $x^2$ `raw` <label> @ref",
        "\\#text",
        "] #import [",
        "// not a comment",
        "= no heading",
    ],
)
def test_what_customers_are_called_is_never_read_as_markup(hostile: str) -> None:
    pdf = typeset("statement", "en", sheet(recipient=[hostile], customer=hostile), dated=DAY)

    assert text_of(pdf).count(hostile) == 2


@pytest.mark.parametrize(
    "name",
    [
        "株式会社サンプル",
        "上海示例有限公司",
        "서울주식회사",
        "ООО Ромашка",
        "شركة المثال",
        "דוגמה",
        "บริษัท",
        "उदाहरण",
        "Ωμέγα ΑΕ",
        "Ընկերություն",
        "კომპანია",
    ],
)
def test_every_script_of_our_customers_can_be_shown(name: str) -> None:
    shown = typeset("statement", "en", sheet(recipient=[name]), dated=DAY)

    assert "\N{REPLACEMENT CHARACTER}" not in text_of(shown)


def test_a_character_no_font_has_is_replaced_and_the_rest_stays() -> None:
    pdf = typeset("statement", "en", sheet(recipient=["Smile \N{GRINNING FACE} Ltd"]), dated=DAY)

    assert "Smile \N{REPLACEMENT CHARACTER} Ltd" in text_of(pdf)


def test_control_characters_and_characters_that_turn_text_around_go() -> None:
    pdf = typeset("statement", "en", sheet(recipient=["Exa\x07mple\n\N{RIGHT-TO-LEFT OVERRIDE}Ltd"]), dated=DAY)

    assert "Example Ltd" in text_of(pdf)


def test_nothing_to_say_is_said() -> None:
    assert "no movement in this period" in text_of(typeset("statement", "en", sheet(blocks=[]), dated=DAY))


def test_a_language_without_a_template_gets_english() -> None:
    assert "Statement of account" in text_of(typeset("statement", "it", sheet(), dated=DAY))


def test_a_long_statement_repeats_its_head_on_every_page() -> None:
    block = deepcopy(SHEET["blocks"][0])
    block["movements"] *= 500
    reader = PdfReader(BytesIO(typeset("statement", "en", sheet(blocks=[block]), dated=DAY)))

    assert len(reader.pages) > 8
    assert all("Movement" in page.extract_text() for page in reader.pages[:8])
    assert f"Page 2 of {len(reader.pages)}" in reader.pages[1].extract_text()


def test_only_the_fonts_we_ship_are_used() -> None:
    assert {font.path.rpartition("/")[0].rpartition("/")[2].partition("@")[0] for font in fonts().fonts() if font.path} == {
        "fonts-noto-core",
        "fonts-droid-fallback",
        "fonts-nanum",
    }

"""Names of nobody listed: people and companies of many locales, and those that are hard because they share parts with listed ones."""

import csv
import gzip
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from anyascii import anyascii
from faker import Faker

PEOPLE = (
    "ar_EG ar_SA bg_BG cs_CZ da_DK de_DE el_GR en_GB en_IN en_US es_CO es_ES es_MX et_EE fa_IR fi_FI fr_FR he_IL hi_IN hr_HR hu_HU hy_AM "
    "id_ID it_IT ja_JP ka_GE ko_KR lt_LT lv_LV nl_NL no_NO pl_PL pt_BR ro_RO ru_RU sk_SK sl_SI sv_SE ta_IN th_TH tr_TR uk_UA "
    "vi_VN zh_CN zh_TW "
    "en_NG en_KE en_PK fil_PH az_AZ uz_UZ sq_AL sr_BA"
).split()
COMPANIES = (
    "en_US en_GB de_DE fr_FR es_ES es_MX it_IT nl_NL pl_PL pt_BR ru_RU sv_SE da_DK tr_TR cs_CZ zh_CN ja_JP ko_KR fi_FI ro_RO id_ID hr_HR"
).split()


@dataclass(frozen=True, slots=True)
class Clean:
    """Somebody who stands on no list; `kind` as the engine has it, `source` how the name was come by."""

    name: str
    kind: str
    source: str
    birth: str
    country: str


def clean_names(count: int, seed: int, samples: Path, listed_people: Sequence[Sequence[str]]) -> list[Clean]:
    """`count` names, in fixed shares; never one of `taken`, which the caller checks."""
    seeded = random.Random(seed)  # noqa: S311  (a set that can be made again)
    ways = {
        "people of locales": (0.4, _people(seeded)),
        "companies of locales": (0.25, _companies(seeded)),
        "wanted by others": (0.1, _wanted(samples, seeded)),
        "customers": (0.15, _customers(samples, seeded)),
        "listed given name, listed family name": (0.1, _recombined(listed_people, seeded)),
    }
    found = []
    for source, (share, names) in ways.items():
        for name, kind, country in (next(names) for _number in range(int(count * share))):
            birth = f"{seeded.randint(1945, 2003)}-{seeded.randint(1, 12):02}-{seeded.randint(1, 28):02}" if kind == "person" else ""
            found.append(Clean(name, kind, source, birth, country))
    return found


Named = Iterator[tuple[str, str, str]]


def _fakers(locales: Sequence[str], seeded: random.Random) -> dict[str, Faker]:
    fakers = {locale: Faker(locale) for locale in locales}
    for faker in fakers.values():
        faker.seed_instance(seeded.random())
    return fakers


def _people(seeded: random.Random) -> Named:
    fakers = _fakers(PEOPLE, seeded)
    while True:
        locale = seeded.choice(PEOPLE)
        name = fakers[locale].name()
        yield (name if name.isascii() or seeded.random() < 0.4 else anyascii(name).title()), "person", locale[-2:]


def _companies(seeded: random.Random) -> Named:
    fakers = _fakers(COMPANIES, seeded)
    while True:
        locale = seeded.choice(COMPANIES)
        yield fakers[locale].company(), "organisation", locale[-2:]


def _wanted(samples: Path, seeded: random.Random) -> Named:
    with gzip.open(samples / "sanctions/opensanctions/interpol_red_notices_targets.simple_2025-05.csv.gz", "rt") as rows:
        people = [(row["name"], row["countries"][:2].upper()) for row in csv.DictReader(rows) if row["schema"] == "Person"]
    while True:
        name, country = seeded.choice(people)
        yield name, "person", country


def _customers(samples: Path, seeded: random.Random) -> Named:
    names: set[str] = set()
    for file, column in (("history_invoices", "customer_name"), ("b2b_open_invoices_2020", "name_customer")):
        with gzip.open(samples / f"receivables/{file}.csv.gz", "rt") as rows:
            names |= {row[column].strip() for row in csv.DictReader(rows)}
    ordered = sorted(name for name in names if len(name) > 3)
    while True:
        yield seeded.choice(ordered), "organisation", "US"


def _recombined(listed_people: Sequence[Sequence[str]], seeded: random.Random) -> Named:
    while True:
        one, other = seeded.choice(listed_people), seeded.choice(listed_people)
        if len(one) > 1 and len(other) > 1:
            yield f"{one[0]} {other[-1]}", "person", seeded.choice(["DE", "US", "MX", "RU", "EG", "IN", "FR"])

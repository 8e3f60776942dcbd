"""The legal periods a house starts with. From then on they are rows that two people change, and that this never writes over."""

from datetime import date

from o2c.core.retention.models import PeriodState, RecordKind, RetentionPeriod

ALWAYS = date(1900, 1, 1)
BOOK, DEAL, WORD, PROOF = RecordKind.ACCOUNTING, RecordKind.CONTRACT, RecordKind.CORRESPONDENCE, RecordKind.IDENTITY

# country -> kind -> [(from day, years, law)]. Where a law shortened a period, what was there before keeps the longer one.
LAWS: dict[str, dict[RecordKind, list[tuple[date, int, str]]]] = {
    "AT": {
        BOOK: [(ALWAYS, 7, "BAO § 132, UGB § 212")],
        DEAL: [(ALWAYS, 7, "UGB § 212")],
        WORD: [(ALWAYS, 7, "UGB § 212")],
        PROOF: [(ALWAYS, 10, "FM-GwG § 21")],
    },
    "BE": {
        BOOK: [(ALWAYS, 7, "Code de la TVA art. 60"), (date(2023, 1, 1), 10, "Code de la TVA art. 60, since 2023")],
        DEAL: [(ALWAYS, 10, "ancien Code civil art. 2262bis")],
        WORD: [(ALWAYS, 10, "ancien Code civil art. 2262bis")],
        PROOF: [(ALWAYS, 10, "loi du 18 septembre 2017 art. 60")],
    },
    "CH": {
        BOOK: [(ALWAYS, 10, "OR Art. 958f")],
        DEAL: [(ALWAYS, 10, "OR Art. 127")],
        WORD: [(ALWAYS, 10, "OR Art. 127")],
        PROOF: [(ALWAYS, 10, "GwG Art. 7")],
    },
    "DE": {
        BOOK: [(ALWAYS, 10, "AO § 147, HGB § 257"), (date(2025, 1, 1), 8, "AO § 147 Abs. 3, HGB § 257 Abs. 4, since 2025")],
        DEAL: [(ALWAYS, 6, "HGB § 257 Abs. 4")],
        WORD: [(ALWAYS, 6, "HGB § 257 Abs. 4")],
        PROOF: [(ALWAYS, 5, "GwG § 8 Abs. 4")],
    },
    "ES": {
        BOOK: [(ALWAYS, 6, "Código de Comercio art. 30")],
        DEAL: [(ALWAYS, 6, "Código de Comercio art. 30")],
        WORD: [(ALWAYS, 6, "Código de Comercio art. 30")],
        PROOF: [(ALWAYS, 10, "Ley 10/2010 art. 25")],
    },
    "FR": {
        BOOK: [(ALWAYS, 10, "Code de commerce art. L123-22")],
        DEAL: [(ALWAYS, 5, "Code de commerce art. L110-4")],
        WORD: [(ALWAYS, 5, "Code de commerce art. L110-4")],
        PROOF: [(ALWAYS, 5, "Code monétaire et financier art. L561-12")],
    },
    "GB": {
        BOOK: [(ALWAYS, 6, "VAT Act 1994 Sch. 11 para. 6, Companies Act 2006 s. 388")],
        DEAL: [(ALWAYS, 6, "Limitation Act 1980 s. 5")],
        WORD: [(ALWAYS, 6, "Limitation Act 1980 s. 5")],
        PROOF: [(ALWAYS, 5, "MLR 2017 reg. 40")],
    },
    "IE": {
        BOOK: [(ALWAYS, 6, "Taxes Consolidation Act 1997 s. 886")],
        DEAL: [(ALWAYS, 6, "Statute of Limitations 1957 s. 11")],
        WORD: [(ALWAYS, 6, "Statute of Limitations 1957 s. 11")],
        PROOF: [(ALWAYS, 5, "CJA 2010 s. 55")],
    },
    "IT": {
        BOOK: [(ALWAYS, 10, "Codice civile art. 2220")],
        DEAL: [(ALWAYS, 10, "Codice civile art. 2946")],
        WORD: [(ALWAYS, 10, "Codice civile art. 2220")],
        PROOF: [(ALWAYS, 10, "D.Lgs. 231/2007 art. 31")],
    },
    "LU": {
        BOOK: [(ALWAYS, 10, "Code de commerce art. 16")],
        DEAL: [(ALWAYS, 10, "Code de commerce art. 189")],
        WORD: [(ALWAYS, 10, "Code de commerce art. 16")],
        PROOF: [(ALWAYS, 5, "loi du 12 novembre 2004 art. 3")],
    },
    "NL": {
        BOOK: [(ALWAYS, 7, "AWR art. 52")],
        DEAL: [(ALWAYS, 7, "AWR art. 52")],
        WORD: [(ALWAYS, 7, "AWR art. 52")],
        PROOF: [(ALWAYS, 5, "Wwft art. 33")],
    },
    "US": {
        BOOK: [(ALWAYS, 7, "26 CFR 1.6001-1, seven years as the longest of the limits on assessment")],
        DEAL: [(ALWAYS, 7, "statutes of limitation of the states, seven years taken")],
        WORD: [(ALWAYS, 7, "statutes of limitation of the states, seven years taken")],
        PROOF: [(ALWAYS, 5, "31 CFR 1010.430")],
    },
}


def sync_periods() -> None:
    """Write the periods of countries and kinds of which nothing is known yet; contacts are kept as long as correspondence."""
    known = set(RetentionPeriod.objects.values_list("country", "kind"))
    rows = []
    for country, kinds in LAWS.items():
        for kind, laws in {**kinds, RecordKind.PERSONAL: kinds[WORD]}.items():
            if (country, kind.value) not in known:
                ends = [day for day, _years, _law in laws[1:]] + [None]
                rows += [_row(country, kind, law, end) for law, end in zip(laws, ends, strict=True)]
    RetentionPeriod.objects.bulk_create(rows)


def _row(country: str, kind: RecordKind, law: tuple[date, int, str], until: date | None) -> RetentionPeriod:
    since, years, source = law
    return RetentionPeriod(
        country=country, kind=kind, years=years, valid_from=since, valid_until=until, source=source, state=PeriodState.ACTIVE,
        from_year_end=kind != RecordKind.IDENTITY,
    )  # fmt: skip

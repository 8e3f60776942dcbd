"""A made-up sanctions list in OFAC's layout: nobody on it exists."""

import io
from csv import writer

from o2c.compliance.watchlists.imports import load_watchlist
from o2c.compliance.watchlists.readers import ListFile
from o2c.story.cast import Cast

NOTHING = "-0-"
PARTIES = [
    (90001, "VOLKAN ORIENT TRADING LIMITED", NOTHING, "DEMO", "Registration Number 77012345 (Utopia)."),
    (90002, "VOLKOVA, Marta Ivanovna", "individual", "DEMO", "DOB 14 Mar 1961; nationality Utopia."),
    (90003, "SILVER CRANE SHIPPING COMPANY", NOTHING, "DEMO", "Secondary sanctions risk."),
    (90004, "DRAGAN, Pavel", "individual", "DEMO", "DOB 1958; a.k.a. 'PASHA'."),
    (90005, "NORTHERN LANTERN", "vessel", "DEMO", "Vessel Registration Identification IMO 9187629."),
]
ALIASES = [(90001, 1, "aka", "VOLKAN ORIENT TICARET"), (90003, 2, "fka", "GUMUS TURNA DENIZCILIK")]


def load(cast: Cast) -> None:
    """Import the list as the compliance officer would."""
    parties = [[number, name, kind, programme, *[NOTHING] * 7, remarks] for number, name, kind, programme, remarks in PARTIES]
    aliases = [[*alias, NOTHING] for alias in ALIASES]
    files = [ListFile("sdn.csv", _csv(parties)), ListFile("alt.csv", _csv(aliases))]
    load_watchlist("ofac_sdn", files, actor=cast.who_may("compliance.import_watchlist"))


def _csv(rows: list[list[object]]) -> bytes:
    text = io.StringIO()
    writer(text).writerows(rows)
    return text.getvalue().encode()

"""Made-up lists of three kinds: sanctions, people in public office, and the house's own. Nobody on them exists."""

import io
from collections.abc import Sequence
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

# The ship of the sanctions list stands on our own list too, under its new name.
OFFICE = [
    ("Q-901", "Person", "Ottoline Vance-Harrow", "O. V. Harrow", "1959-02-11", "", "", "Made up"),
    ("Q-902", "Person", "Casimir Delacourt-Mbeki", "", "1966", "", "", "Made up"),
    ("Q-903", "Person", "Aurelio Brightwater-Okeke", "A. B. Okeke", "1961-10-14", "", "", "Made up"),
]
OFFICE_COLUMNS = ("id", "schema", "name", "aliases", "birth_date", "countries", "identifiers", "dataset")
OWN = [
    ("H-1", "Vessel", "Aurora Lantern", "Northern Lantern", "", "9187629", "Left a port of ours with unpaid dues"),
    ("H-2", "Company", "Quicksilver Refund Partners", "QRP Refunds", "", "", "Asked three of our clients for refunds that were not theirs"),
    ("H-3", "Person", "Lionel Fakeworth", "", "1979-08-30", "", "Signed two purchase orders in a false name"),
]
OWN_COLUMNS = ("key", "schema", "name", "aliases", "birth_date", "imo", "remarks")


def load(cast: Cast) -> None:
    """Import the lists as the compliance officer would."""
    parties = [[number, name, kind, programme, *[NOTHING] * 7, remarks] for number, name, kind, programme, remarks in PARTIES]
    aliases = [[*alias, NOTHING] for alias in ALIASES]
    files = [ListFile("sdn.csv", _csv(parties)), ListFile("alt.csv", _csv(aliases))]
    officer = cast.who_may("compliance.import_watchlist")
    load_watchlist("ofac_sdn", files, actor=officer)
    office, own = ListFile("office.csv", _csv([OFFICE_COLUMNS, *OFFICE])), ListFile("own.csv", _csv([OWN_COLUMNS, *OWN]))
    load_watchlist("opensanctions", [office], actor=officer, source="public_office", name="People in public office")
    load_watchlist("csv", [own], actor=officer, source="house", name="Our own list")


def _csv(rows: Sequence[Sequence[object]]) -> bytes:
    text = io.StringIO()
    writer(text).writerows(rows)
    return text.getvalue().encode()

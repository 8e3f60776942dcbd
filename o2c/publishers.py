"""Where the publishers of watchlists offer their files: read by the settings, changed by WATCHLIST_ADDRESSES."""

import json

TREASURY = "https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports"
ADDRESSES = {
    "ofac_sdn": [f"{TREASURY}/{name}.CSV" for name in ("SDN", "ALT", "ADD", "SDN_COMMENTS")],
    "ofac_nonsdn": [f"{TREASURY}/{name}.CSV" for name in ("CONS_PRIM", "CONS_ALT", "CONS_ADD", "CONS_COMMENTS")],
    "us_csl": ["https://data.trade.gov/downloadable_consolidated_screening_list/v1/consolidated.csv"],
    "us_dpl": ["https://www.bis.gov/dpl/dpl.txt"],
    "un": ["https://scsanctions.un.org/resources/xml/en/consolidated.xml"],
    "eu_fsf": ["https://webgate.ec.europa.eu/fsd/fsf/public/files/xmlFullSanctionsList_1_1/content?token=dG9rZW4tMjAxNw"],
    "uk": ["https://sanctionslist.fcdo.gov.uk/docs/UK-Sanctions-List.csv"],
}


def addresses(changed: str) -> dict[str, list[str]]:
    """The addresses by kind of list; `changed` is JSON of the same shape and wins, an empty list takes a kind out."""
    return {kind: found for kind, found in (ADDRESSES | json.loads(changed or "{}")).items() if found}

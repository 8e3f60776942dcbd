"""Verbs of the watchlists: loading a version, fetching from publishers, joining parties of several lists."""

from o2c.compliance.watchlists.services.clusters import join_by_hand as join_by_hand
from o2c.compliance.watchlists.services.clusters import join_parties as join_parties
from o2c.compliance.watchlists.services.clusters import split_parties as split_parties
from o2c.compliance.watchlists.services.loading import accept_watchlist_version as accept_watchlist_version
from o2c.compliance.watchlists.services.loading import digest as digest
from o2c.compliance.watchlists.services.loading import discard_watchlist_version as discard_watchlist_version
from o2c.compliance.watchlists.services.loading import import_watchlist as import_watchlist
from o2c.compliance.watchlists.services.loading import note_failed_load as note_failed_load
from o2c.compliance.watchlists.services.loading import note_fetched as note_fetched
from o2c.compliance.watchlists.services.loading import note_unchanged_load as note_unchanged_load

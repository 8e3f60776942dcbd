"""What a campaign may become."""

CAMPAIGN_MOVES = {
    "planned": {"live", "cancelled"},
    "live": {"paused", "ended"},
    "paused": {"live", "ended"},
}

"""Who may see and set up number series: role -> permissions."""

SEES = {"core.view_number_series"}
ROLES: dict[str, set[str]] = {"admin": {"core.create_number_series", *SEES}, "finance": SEES, "auditor": SEES}

"""Who may do what with number series: role -> permissions."""

ROLES: dict[str, set[str]] = {
    "admin": {"core.create_number_series"},
}

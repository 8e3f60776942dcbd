"""Who may do what with entities, months and rates: role -> permissions."""

from o2c.core.access.roles import READERS

ROLES: dict[str, set[str]] = {role: {"core.view_entities"} for role in READERS}
for role, permissions in {
    "finance": {
        "core.close_period",
        "core.correct_rate",
        "core.load_rates",
        "core.open_period",
        "core.reopen_period",
        "core.soft_close_period",
    },
    "admin": {
        "core.add_own_account",
        "core.apply_own_account_edit",
        "core.apply_own_account_move",
        "core.create_entity",
        "core.edit_entity",
        "core.edit_own_account",
        "core.move_own_account",
    },
    "system": {"core.load_rates"},
}.items():
    ROLES[role] = ROLES.get(role, set()) | permissions

"""Who may see and run the proofs: role -> permissions."""

RUNNERS = {"core.run_proof", "core.fail_proof"}
ROLES: dict[str, set[str]] = {
    "auditor": {"core.view_proofs"},
    "supervisor": {"core.view_proofs"},
    "finance": {"core.view_proofs", *RUNNERS},
    "system": RUNNERS,
}

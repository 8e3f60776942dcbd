"""Who may run the proofs: role -> permissions."""

RUNNERS = {"core.run_proof", "core.fail_proof"}
ROLES: dict[str, set[str]] = {"finance": RUNNERS, "system": RUNNERS}

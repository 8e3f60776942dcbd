"""Who sees the money that came in, who imports statements, and who says whose it is."""

from o2c.collections.cash.receipts.queries import VIEW

IMPORTING = {
    "collections.answer_file",
    "collections.conclude_file",
    "collections.import_statement",
    "collections.receive_statement_file",
    "collections.start_import",
}
IDENTIFYING = {"collections.identify_receipt", "collections.unidentify_receipt"}

ROLES: dict[str, set[str]] = {
    "collector": {VIEW},
    "cash_clerk": {VIEW} | IMPORTING | IDENTIFYING,
    "finance": {VIEW} | IMPORTING,
    "supervisor": {VIEW} | IDENTIFYING,
    "auditor": {VIEW},
    "system": {VIEW} | IMPORTING | IDENTIFYING,
}

"""Who sees the money that came in, who imports statements, and who says whose it is."""

from o2c.collections.cash.receipts.queries import VIEW

IMPORTING = {
    "collections.answer_file",
    "collections.conclude_file",
    "collections.hand_over_file",
    "collections.import_statement",
    "collections.read_statement_file",
    "collections.receive_statement_file",
    "collections.start_import",
}
MAPPING = {"collections.retire_mapping", "collections.save_mapping", "collections.start_mapping"}
CODING = {"collections.code_line", "collections.code_by_rule", "collections.uncode_line", "collections.book_return"}
REVIEWING = {"collections.sign_bank_day"}
IDENTIFYING = {"collections.identify_receipt", "collections.unidentify_receipt"}
RUNNING = {"collections.answer_question", "collections.store_proposals", "collections.post_match"}
DECIDING = {
    "collections.apply_receipt",
    "collections.ask_client",
    "collections.ask_to_ignore",
    "collections.close_question",
    "collections.confirm_match",
    "collections.store_advice",
    "collections.withdraw_advice",
    "collections.forget_payer",
    "collections.park_receipt",
    "collections.reallocate_receipt",
    "collections.resume_receipt",
    "collections.split_receipt",
    "collections.transfer_credit",
    "collections.unallocate_receipt",
}
SUPERVISING = {"collections.confirm_large_match", "collections.ignore_line"}

CHEQUES = {
    "collections.bounce_cheque",
    "collections.credit_slip",
    "collections.make_slip",
    "collections.record_cheque",
    "collections.return_cheque",
}
BANKING = {"collections.close_cheque_day", "collections.credit_slip"}  # never with recording: whoever records does not bank the day

ROLES: dict[str, set[str]] = {
    "collector": {VIEW},
    "cash_clerk": {VIEW, "collections.ignore_line"} | IMPORTING | IDENTIFYING | CODING | REVIEWING | RUNNING | DECIDING | CHEQUES | MAPPING,
    "finance": {VIEW, "collections.code_large_line"} | IMPORTING | MAPPING | CODING | REVIEWING | BANKING,
    "supervisor": {VIEW, "collections.code_large_line"} | REVIEWING | IDENTIFYING | DECIDING | SUPERVISING,
    "approver": {VIEW, "collections.ignore_line"},
    "auditor": {VIEW},
    "system": {VIEW, "collections.code_by_rule", "collections.book_return", "collections.credit_slip", "collections.clear_cheques"}
    | IMPORTING
    | IDENTIFYING
    | RUNNING,
}

"""Sentences for what a bank file says about itself, and for what the cash room refuses. File codes start with `bank_file_`."""

from django.utils.translation import gettext_lazy as _

from o2c.collections.cash.cheques import messages as cheques
from o2c.collections.cash.coding import messages as coding
from o2c.collections.cash.mappings import messages as mappings
from o2c.collections.cash.matching import messages as matching
from o2c.collections.cash.receipts import messages as receipts
from o2c.collections.cash.remittances import messages as remittances
from o2c.collections.cash.returns import messages as returns
from o2c.collections.cash.review import messages as review
from o2c.collections.cash.sameday import messages as sameday
from o2c.collections.cash.statements import messages as statements

MESSAGES = {
    **coding.MESSAGES,
    **receipts.MESSAGES,
    **returns.MESSAGES,
    **mappings.MESSAGES,
    **review.MESSAGES,
    **sameday.MESSAGES,
    **statements.MESSAGES,
    **cheques.MESSAGES,
    **matching.MESSAGES,
    **remittances.MESSAGES,
    "bank_file_file_not_found": _("There is no such file."),
    "bank_file_file_empty": _("The file is empty."),
    "bank_file_file_too_large": _("The file has more than %(limit)s bytes: ask the bank for statements of fewer days."),
    "bank_file_file_bomb": _("The file unpacks to more than %(limit)s bytes and is refused."),
    "bank_file_file_truncated": _("The file is incomplete: it ends before its own end mark. Fetch it from the bank again."),
    "bank_file_archive_member_path": _("The archive holds “%(member)s”, which points outside its folder: pack the files without folders."),
    "bank_file_archive_nested": _("The archive holds another archive, “%(member)s”: unpack it first."),
    "bank_file_archive_encrypted": _("“%(member)s” is protected by a password: unpack it first."),
    "bank_file_archive_too_many": _("The archive holds more than %(limit)s files."),
    "bank_file_archive_without_statement": _("The archive holds no bank statement."),
    "bank_file_member_skipped": _("“%(member)s” is no bank statement and was left out."),
    "bank_file_not_a_statement": _(
        "This is a file of kind %(found)s. A bank statement is expected: camt.052, 053 or 054, MT940, BAI2, OFX, CSV or XLSX."
    ),
    "bank_file_unknown_format": _(
        "The format is not known. A bank statement is expected: camt.052, 053 or 054, MT940, BAI2, OFX, CSV or XLSX."
    ),
    "bank_file_xml_doctype": _("The file contains a document type, which bank statements never need: refused."),
    "bank_file_xml_broken": _("The XML is broken or cut (%(detail)s). Fetch the file from the bank again."),
    "bank_file_xml_too_deep": _("The XML nests deeper than %(limit)s levels: refused."),
    "bank_file_no_statement": _("There is no statement in the file."),
    "bank_file_investment_account": _("This is the statement of an investment account, not of a bank account."),
    "bank_file_too_many_entries": _("The file has more than %(limit)s entries: ask the bank for statements of fewer days."),
    "bank_file_entry_without_direction": _("Entry %(entry)s does not say whether it is a credit or a debit."),
    "bank_file_entry_amount": _("Entry %(entry)s has the amount “%(value)s”: it must be a plain number such as 1234.56, without sign."),
    "bank_file_entry_date": _("Entry %(entry)s has the date “%(value)s”, which does not exist."),
    "bank_file_entry_unreadable": _("Entry %(entry)s cannot be read: “%(value)s”."),
    "bank_file_entry_currency": _("Entry %(entry)s is in %(currency)s, the account in %(account_currency)s: which is right?"),
    "bank_file_entry_repeated": _(
        "%(count)s entries stand twice (%(references)s) and the balance fits only when they count once: they count once."
    ),
    "bank_file_entries_pending": _("Entries that are not booked yet are shown, not counted."),
    "bank_file_batch_incomplete": _(
        "Entry %(entry)s announces %(announced)s payments and lists %(listed)s; %(missing)s without details stays unapplied."
    ),
    "bank_file_text_cut": _("A text of %(length)s characters was shortened to %(limit)s."),
    "bank_file_charset_not_as_declared": _("The file says it is %(declared)s but is not; it was read as %(read_as)s. Check the names."),
    "bank_file_blank_lines_before": _("There are blank lines before the start of the XML."),
    "bank_file_version_unknown": _("Version %(version)s is not known; it was read like its neighbours. Check the result."),
    "bank_file_nul_bytes": _("The text contained NUL bytes; they were left out."),
    "bank_file_closing_missing": _("Statement %(statement)s has no closing balance, so its total cannot be proved."),
    "bank_file_account_missing": _("Statement %(statement)s does not name its account: choose it."),
    "bank_file_value_date_unreadable": _(
        "Entry %(entry)s has the value date “%(value)s”, which does not exist; the day of the statement was taken."
    ),
    "bank_file_february_30": _("Entry %(entry)s has a value date of 30 February (interest calendar); %(taken)s was taken."),
    "bank_file_record_unreadable": _("A record cannot be read: “%(value)s”."),
    "bank_file_amount_unreadable": _("An amount cannot be read: “%(value)s”."),
    "bank_file_date_unreadable": _("A date cannot be read: “%(value)s”."),
    "bank_file_control_total": _("The control total of account %(account)s is not the sum of its records."),
    "bank_file_record_count": _("The file says it has %(stated)s records and has %(counted)s."),
    "bank_file_group_status": _("The bank marks this group as %(status)s: shall it be imported?"),
    "bank_file_reference_repeated": _("The reference %(reference)s stands on %(count)s entries; all are kept."),
    "bank_file_balance_differs": _(
        "Statement %(statement)s: opening balance and entries miss the closing balance by %(difference)s %(currency)s."
    ),
    "bank_file_statement_missing": _("A statement of account %(account)s is missing between number %(last)s and number %(next)s."),
    "bank_file_row_broken": _("Row %(row)s cannot be read: %(detail)s."),
    "bank_file_row_too_long": _("Row %(row)s is too long to be a line of a bank statement."),
    "bank_file_row_columns": _("Row %(row)s has %(columns)s columns, the header has %(expected)s."),
    "bank_file_row_date": _("Row %(row)s has the date “%(value)s”: a day such as 2026-03-31 or 31.03.2026 is expected."),
    "bank_file_row_amount": _("Row %(row)s has the amount “%(value)s”, which is no number: correct it or leave the row out."),
    "bank_file_row_both_sides": _("Row %(row)s has an amount in the credit and in the debit column: which counts?"),
    "bank_file_sign_contradicts": _("Row %(row)s has the amount %(value)s and the sign “%(sign)s”: which is right?"),
    "bank_file_signs_disagree": _("The signs in the credit and debit columns follow no single rule: say what a minus means."),
    "bank_file_two_currencies": _("The file mixes currencies (%(currencies)s): one account has one currency. Split the file or choose."),
    "bank_file_date_order_unclear": _("“%(value)s” may be day and month or month and day, and no row tells which: choose the order."),
    "bank_file_columns_unknown": _("The columns for date and amount were not found: map them by hand."),
    "bank_file_newest_first": _("The file lists the newest entry first."),
    "bank_file_advice_without_lines": _("The advice has no lines with a document number and an amount."),
    "bank_file_running_balance_breaks": _("The running balance does not follow from the amounts row by row."),
    "match_documents_in_payment": _("The payment itself lists the documents it pays."),
    "match_advice": _("Remittance advice %(number)s sums to the payment to the cent."),
    "match_instructed_amount": _("The payer instructed this amount in %(currency)s; the bank converted it."),
    "match_named_to_the_cent": _("The documents named in the text sum to the payment to the cent (%(count)s)."),
    "match_named_of_another_customer": _("The number and the amount fit, but the account belongs to another customer."),
    "match_named_with_discount": _("The amount is the invoice less its early-payment discount, in time."),
    "match_discount_too_late": _("A discount was taken after its last day: the rest stays open."),
    "match_number_of_another_customer": _("The number in the text is another customer's; this item of the payer has exactly the amount."),
    "match_number_mistyped": _("“%(written)s” is one slip away from %(meant)s, which makes the amount right."),
    "match_named_and_unknown": _("Some numbers in the text are not known."),
    "match_list_cut": _("The list was cut by the bank after %(named)s numbers; %(added)s more items make the amount right."),
    "match_overpaid": _("More was paid than the document is worth: the surplus stays on the account."),
    "match_part_payment": _("The text says it is a part payment."),
    "match_credit_note_not_named": _("Credit note %(number)s explains the difference but is not named."),
    "match_some_of_the_named": _("Only some of the named documents sum to the payment."),
    "match_deduction_claimed": _("A deduction on %(number)s is named in the text: it stays open as a claim."),
    "match_bank_fee_deducted": _("%(number)s was paid short by what looks like a bank fee."),
    "match_paid_short": _("%(number)s was paid short without a reason."),
    "match_paid_already": _("%(number)s is paid already: the money stays on the account."),
    "match_number_of_another_year": _("“%(written)s” is a number of another year: the money stays on the account."),
    "match_digits_and_amount": _("The digits in the text and the amount fit %(number)s."),
    "match_all_due_until": _("All items due until %(day)s sum to the payment to the cent."),
    "match_all_open": _("All open items and credit notes of the customer sum to the payment."),
    "match_amount_of_one_item": _("Exactly one open item of the payer has this amount."),
    "match_amount_of_several_items": _("%(count)s open items of the payer have this amount; the oldest is proposed."),
    "match_sum_of_items": _("%(count)s open items of the payer sum to the payment; found by search, so please check."),
    "match_prepayment": _("The text says it is paid in advance: the money stays on the account."),
    "match_nothing_fits": _("The payer is known, but nothing open fits the amount or the text."),
    "match_payer_unknown": _("Neither the account nor the name of the payer is known."),
    "match_may_be_paid_already": _("A payment of %(day)s that nobody has explained yet may have paid this already."),
    "match_payer_account": _("The account %(account)s is the customer's in the master data."),
    "match_payer_group_account": _("The account %(account)s pays for several customers."),
    "match_payer_learned": _("The account %(account)s was confirmed for this customer before (%(times)s times)."),
    "match_payer_name": _("The payer's name “%(name)s” is the customer's."),
    "match_payer_group_name": _("The payer “%(name)s” pays for several customers."),
    "match_payer_spelling": _("The spelling “%(name)s” was confirmed for this customer before."),
    "match_payer_similar": _("The payer's name “%(name)s” is close to “%(to)s” and to no other customer."),
    "match_payer_named_in_text": _("The text names %(name)s."),
}

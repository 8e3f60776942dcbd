"""Verbs of the files: filling them, the people behind a customer, review and approval."""

from o2c.compliance.kyc.services.filling import add_kyc_document as add_kyc_document
from o2c.compliance.kyc.services.filling import answer_kyc as answer_kyc
from o2c.compliance.kyc.services.filling import edit_kyc_file as edit_kyc_file
from o2c.compliance.kyc.services.filling import end_kyc_document as end_kyc_document
from o2c.compliance.kyc.services.filling import open_kyc_file as open_kyc_file
from o2c.compliance.kyc.services.ownership import check_ownership as check_ownership
from o2c.compliance.kyc.services.people import add_owner as add_owner
from o2c.compliance.kyc.services.people import add_owner_share as add_owner_share
from o2c.compliance.kyc.services.people import end_owner as end_owner
from o2c.compliance.kyc.services.people import end_owner_share as end_owner_share
from o2c.compliance.kyc.services.reviewing import approve_kyc_file as approve_kyc_file
from o2c.compliance.kyc.services.reviewing import call_for_reviews as call_for_reviews
from o2c.compliance.kyc.services.reviewing import reject_kyc_file as reject_kyc_file
from o2c.compliance.kyc.services.reviewing import reopen_kyc_file as reopen_kyc_file
from o2c.compliance.kyc.services.reviewing import return_kyc_file as return_kyc_file
from o2c.compliance.kyc.services.reviewing import submit_kyc_file as submit_kyc_file

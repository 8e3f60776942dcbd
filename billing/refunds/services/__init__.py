"""Every write of refunds: asked for, decided, sent, answered."""

from o2c.billing.refunds.services.answering import confirm_refund_payment as confirm_refund_payment
from o2c.billing.refunds.services.answering import return_refund_payment as return_refund_payment
from o2c.billing.refunds.services.asking import cancel_refund as cancel_refund
from o2c.billing.refunds.services.asking import draft_refund as draft_refund
from o2c.billing.refunds.services.asking import set_off_refund as set_off_refund
from o2c.billing.refunds.services.asking import submit_refund as submit_refund
from o2c.billing.refunds.services.captures import record_capture as record_capture
from o2c.billing.refunds.services.deciding import approve_refund as approve_refund
from o2c.billing.refunds.services.deciding import follow_refund_approval as follow_refund_approval
from o2c.billing.refunds.services.deciding import reject_refund as reject_refund
from o2c.billing.refunds.services.deciding import release_refund as release_refund
from o2c.billing.refunds.services.reports import take_status_report as take_status_report
from o2c.billing.refunds.services.sending import allow_another_fetch as allow_another_fetch
from o2c.billing.refunds.services.sending import ask_another_fetch as ask_another_fetch
from o2c.billing.refunds.services.sending import discard_payment_file as discard_payment_file
from o2c.billing.refunds.services.sending import fetch_payment_file as fetch_payment_file
from o2c.billing.refunds.services.sending import make_payment_file as make_payment_file
from o2c.billing.refunds.services.sending import send_card_refund as send_card_refund

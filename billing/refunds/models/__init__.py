"""Tables of refunds: what is asked for, from which credits, what was captured on cards, and what went to the bank."""

from o2c.billing.refunds.models.payments import FileState as FileState
from o2c.billing.refunds.models.payments import PaymentFile as PaymentFile
from o2c.billing.refunds.models.payments import RefundPayment as RefundPayment
from o2c.billing.refunds.models.payments import StatusReport as StatusReport
from o2c.billing.refunds.models.requests import CardCapture as CardCapture
from o2c.billing.refunds.models.requests import RefundLine as RefundLine
from o2c.billing.refunds.models.requests import RefundRequest as RefundRequest
from o2c.billing.refunds.models.requests import RefundState as RefundState

"""Tables of this floor: each room has its own."""

from o2c.collections.cash.cheques.models import Cheque, ChequeDay, DepositSlip
from o2c.collections.cash.mappings.models import StatementMapping
from o2c.collections.cash.matching.models import Application, CreditQuestion, Deduction, MatchProposal, PayerMemory
from o2c.collections.cash.receipts.models import Receipt
from o2c.collections.cash.remittances.models import AdviceLine, RemittanceAdvice
from o2c.collections.cash.statements.models import AccountSpelling, BankDayReview, BankStatement, LineKey, StatementFile, StatementLine
from o2c.collections.insights.models import AgeingSnapshot, CustomerStanding, SalesMonth
from o2c.collections.portfolios.models import Portfolio, PortfolioMember

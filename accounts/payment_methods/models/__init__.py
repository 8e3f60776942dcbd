"""How customers pay: methods with their rank, direct debit mandates with their life, and the attempts to register them."""

from o2c.accounts.payment_methods.models.mandates import Mandate as Mandate
from o2c.accounts.payment_methods.models.mandates import MandateAmendment as MandateAmendment
from o2c.accounts.payment_methods.models.mandates import MandateState as MandateState
from o2c.accounts.payment_methods.models.mandates import RejectedCollection as RejectedCollection
from o2c.accounts.payment_methods.models.mandates import Scheme as Scheme
from o2c.accounts.payment_methods.models.methods import CardAnswer as CardAnswer
from o2c.accounts.payment_methods.models.methods import MethodKind as MethodKind
from o2c.accounts.payment_methods.models.methods import MethodState as MethodState
from o2c.accounts.payment_methods.models.methods import PaymentMethod as PaymentMethod
from o2c.accounts.payment_methods.models.methods import Rank as Rank
from o2c.accounts.payment_methods.models.registrations import Registration as Registration
from o2c.accounts.payment_methods.models.registrations import RegistrationState as RegistrationState

"""What is typed about documents."""

from o2c.billing.documents.forms.drafts import DraftForm, LineForm
from o2c.billing.documents.forms.sending import CopiesForm, DeliveryReportForm, ProofForm
from o2c.billing.documents.forms.tax import TaxRateForm

__all__ = ["CopiesForm", "DeliveryReportForm", "DraftForm", "LineForm", "ProofForm", "TaxRateForm"]

"""Advices of payments are correspondence, kept from the day they came."""

from o2c.collections.cash.remittances.models import RemittanceAdvice
from o2c.core.retention.files import of_column
from o2c.core.retention.models import RecordKind
from o2c.core.retention.registry import named

uses = of_column(RemittanceAdvice, "stored", RecordKind.CORRESPONDENCE, event="created_at", entity="entity", name="name")
named(RemittanceAdvice, "stored", uses)

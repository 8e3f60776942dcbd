"""Verbs over payment methods, mandates and registrations."""

from o2c.accounts.payment_methods.services import answers, cards, mandates, registrations

__all__ = ["answers", "cards", "mandates", "registrations"]

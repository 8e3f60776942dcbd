"""Every rule of data quality, by code."""

from o2c.accounts.quality.catalogue.agreed import AGREED
from o2c.accounts.quality.catalogue.check import Check
from o2c.accounts.quality.catalogue.contacts import CONTACTS
from o2c.accounts.quality.catalogue.identity import IDENTITY

CHECKS: dict[str, Check] = {check.code: check for check in (*IDENTITY, *CONTACTS, *AGREED)}

__all__ = ["AGREED", "CHECKS", "CONTACTS", "Check"]

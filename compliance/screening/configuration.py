"""Which configuration counts now."""

from o2c.compliance.screening.engine import Config


def active_config() -> Config:
    return Config()

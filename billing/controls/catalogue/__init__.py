"""The controls: each is one module with its question, its sentences in `messages.py` and its test."""

from o2c.billing.controls.catalogue import bc01, bc02, bc03, bc09, bc10
from o2c.billing.controls.catalogue.control import Control

CONTROLS: dict[str, Control] = {module.CONTROL.code: module.CONTROL for module in (bc01, bc02, bc03, bc09, bc10)}

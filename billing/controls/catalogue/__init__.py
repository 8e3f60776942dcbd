"""The controls: each is one module `bcNN.py` with its question; its sentences stand in `messages.py`, its test in the room's tests."""

from importlib import import_module
from pathlib import Path

from o2c.billing.controls.catalogue.control import Control

_MODULES = [import_module(f"{__name__}.{file.stem}") for file in sorted(Path(__file__).parent.glob("bc[0-9]*.py"))]
CONTROLS: dict[str, Control] = {module.CONTROL.code: module.CONTROL for module in _MODULES}

"""What every refusal has: its code, and a sentence a person understands."""

from collections.abc import Callable
from typing import Any

import pytest

from o2c.core.errors import BusinessError
from o2c.core.sentences import explain


def refused(code: str, verb: Callable[..., Any], /, *args: Any, **given: Any) -> BusinessError:
    """Call the verb, which must refuse with this code and have a sentence for it."""
    with pytest.raises(BusinessError) as refusal:
        verb(*args, **given)
    assert refusal.value.code == code
    assert explain(refusal.value)
    return refusal.value

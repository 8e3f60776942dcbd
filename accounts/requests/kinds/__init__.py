"""The kinds of requests this room brings, and the registry for those of other rooms."""

from o2c.accounts.requests.kinds.registry import KINDS as KINDS
from o2c.accounts.requests.kinds.registry import Applied as Applied
from o2c.accounts.requests.kinds.registry import Given as Given
from o2c.accounts.requests.kinds.registry import Kind as Kind
from o2c.accounts.requests.kinds.registry import Payload as Payload
from o2c.accounts.requests.kinds.registry import request_kind as request_kind

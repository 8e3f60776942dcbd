"""A request repeated with the same key has its effect once and gets the same answer again."""

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from rest_framework.request import Request
from rest_framework.response import Response

from o2c.core.acting import running
from o2c.core.errors import BusinessError, Conflict
from o2c.core.rest.models import IdempotencyKey

if TYPE_CHECKING:
    from o2c.core.access.models import User


@dataclass(frozen=True, slots=True)
class Once:
    """The key of one POST. `@verb` calls `commit_with_effect` as its last statement: key and effect commit together."""

    user: "User"
    key: str
    body_hash: str

    def commit_with_effect(self) -> None:
        now = running()
        IdempotencyKey.objects.create(user=self.user, key=self.key, body_hash=self.body_hash, verb=now.verb if now else "")

    def keep(self, response: Response) -> None:
        rows = IdempotencyKey.objects.filter(user=self.user, key=self.key, status=None)
        rows.update(status=response.status_code, answer=response.data)

    def earlier_answer(self) -> Response | None:
        """What the first request with this key was answered; None when there was none.

        Raises BusinessError "idempotency_key_reused" when the body differs, Conflict "idempotency_answer_lost" when the
        first one had its effect but died before its answer was kept.
        """
        row = IdempotencyKey.objects.filter(user=self.user, key=self.key).first()
        if row is None:
            return None
        if row.body_hash != self.body_hash:
            raise BusinessError("idempotency_key_reused", field="Idempotency-Key")
        if row.status is None:
            raise Conflict("idempotency_answer_lost", field="Idempotency-Key")
        return Response(row.answer, status=row.status, headers={"Idempotent-Replayed": "true"})


def once(request: Request) -> Once:
    """The key the caller sent. Raises BusinessError "idempotency_key_missing"."""
    key = request.headers.get("Idempotency-Key", "")
    if not 8 <= len(key) <= 200:
        raise BusinessError("idempotency_key_missing", field="Idempotency-Key")
    content: Any = f"{request.method} {request.path}\n".encode() + request.body
    return Once(cast("User", request.user), key, hashlib.sha256(content).hexdigest())

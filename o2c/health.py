"""Whether this process can work: asked by load balancers, containers and the demo."""

from collections.abc import Callable

import redis
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse

from o2c.core.doors import access


@access.public
def health(request: HttpRequest) -> JsonResponse:
    """200 when database, migrations and broker are as they must be, else 503; says which, and nothing more to strangers."""
    answers = {name: _sound(question) for name, question in QUESTIONS.items()}
    return JsonResponse(
        {name: "ok" if sound else "failed" for name, sound in answers.items()},
        status=200 if all(answers.values()) else 503,
        headers={"Cache-Control": "no-store"},
    )


def _sound(question: Callable[[], bool]) -> bool:
    try:
        return question()
    except (DatabaseError, redis.RedisError):
        return False


def _database() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return True


def _migrations() -> bool:
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def _broker() -> bool:
    with redis.Redis.from_url(settings.REDIS_URL, socket_connect_timeout=2, socket_timeout=2) as client:
        return bool(client.ping())


QUESTIONS: dict[str, Callable[[], bool]] = {"database": _database, "migrations": _migrations, "broker": _broker}

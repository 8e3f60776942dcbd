"""What kinds of job there are: their name for people, and the Celery task that does them."""

from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class Kind:
    title: str | Promise
    task: str


KINDS: dict[str, Kind] = {}


def kind(name: str, title: str | Promise, *, task: str = "") -> None:
    """Register (in `AppConfig.ready`) a kind of job. Its task gets the job's id; without `task` it is called like the kind."""
    KINDS[name] = Kind(title, task or name)


def title_of(name: str) -> str:
    """The name of a kind for people; of one that no longer exists, the code."""
    return str(KINDS[name].title) if name in KINDS else name

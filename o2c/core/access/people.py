"""Who is there at all."""

from o2c.core.access.models import User


def anybody() -> bool:
    """Whether there is any person yet; an empty installation has only the night."""
    return User.objects.filter(is_robot=False).exists()

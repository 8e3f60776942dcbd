"""Who works in the demo: one person per role and a few more, made as an administrator makes them."""

from dataclasses import dataclass
from datetime import date, timedelta

from o2c.core.access.models import Role, User
from o2c.core.access.queries import the_night
from o2c.core.access.services import grants, own, users
from o2c.core.entities.models import LegalEntity
from o2c.demo import PASSWORD

DOMAIN = "demo.example"


@dataclass(frozen=True, slots=True)
class Part:
    """One person: name, role, language, and the code of the entity they are limited to."""

    name: str
    role: str
    language: str = "en"
    entity: str = ""


PARTS = [
    Part("Clara Lefèvre", "clerk", "fr"),
    Part("Colin Berger", "collector", entity="DE01"),
    Part("Camille Roux", "collector", "fr", entity="FR01"),
    Part("Cassandra Wood", "cash_clerk"),
    Part("Fiona Keller", "finance"),
    Part("Sam Ortega", "sales_support"),
    Part("Sally Brandt", "sales"),
    Part("Sofia Lindqvist", "supervisor"),
    Part("Aline Moreau", "approver", "fr"),
    Part("Carla Jensen", "compliance_clerk"),
    Part("Oscar Brandt", "compliance_officer"),
    Part("Olga Petersen", "compliance_officer"),
    Part("Lena Fischer", "legal"),
    Part("Audrey Chen", "auditor"),
]


class Cast:
    """The people by role; `who_may` finds the first who holds a permission, as a colleague would ask around."""

    def __init__(self, admin: User, people: dict[str, User]) -> None:
        self.admin, self.people = admin, people
        self.by_role = {part.role: people[part.name] for part in reversed(PARTS) if part.name in people}

    def another(self, role: str) -> User:
        """The second person of a role, where one alone may not decide."""
        first = self.by_role[role]
        return next(self.people[part.name] for part in PARTS if part.role == role and self.people[part.name] != first)

    def who_may(self, permission: str, *, but: User | None = None) -> User:
        for user in [*self.by_role.values(), self.admin]:
            if user != but and user.may(permission):
                return user
        raise LookupError(f"nobody in the demo may {permission}")


def engage(today: date) -> Cast:
    """The administrator first, then everyone else by invitation; each sets the demo's password."""
    admin = users.first_admin(f"admin@{DOMAIN}", "Adam Novak", the_night())
    own.change_own_password(password=PASSWORD, actor=admin)
    return Cast(admin, {part.name: _invited(part, admin) for part in PARTS})


def _invited(part: Part, admin: User) -> User:
    email = f"{part.name.split()[0].lower()}@{DOMAIN}".replace("è", "e")
    user = users.invite_user(email=email, name=part.name, language=part.language, actor=admin)
    own.change_own_password(password=PASSWORD, actor=user)
    return user


def give_roles(cast: Cast, today: date) -> None:
    """Roles, limited to an entity where the part says so; the entities exist by now."""
    entities = {entity.code: entity for entity in LegalEntity.objects.all()}
    for part in PARTS:
        if Role.objects.filter(code=part.role).exists():
            limit = entities.get(part.entity)
            start = today - timedelta(days=400)
            grants.grant_role(cast.people[part.name].pk, role=part.role, starts_on=start, entity=limit, actor=cast.admin)
            cast.people[part.name].__dict__.pop("held", None)

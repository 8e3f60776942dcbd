"""How good our master data is: issues, scores by day, proposals and merges, as far as the actor may see."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

from django.contrib.postgres.aggregates import StringAgg
from django.db.models import Case, CharField, F, OuterRef, Q, QuerySet, Subquery, Sum, TextField, Value, When
from django.db.models.functions import Cast, Coalesce, Concat, Round

from o2c.accounts.quality.catalogue import AGREED, CHECKS, CONTACTS
from o2c.accounts.quality.models import CustomerMerge, MergeProposal, OpenAmount, QualityIssue, QualityRule, QualityScore
from o2c.accounts.quality.rules import Score
from o2c.core.access.models import User
from o2c.core.access.queries import scope

VIEW = "accounts.view_quality"
TREND = timedelta(days=60)


def rules() -> QuerySet[QualityRule]:
    """The rules of the catalogue, in its order."""
    order = [When(code=code, then=Value(at)) for at, code in enumerate(CHECKS)]
    return QualityRule.objects.filter(code__in=CHECKS).order_by(Case(*order, default=Value(len(CHECKS))), "pk")


def issues(actor: User) -> QuerySet[QualityIssue]:
    """One row per issue: `open_amounts` says what the customer owes, by currency, `owed` its largest sum, for order."""
    amounts = OpenAmount.objects.filter(customer=OuterRef("customer")).order_by().values("customer")
    words = Concat(F("currency"), Value(" "), Cast(Round("amount", 2), CharField()))
    told = amounts.annotate(told=StringAgg(words, Value(", "), output_field=TextField())).values("told")
    owed = OpenAmount.objects.filter(customer=OuterRef("customer")).order_by("-amount").values("amount")[:1]
    rows = scope(QualityIssue.objects, actor, VIEW).select_related("rule", "customer", "owner")
    return rows.annotate(
        open_amounts=Coalesce(Subquery(told), Value(""), output_field=TextField()), owed=Coalesce(Subquery(owed), Value(Decimal(0)))
    ).order_by("-owed", "pk")


def contact_issues(actor: User) -> QuerySet[QualityIssue]:
    """Customers we cannot reach, what is owed most first."""
    return issues(actor).filter(rule__code__in=[check.code for check in CONTACTS])


def differences(actor: User) -> QuerySet[QualityIssue]:
    """Where master data says something else than the contract."""
    return issues(actor).filter(rule__code__in=[check.code for check in AGREED])


def proposals(actor: User) -> QuerySet[MergeProposal]:
    """Customers that may be one and the same, the most alike first; both within the actor's reach."""
    mine = scope(MergeProposal.objects, actor, VIEW)
    return mine.select_related("first", "second").order_by("-score", "pk")


def merges(actor: User) -> QuerySet[CustomerMerge]:
    return scope(CustomerMerge.objects, actor, VIEW).select_related("source", "survivor", "created_by").order_by("-merged_on", "-pk")


def latest_day() -> date | None:
    """The day of the latest scores."""
    return QualityScore.objects.order_by("-day").values_list("day", flat=True).first()


def scores_of(day: date, *, country: str = "", team: str = "") -> dict[int, Score]:
    """Score by rule on a day, of one country and one team where asked."""
    rows = _narrowed(QualityScore.objects.filter(day=day), country, team).values("rule")
    return {row["rule"]: Score(row["a"], row["f"]) for row in rows.annotate(a=Sum("applicable"), f=Sum("failing")).order_by()}


def trend(day: date, *, rule: int | None = None, country: str = "", team: str = "") -> list[tuple[date, Score]]:
    """The score of every day of the last two months that has one, of one rule or of all."""
    rows = QualityScore.objects.filter(day__gt=day - TREND, day__lte=day)
    rows = _narrowed(rows if rule is None else rows.filter(rule=rule), country, team)
    summed = rows.values("day").annotate(a=Sum("applicable"), f=Sum("failing")).order_by("day")
    return [(row["day"], Score(row["a"], row["f"])) for row in summed]


def by_country(rule: QualityRule, day: date) -> list[tuple[str, Score]]:
    """The score of one rule by country, the worst first."""
    rows = QualityScore.objects.filter(rule=rule, day=day).values_list("country", "applicable", "failing")
    found = [(country, Score(applicable, failing)) for country, applicable, failing in rows]
    return sorted(found, key=lambda one: (one[1].share if one[1].share is not None else Decimal(2), one[0]))


def choices() -> tuple[Sequence[str], Sequence[str]]:
    """The countries and teams that have scores."""
    countries = QualityScore.objects.order_by("country").values_list("country", flat=True).distinct()
    teams = QualityScore.objects.order_by("team").values_list("team", flat=True).distinct()
    return list(countries), list(teams)


def _narrowed(rows: QuerySet[QualityScore], country: str, team: str) -> QuerySet[QualityScore]:
    wanted = Q()
    if country:
        wanted &= Q(country=country)
    if team:
        wanted &= Q(team=team)
    return rows.filter(wanted)

"""The lists as they were loaded: sources, versions with their bytes, entries in every state they ever had."""

from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from o2c.compliance.watchlists.readers import Listed
from o2c.core.fields import Record, Versioned, append_only, history, one_of, only_these_move


class Freshness(models.TextChoices):
    CURRENT = "current", _("up to date")
    STALE = "stale", _("out of date")
    MISSING = "missing", _("never loaded")


@history
class WatchlistSource(Versioned):
    """One publication of one publisher; `kind` names the reader of its files."""

    code = models.SlugField(_("code"), max_length=30, unique=True)
    kind = models.CharField(_("kind of list"), max_length=30)
    name = models.CharField(_("name"), max_length=120)
    max_age_days = models.PositiveSmallIntegerField(_("loaded at least every (days)"), default=7)
    shrink_limit_percent = models.PositiveSmallIntegerField(_("loss that stops a load (percent)"), default=10)

    class Meta:
        constraints = [
            CheckConstraint(name="watchlistsource_max_age_positive", condition=Q(max_age_days__gte=1)),
            CheckConstraint(name="watchlistsource_shrink_limit_percent", condition=Q(shrink_limit_percent__lte=100)),
        ]

    def __str__(self) -> str:
        return self.name

    def get_freshness_display(self) -> str:
        """In words, for rows of `queries.sources`."""
        return str(Freshness(self.freshness).label)  # type: ignore[attr-defined]

    def get_last_outcome_display(self) -> str:
        """In words, for rows of `queries.sources`."""
        outcome = self.last_outcome  # type: ignore[attr-defined]
        return str(LoadOutcome(outcome).label) if outcome else ""


class VersionState(models.TextChoices):
    STAGED = "staged", _("staged")
    HELD = "held", _("held: lost too many parties")
    ACTIVE = "active", _("active")
    SUPERSEDED = "superseded", _("superseded")
    DISCARDED = "discarded", _("discarded")


class WatchlistVersion(Record):
    """One download: its bytes under `sha256`, its counts, and what it changed. Only its state ever moves."""

    source = models.ForeignKey(WatchlistSource, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(_("version"))
    sha256 = models.CharField(max_length=64)
    published_on = models.DateField(_("published on"), null=True)
    state = models.CharField(_("state"), max_length=12, choices=VersionState.choices)
    counts = models.JSONField(default=dict)
    findings = models.JSONField(default=list)
    parties = models.PositiveIntegerField(_("parties"))
    added = models.PositiveIntegerField(_("added"))
    changed = models.PositiveIntegerField(_("changed"))
    removed = models.PositiveIntegerField(_("removed"))
    activated_at = models.DateTimeField(_("active since"), null=True)

    class Meta:
        constraints = [
            UniqueConstraint(name="watchlistversion_number", fields=["source", "number"]),
            UniqueConstraint(name="watchlistversion_one_active", fields=["source"], condition=Q(state="active")),
            one_of("watchlistversion", "state", VersionState),
        ]
        triggers = only_these_move("watchlistversion", "state", "activated_at")

    def __str__(self) -> str:
        return f"{self.source} {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("watchlist_version", args=[self.public_id])

    @property
    def accept_url(self) -> str:
        return reverse("watchlist_version_accept", args=[self.public_id])


class WatchlistFile(models.Model):
    """One file of a version, kept as it came."""

    version = models.ForeignKey(WatchlistVersion, models.PROTECT, related_name="files")
    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()

    class Meta:
        constraints = [UniqueConstraint(name="watchlistfile_once", fields=["version", "sha256"])]
        triggers = append_only("watchlistfile")

    def __str__(self) -> str:
        return self.name


class WatchlistEntry(models.Model):
    """One listed party in one state, from the version that brought it until the version that changed or removed it."""

    source = models.ForeignKey(WatchlistSource, models.PROTECT, related_name="entries")
    key = models.CharField(max_length=80)
    kind = models.CharField(max_length=12)
    name = models.CharField(max_length=500)
    content = models.JSONField()
    content_hash = models.CharField(max_length=64)
    since = models.ForeignKey(WatchlistVersion, models.PROTECT, related_name="+")
    until = models.ForeignKey(WatchlistVersion, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [UniqueConstraint(name="watchlistentry_one_current", fields=["source", "key"], condition=Q(until=None))]
        indexes = [
            models.Index(name="watchlistentry_of_party", fields=["source", "key", "id"]),
            models.Index(name="watchlistentry_since", fields=["since"]),
            models.Index(name="watchlistentry_until", fields=["until"], condition=Q(until__isnull=False)),
        ]
        triggers = only_these_move("watchlistentry", "until_id")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("watchlist_party", args=[self.source.code, self.key])

    @property
    def party(self) -> str:
        """The handle of the party in every state it has: `<source>:<publisher's id>`."""
        return f"{self.source.code}:{self.key}"

    def listed(self) -> Listed:
        """The party as the engine takes it."""
        return Listed.from_json(self.content)


class LoadOutcome(models.TextChoices):
    ACTIVATED = "activated", _("new version active")
    UNCHANGED = "unchanged", _("nothing new")
    HELD = "held", _("held: lost too many parties")
    FAILED = "failed", _("refused")


class WatchlistLoad(models.Model):
    """One attempt to load a list and what came of it: how fresh a source is, is read from here."""

    source = models.ForeignKey(WatchlistSource, models.PROTECT, related_name="loads")
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey("core.User", models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=12, choices=LoadOutcome.choices)
    version = models.ForeignKey(WatchlistVersion, models.PROTECT, null=True, related_name="loads")
    error = models.TextField(blank=True)

    GOOD: ClassVar[list[str]] = [LoadOutcome.ACTIVATED, LoadOutcome.UNCHANGED]

    class Meta:
        constraints = [one_of("watchlistload", "outcome", LoadOutcome)]
        indexes = [models.Index(name="watchlistload_latest", fields=["source", "-at"])]
        triggers = append_only("watchlistload")

    def __str__(self) -> str:
        return f"{self.source} {self.at:%Y-%m-%d %H:%M} {self.outcome}"


class PublisherFile(models.Model):
    """What a publisher last answered at an address: asked with this, it says whether anything is new."""

    source = models.ForeignKey(WatchlistSource, models.PROTECT, related_name="addresses")
    url = models.URLField(max_length=500)
    etag = models.CharField(max_length=200, blank=True)
    modified = models.CharField(max_length=100, blank=True)
    sha256 = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        constraints = [UniqueConstraint(name="publisherfile_once", fields=["source", "url"])]

    def __str__(self) -> str:
        return self.url


class LinkState(models.TextChoices):
    JOINED = "joined", _("joined")
    SPLIT = "split", _("split by a person")
    GONE = "gone", _("no longer alike")


class PartyLink(Record):
    """Two entries of different lists that are the same party, and why: `<source>:<id>` of each, the smaller one first.

    `decided_by` is the person who joined or split them; the night never changes what a person decided.
    """

    left = models.CharField(max_length=120)
    right = models.CharField(max_length=120)
    why = models.CharField(max_length=20)
    values = models.JSONField(default=dict)
    state = models.CharField(_("state"), max_length=8, choices=LinkState.choices, default=LinkState.JOINED)
    note = models.TextField(blank=True)
    decided_by = models.ForeignKey("core.User", models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            UniqueConstraint(name="partylink_once", fields=["left", "right"]),
            CheckConstraint(name="partylink_in_order", condition=Q(left__lt=F("right"))),
            CheckConstraint(name="partylink_split_by_someone", condition=~Q(state="split") | Q(decided_by__isnull=False)),
            one_of("partylink", "state", LinkState),
        ]
        indexes = [models.Index(name="partylink_right", fields=["right"])]
        triggers = only_these_move("partylink", "why", "values", "state", "note", "decided_by_id", "decided_at")

    def __str__(self) -> str:
        return f"{self.left} = {self.right}"


class ClusterMember(models.Model):
    """Which cluster an entry belongs to, by the handle of its first member; computed from the links."""

    party = models.CharField(max_length=120, unique=True)
    cluster = models.CharField(max_length=120)

    class Meta:
        indexes = [models.Index(name="clustermember_of_cluster", fields=["cluster"])]

    def __str__(self) -> str:
        return f"{self.party} in {self.cluster}"

"""Venues, series, meetings, and who speaks."""

import uuid

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from events.models.credits import CreditKind
from kit.models import Model, tracked
from members.models import Person


@tracked()
class Venue(Model):
    """A place where meetings happen."""

    name = models.CharField(_("name"), max_length=200)
    address = models.CharField(_("address"), max_length=300, blank=True)
    city = models.CharField(_("city"), max_length=120, blank=True)
    how_to_find = models.TextField(_("how to find it, parking, access"), blank=True)
    map_url = models.URLField(_("map"), blank=True)

    class Meta:
        verbose_name = _("venue")
        verbose_name_plural = _("venues")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["name", "address", "city"], name="events_venue_once")
        ]

    def __str__(self) -> str:
        return self.name


@tracked()
class Series(Model):
    """A rhythm of meetings: an RFC 5545 rule in wall-clock time of one IANA zone."""

    class Kind(models.TextChoices):
        TALK = "talk", _("talk")
        LUNCH = "lunch", _("lunch")
        CALL = "call", _("call")
        BOARD = "board", _("board")
        SOCIAL = "social", _("social")

    name = models.CharField(_("name"), max_length=200, unique=True)
    slug = models.SlugField(_("address"), max_length=60, unique=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.TALK)
    rule = models.CharField(_("rule (RFC 5545)"), max_length=300, blank=True)
    local_time = models.TimeField(_("starts at"), default="19:00")
    duration_minutes = models.PositiveSmallIntegerField(_("minutes"), default=120)
    timezone = models.CharField(_("time zone"), max_length=64)
    venue = models.ForeignKey(
        Venue, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("venue")
    )
    capacity = models.PositiveIntegerField(_("seats"), null=True, blank=True)
    guest_limit = models.PositiveSmallIntegerField(_("guests per member"), default=2)
    description = models.TextField(_("description"), blank=True)

    class Meta:
        verbose_name = _("series")
        verbose_name_plural = _("series")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


@tracked(exclude=["search_text"])
class Meeting(Model):
    """One occurrence. Instants are UTC, `timezone` says which wall clock they were meant for."""

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        PUBLISHED = "published", _("published")
        CANCELLED = "cancelled", _("cancelled")
        CLOSED = "closed", _("closed")

    class Visible(models.TextChoices):
        PUBLIC = "public", _("everyone")
        GUESTS = "guests", _("members, guests welcome")
        MEMBERS = "members", _("members alone")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    series = models.ForeignKey(
        Series, models.PROTECT, related_name="meetings", verbose_name=_("series")
    )
    slug = models.SlugField(_("address"), max_length=80, unique=True)
    number = models.PositiveIntegerField(_("number"), null=True, blank=True)
    title = models.CharField(_("title"), max_length=300)
    topic = models.CharField(_("topic"), max_length=300, blank=True)
    summary = models.TextField(_("summary"), blank=True)
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"))
    timezone = models.CharField(_("time zone"), max_length=64)
    time_assumed = models.BooleanField(_("time assumed"), default=False)
    venue = models.ForeignKey(
        Venue,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="meetings",
        verbose_name=_("venue"),
    )
    online_url = models.URLField(_("online link"), blank=True)
    answers_until = models.DateTimeField(_("answers until"), null=True, blank=True)
    guest_limit = models.PositiveSmallIntegerField(_("guests per member"), default=2)
    visibility = models.CharField(
        _("visible to"), max_length=10, choices=Visible, default=Visible.PUBLIC
    )
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    cancelled_at = models.DateTimeField(_("cancelled"), null=True, blank=True)
    cancel_reason = models.CharField(_("why cancelled"), max_length=300, blank=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    credits_minutes = models.PositiveSmallIntegerField(
        _("creditable minutes of the whole meeting"), default=0
    )
    credit_kind = models.ForeignKey(
        CreditKind,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="meetings",
        verbose_name=_("kind of credits"),
    )
    contact = models.ForeignKey(
        Person,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("who to ask for"),
    )
    sequence = models.PositiveIntegerField(default=0, editable=False)
    search_text = models.TextField(editable=False, blank=True)

    class Meta:
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        ordering = ["-starts_at"]
        permissions = [
            ("run_meeting", _("Can run the door of a meeting")),
            ("manage_meetings", _("Can publish, move and cancel meetings")),
            ("export_attendance", _("Can export attendance")),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="events_meeting_ends_after_start"
            ),
            models.CheckConstraint(
                condition=~Q(state="published") | Q(published_at__isnull=False),
                name="events_meeting_published_at",
            ),
            models.CheckConstraint(
                condition=Q(state="cancelled", cancelled_at__isnull=False)
                | (~Q(state="cancelled") & Q(cancelled_at__isnull=True)),
                name="events_meeting_cancelled_at",
            ),
            models.CheckConstraint(
                condition=Q(state="closed", closed_at__isnull=False)
                | (~Q(state="closed") & Q(closed_at__isnull=True)),
                name="events_meeting_closed_at",
            ),
        ]
        indexes = [
            models.Index(fields=["starts_at"], name="events_meeting_starts"),
            models.Index(fields=["state", "starts_at"], name="events_meeting_state_starts"),
            GinIndex(OpClass(F("search_text"), name="gin_trgm_ops"), name="events_meeting_search"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("meeting", args=[self.slug])

    @property
    def guests_allowed(self) -> int:
        """How many guests a member may bring; nobody where members are among themselves."""
        return 0 if self.visibility == self.Visible.MEMBERS else self.guest_limit


@tracked()
class Talk(Model):
    """One talk of a meeting; a meeting may have none or several."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="talks")
    title = models.CharField(_("title"), max_length=400)
    abstract = models.TextField(_("abstract"), blank=True)
    slides_url = models.URLField(_("slides"), blank=True)
    # Beside those of the whole meeting; an evening gives one or the other.
    credit_minutes = models.PositiveSmallIntegerField(_("creditable minutes"), default=0)
    credit_kind = models.ForeignKey(
        CreditKind,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="talks",
        verbose_name=_("kind of credits"),
    )
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("talk")
        verbose_name_plural = _("talks")
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.title


@tracked()
class Speaking(Model):
    """A name on the programme. The printed name is always kept; a person is known or not."""

    class State(models.TextChoices):
        INVITED = "invited", _("invited")
        CONFIRMED = "confirmed", _("confirmed")
        DECLINED = "declined", _("declined")
        WITHDRAWN = "withdrawn", _("withdrawn")

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="speakings")
    talk = models.ForeignKey(Talk, models.CASCADE, null=True, blank=True, related_name="speakings")
    printed_name = models.CharField(_("printed name"), max_length=300)
    affiliation = models.CharField(_("employer as printed"), max_length=200, blank=True)
    person = models.ForeignKey(
        Person,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="speakings",
        verbose_name=_("person"),
    )
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.CONFIRMED)
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("speaker")
        verbose_name_plural = _("speakers")
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.printed_name

"""Series, meetings, talks and speakers, seats, answers and attendance."""

import uuid

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kit.models import Model, RandomCode, tracked
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
        MEMBERS = "members", _("members")

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
    credits_minutes = models.PositiveSmallIntegerField(_("creditable minutes"), default=0)
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


class Mode(models.TextChoices):
    """How somebody takes part."""

    IN_PERSON = "in_person", _("in person")
    ONLINE = "online", _("online")


@tracked(exclude=["taken", "last_wait"])
class Seating(Model):
    """The counted seats of one mode of one meeting, in rows of their own so that no other save
    overwrites them. `taken` counts answers `going` and `offered`; no capacity = no limit."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="seatings")
    mode = models.CharField(_("mode"), max_length=10, choices=Mode, default=Mode.IN_PERSON)
    capacity = models.PositiveIntegerField(_("seats"), null=True, blank=True)
    taken = models.PositiveIntegerField(_("taken"), default=0, editable=False)
    last_wait = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("seats")
        verbose_name_plural = _("seats")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "mode"], name="events_seating_mode_once"),
            models.CheckConstraint(
                condition=Q(capacity__isnull=True) | Q(taken__lte=F("capacity")),
                name="events_seating_never_oversold",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.taken}/{self.capacity or '∞'}"


@tracked()
class Talk(Model):
    """One talk of a meeting; a meeting may have none or several."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="talks")
    title = models.CharField(_("title"), max_length=400)
    abstract = models.TextField(_("abstract"), blank=True)
    slides_url = models.URLField(_("slides"), blank=True)
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


@tracked(exclude=["ticket"])
class Rsvp(Model):
    """One person's intention for one meeting. One row is one seat; a guest has a row of their own.

    A party (a member and the guests) shares `party` and `wait_number` and moves as a whole.
    """

    class State(models.TextChoices):
        GOING = "going", _("going")
        WAITLISTED = "waitlisted", _("on the waiting list")
        OFFERED = "offered", _("seat offered")
        DECLINED = "declined", _("not coming")
        CANCELLED = "cancelled", _("cancelled")

    SEATED = (State.GOING, State.OFFERED)

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="rsvps")
    person = models.ForeignKey(Person, models.PROTECT, related_name="rsvps")
    mode = models.CharField(_("mode"), max_length=10, choices=Mode, default=Mode.IN_PERSON)
    state = models.CharField(_("answer"), max_length=10, choices=State)
    host = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="guest_rsvps",
        verbose_name=_("guest of"),
    )
    party = models.UUIDField(default=uuid.uuid4, editable=False)
    wait_number = models.PositiveIntegerField(_("place in the queue"), null=True, blank=True)
    offered_until = models.DateTimeField(_("offered until"), null=True, blank=True)
    promoted_at = models.DateTimeField(_("moved up"), null=True, blank=True)
    answered_at = models.DateTimeField(_("answered"))
    answered_by = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("answered by"),
    )
    via = models.CharField(_("answered through"), max_length=20, blank=True)
    revision = models.PositiveIntegerField(default=1, editable=False)
    # What the code on the ticket says; replaced when the seat is given back, so that none lives on.
    ticket = models.UUIDField(db_default=RandomCode(), unique=True, editable=False)

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "person"], name="events_rsvp_once"),
            models.CheckConstraint(
                condition=Q(state="waitlisted", wait_number__isnull=False)
                | (~Q(state="waitlisted") & Q(wait_number__isnull=True)),
                name="events_rsvp_wait_number",
            ),
            models.CheckConstraint(
                condition=Q(state="offered", offered_until__isnull=False)
                | (~Q(state="offered") & Q(offered_until__isnull=True)),
                name="events_rsvp_offered_until",
            ),
            models.CheckConstraint(
                condition=Q(host__isnull=True) | ~Q(host=F("person")), name="events_rsvp_host_other"
            ),
        ]
        indexes = [
            models.Index(fields=["meeting", "state", "wait_number"], name="events_rsvp_queue"),
            models.Index(fields=["party"], name="events_rsvp_party"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.state}"


@tracked()
class Attendance(Model):
    """What really happened at the door. It never writes an answer, and no answer writes it."""

    class State(models.TextChoices):
        PRESENT = "present", _("present")
        LATE = "late", _("late")
        EXCUSED = "excused", _("excused")
        ABSENT = "absent", _("absent")

    class Method(models.TextChoices):
        NAME = "name", _("looked up by name")
        WALK_IN = "walk_in", _("walk-in")
        PAPER = "paper", _("sign-in sheet")
        CLOSING = "closing", _("at closing")
        IMPORT = "import", _("imported")

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="attendances")
    person = models.ForeignKey(Person, models.PROTECT, related_name="attendances")
    mode = models.CharField(_("mode"), max_length=10, choices=Mode, default=Mode.IN_PERSON)
    state = models.CharField(_("attendance"), max_length=10, choices=State)
    host = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("guest of")
    )
    arrived_at = models.DateTimeField(_("arrived"), null=True, blank=True)
    method = models.CharField(_("how"), max_length=10, choices=Method)
    recorded_by = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("recorded by"),
    )
    recorded_at = models.DateTimeField(_("recorded"))
    voided_at = models.DateTimeField(_("undone"), null=True, blank=True)
    voided_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("undone by")
    )

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = _("attendance")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "person"],
                condition=Q(voided_at__isnull=True),
                name="events_attendance_once",
            ),
            models.CheckConstraint(
                condition=Q(voided_at__isnull=True, voided_by__isnull=True)
                | Q(voided_at__isnull=False),
                name="events_attendance_voided",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["present", "late"]) | Q(arrived_at__isnull=False),
                name="events_attendance_arrived_at",
            ),
        ]
        indexes = [models.Index(fields=["person", "meeting"], name="events_attendance_person")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.state}"

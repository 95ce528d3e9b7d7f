"""Seats, answers and attendance."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from events.models.meetings import Meeting
from kit.models import Model, RandomCode, tracked
from members.models import Person


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
        TICKET = "ticket", _("by ticket")
        SELF = "self", _("by the code in the room")
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
    # Noted where a kind of credits asks for it.
    left_at = models.DateTimeField(_("left"), null=True, blank=True)
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
            models.CheckConstraint(
                condition=Q(left_at__isnull=True) | Q(left_at__gte=F("arrived_at")),
                name="events_attendance_left_after",
            ),
        ]
        indexes = [models.Index(fields=["person", "meeting"], name="events_attendance_person")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.state}"

"""What the door keeps beside attendance: acts that came from devices, and numbers on paper."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from events.models.meetings import Meeting
from kit.models import Model, tracked
from members.models import Person


@tracked()
class DoorEntry(Model):
    """One act that a device made without network, as it was sent, and what became of it.

    `uid` comes from the device: the same act sent twice is one row. `made_at` is the device's time,
    put right by how far its clock was off; `received_at` is ours.
    """

    class Act(models.TextChoices):
        IN = "in", _("came in")
        OUT = "out", _("taken back")
        WALK_IN = "walk_in", _("walk-in")

    class Outcome(models.TextChoices):
        DONE = "done", _("done")
        SAME = "same", _("was so already")
        OVERRULED = "overruled", _("something later is known")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    device = models.UUIDField(editable=False)
    meeting = models.ForeignKey(
        Meeting, models.PROTECT, related_name="door_entries", verbose_name=_("meeting")
    )
    person = models.ForeignKey(
        Person, models.PROTECT, related_name="door_entries", verbose_name=_("person")
    )
    act = models.CharField(_("act"), max_length=10, choices=Act)
    outcome = models.CharField(_("what became of it"), max_length=10, choices=Outcome)
    made_at = models.DateTimeField(_("made"))
    received_at = models.DateTimeField(_("received"))
    received_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("sent by")
    )

    class Meta:
        verbose_name = _("act at the door without network")
        verbose_name_plural = _("acts at the door without network")
        ordering = ["id"]
        indexes = [
            models.Index(fields=["meeting", "person", "made_at"], name="events_doorentry_person")
        ]

    def __str__(self) -> str:
        return f"{self.act} {self.outcome}"


@tracked()
class SheetLine(Model):
    """The number a person has on the sign-in sheet of a meeting. Numbers never move: whoever says
    yes after the first print comes after the last line."""

    meeting = models.ForeignKey(
        Meeting, models.PROTECT, related_name="sheet_lines", verbose_name=_("meeting")
    )
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("person"))
    number = models.PositiveIntegerField(_("number"))

    class Meta:
        verbose_name = _("line of a sign-in sheet")
        verbose_name_plural = _("lines of sign-in sheets")
        ordering = ["meeting", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "number"], name="events_sheetline_number_once"
            ),
            models.UniqueConstraint(
                fields=["meeting", "person"], name="events_sheetline_person_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}"

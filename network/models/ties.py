"""Consent, and the ties that are worked out among those who gave it."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from events.models import Meeting
from kit.models import Model, tracked
from members.models import Person


@tracked()
class Participant(Model):
    """A member who was told what the network remembers, and said yes or left.

    Nobody without a row, and nobody who left, has ties; guests never get a row.
    """

    person = models.OneToOneField(Person, models.CASCADE, related_name="network")
    told_at = models.DateTimeField(_("told"))
    left_at = models.DateTimeField(_("left"), null=True, blank=True)
    findable = models.BooleanField(
        _("may be found by old friends after the membership ended"), default=False
    )

    named = models.BooleanField(
        _("who fills a seat may be told who knows this person well"), default=True, db_default=True
    )

    class Meta:
        verbose_name = _("participant")
        verbose_name_plural = _("participants")
        ordering = ["id"]

    def __str__(self) -> str:
        return str(self.person_id)


class Tie(Model):
    """What two participants share, as worked out from rows of other tables: a cache, no fact.

    `strength` is at `rules.EPOCH` and grows with each contact's date, so that adding one contact
    never touches the others; `rules.strength_on` gives it for a day. One row for both directions.
    """

    low = models.ForeignKey(Person, models.CASCADE, related_name="+")
    high = models.ForeignKey(Person, models.CASCADE, related_name="+")
    strength = models.FloatField()
    contacts = models.PositiveIntegerField()
    first_on = models.DateField()
    last_on = models.DateField()

    class Meta:
        verbose_name = _("tie")
        verbose_name_plural = _("ties")
        constraints = [
            models.UniqueConstraint(fields=["low", "high"], name="network_tie_once"),
            models.CheckConstraint(condition=Q(low__lt=F("high")), name="network_tie_ordered"),
        ]

    def __str__(self) -> str:
        return f"{self.low_id}-{self.high_id}"


class FoldedMeeting(Model):
    """A closed meeting whose contacts are in the ties already."""

    meeting = models.OneToOneField(Meeting, models.CASCADE, primary_key=True, related_name="+")
    closed_at = models.DateTimeField()

    class Meta:
        verbose_name = _("folded meeting")
        verbose_name_plural = _("folded meetings")

    def __str__(self) -> str:
        return str(self.meeting_id)

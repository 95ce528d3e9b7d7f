"""What the organizers need to know about an answer, for a short while."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from events.models.answers import Rsvp
from kit.models import Model


class Needs(Model):
    """What somebody cannot eat, what makes the room usable for them, and whether their badge may
    say that they are open to work.

    Seen by the meeting's organizers alone, deleted soon after the meeting: history keeps no copy.
    """

    rsvp = models.OneToOneField(Rsvp, models.CASCADE, related_name="needs")
    diet = models.CharField(_("what I cannot eat"), max_length=300, blank=True)
    access = models.CharField(_("what I need to get in and take part"), max_length=300, blank=True)
    open_to_work = models.BooleanField(_("my badge says: open to work"), default=False)
    told_at = models.DateTimeField(_("told"))

    class Meta:
        verbose_name = _("needs at a meeting")
        verbose_name_plural = _("needs at meetings")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.rsvp_id}"

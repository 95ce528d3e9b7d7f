"""What those who were there say afterwards. Private words: not kept twice by history."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from events.models.meetings import Meeting
from kit.models import Model
from members.models import Person


class Feedback(Model):
    """How somebody found a meeting. Organizers see numbers and words, never whose."""

    class Score(models.IntegerChoices):
        POOR = 1, _("not for me")
        FAIR = 2, _("so-so")
        GOOD = 3, _("good")
        GREAT = 4, _("wonderful")

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="feedback")
    person = models.ForeignKey(Person, models.CASCADE, related_name="feedback")
    score = models.PositiveSmallIntegerField(_("how it was"), choices=Score)
    words = models.TextField(_("a word about it"), blank=True, max_length=2000)
    given_at = models.DateTimeField(_("given"))

    class Meta:
        verbose_name = _("feedback")
        verbose_name_plural = _("feedback")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "person"], name="events_feedback_once"),
            models.CheckConstraint(
                condition=Q(score__gte=1, score__lte=4), name="events_feedback_score"
            ),
        ]

    def __str__(self) -> str:
        return str(self.score)


class Met(Model):
    """`person` says to have met `other` at this meeting; nobody but `person` sees that it was
    said. What both say, both know."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="met")
    other = models.ForeignKey(Person, models.CASCADE, related_name="met_by")
    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="met")
    said_at = models.DateTimeField(_("said"))

    class Meta:
        verbose_name = _("people who met")
        verbose_name_plural = _("people who met")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["person", "other", "meeting"], name="events_met_once"),
            models.CheckConstraint(condition=~Q(person=F("other")), name="events_met_other"),
        ]
        indexes = [models.Index(fields=["other", "person"], name="events_met_other_person")]

    def __str__(self) -> str:
        return f"{self.person_id} met {self.other_id}"

"""A year being planned: the days of a rule, topics members want, who could step in."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from events.models.meetings import Meeting, Series
from kit.models import Model, tracked
from members.models import Person


@tracked()
class Occurrence(Model):
    """A day of a series' rule that has been dealt with (RFC 5545 calls it RECURRENCE-ID).

    It stays where the rule put it when its meeting is moved or skipped, so that the rule goes on
    from there and never brings the same day twice.
    """

    series = models.ForeignKey(Series, models.PROTECT, related_name="occurrences")
    on = models.DateField(_("day of the rule"))
    meeting = models.OneToOneField(Meeting, models.CASCADE, related_name="occurrence")

    class Meta:
        verbose_name = _("day of a rule")
        verbose_name_plural = _("days of rules")
        ordering = ["on"]
        constraints = [
            models.UniqueConstraint(fields=["series", "on"], name="events_occurrence_once")
        ]

    def __str__(self) -> str:
        return f"{self.series} {self.on}"


@tracked()
class TopicIdea(Model):
    """What a member would like to hear about, and who might speak on it."""

    class State(models.TextChoices):
        OPEN = "open", _("open")
        TAKEN = "taken", _("on the programme")
        CLOSED = "closed", _("put aside")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    title = models.CharField(_("topic"), max_length=200)
    about = models.TextField(_("why it would be good"), blank=True)
    speaker_hint = models.CharField(_("who could speak on it"), max_length=200, blank=True)
    suggested_at = models.DateTimeField(_("suggested"))
    suggested_by = models.ForeignKey(
        Person, models.PROTECT, related_name="topic_ideas", verbose_name=_("suggested by")
    )
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.OPEN)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decided_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("decided by"),
    )  # fmt: skip
    meeting = models.ForeignKey(
        Meeting, models.SET_NULL, null=True, blank=True, related_name="ideas",
        verbose_name=_("meeting"),
    )  # fmt: skip

    class Meta:
        verbose_name = _("suggested topic")
        verbose_name_plural = _("suggested topics")
        ordering = ["-suggested_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="open", decided_at__isnull=True, decided_by__isnull=True)
                | (~Q(state="open") & Q(decided_at__isnull=False)),
                name="events_topicidea_decided_at",
            ),
        ]
        indexes = [models.Index(fields=["state", "-suggested_at"], name="events_topicidea_open")]

    def __str__(self) -> str:
        return self.title


@tracked()
class TopicSecond(Model):
    """Somebody else wants to hear it, too."""

    idea = models.ForeignKey(TopicIdea, models.CASCADE, related_name="seconds")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["idea", "person"], name="events_topicsecond_once")
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.idea}"


@tracked()
class Backup(Model):
    """A speaker who would step in at short notice."""

    person = models.ForeignKey(
        Person, models.PROTECT, related_name="backups", verbose_name=_("person")
    )
    topic = models.CharField(_("could speak about"), max_length=200)
    added_at = models.DateTimeField(_("added"))
    added_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    removed_at = models.DateTimeField(_("removed"), null=True, blank=True)

    class Meta:
        verbose_name = _("backup speaker")
        verbose_name_plural = _("backup speakers")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "topic"], condition=Q(removed_at__isnull=True),
                name="events_backup_once",
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.person}: {self.topic}"

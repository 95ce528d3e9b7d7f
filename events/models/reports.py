"""Questions kept under a name, and who gets their answers each month."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from events.models.meetings import Series
from kit.models import Model, tracked
from members.models import Person


@tracked()
class SavedReport(Model):
    """One report with its question; its days move with the calendar. `sent_for` is the first day of
    the month its last letters went out for."""

    class Span(models.TextChoices):
        MONTH = "month", _("the month before")
        YEAR = "year", _("the last twelve months")
        CALENDAR = "calendar", _("this year so far")
        ALL = "all", _("everything")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=120)
    report = models.SlugField(_("report"), max_length=40)
    kind = models.CharField(_("kind of meetings"), max_length=10, choices=Series.Kind)
    span = models.CharField(_("days"), max_length=10, choices=Span, default=Span.YEAR)
    q = models.CharField(_("letters of a name or topic"), max_length=100, blank=True)
    made_at = models.DateTimeField(_("kept"))
    made_by = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="+", verbose_name=_("kept by")
    )
    sent_for = models.DateField(_("last sent for"), editable=False)
    dropped_at = models.DateTimeField(_("taken away"), null=True, blank=True)

    class Meta:
        verbose_name = _("saved report")
        verbose_name_plural = _("saved reports")
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name


@tracked()
class ReportReader(Model):
    """An officer who gets a saved report each month, for as long as reports are theirs to see."""

    saved = models.ForeignKey(SavedReport, models.CASCADE, related_name="readers")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+", verbose_name=_("reader"))

    class Meta:
        verbose_name = _("reader of a saved report")
        verbose_name_plural = _("readers of saved reports")
        ordering = ["person__sort_name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["saved", "person"], name="events_reportreader_once")
        ]

    def __str__(self) -> str:
        return str(self.person)

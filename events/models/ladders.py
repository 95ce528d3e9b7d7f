"""The letters of one series, where they differ from the association's."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from events.models.meetings import Series
from kit.models import Model, tracked


@tracked()
class SeriesLetters(Model):
    """When the letters of a series leave; an empty number means as everywhere.

    Zero leaves the step out.
    """

    series = models.OneToOneField(Series, models.CASCADE, related_name="letters")
    invitation = models.PositiveSmallIntegerField(
        _("invitation, days before"), null=True, blank=True
    )
    first = models.PositiveSmallIntegerField(
        _("first question to the silent, days before"), null=True, blank=True
    )
    last = models.PositiveSmallIntegerField(
        _("last question to the silent, days before"), null=True, blank=True
    )
    going = models.PositiveSmallIntegerField(
        _("to those coming, hours before"), null=True, blank=True
    )
    soon = models.PositiveSmallIntegerField(_("short note, hours before"), null=True, blank=True)
    words = models.CharField(_("a sentence of your own at the top"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("letters of a series")
        verbose_name_plural = _("letters of series")
        ordering = ["id"]

    def __str__(self) -> str:
        return str(self.series)

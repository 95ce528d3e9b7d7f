"""Calendars somebody subscribes to."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from kit.models import Model, tracked
from members.models import Person


@tracked(exclude=["key"])
class CalendarFeed(Model):
    """One person's private calendar: whoever has the key reads it; a new key ends the old one."""

    person = models.OneToOneField(Person, models.CASCADE, related_name="calendar_feed")
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    made_at = models.DateTimeField(_("made"))

    class Meta:
        verbose_name = _("private calendar")
        verbose_name_plural = _("private calendars")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.person_id}"

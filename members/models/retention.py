"""Whose time on file runs out."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kit.models import Model, tracked
from members.models.people import Person


@tracked()
class Retention(Model):
    """Somebody long gone was told; unless they stay on file, only numbers are left on `due_on`."""

    person = models.OneToOneField(
        Person, models.CASCADE, related_name="retention", verbose_name=_("person")
    )
    told_on = models.DateField(_("told on"))
    due_on = models.DateField(_("erased from"))
    kept_on = models.DateField(_("stays on file since"), null=True, blank=True)
    kept_by = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("by")
    )

    class Meta:
        verbose_name = _("end of a term of keeping")
        verbose_name_plural = _("ends of terms of keeping")
        ordering = ["due_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(due_on__gt=F("told_on")), name="members_retention_in_time"
            ),
            models.CheckConstraint(
                condition=Q(kept_on__isnull=False) | Q(kept_by=None), name="members_retention_kept"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.due_on}"

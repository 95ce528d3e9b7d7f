"""What belongs to a seat and goes from holder to holder: its year, open tasks, people, keys."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy as _

from kit.models import Model, tracked
from members.models import Person
from roles.models.posts import Seat


@tracked()
class HandoverLine(Model):
    """One thing the next holder must know. A key names who holds it and when that was last
    checked, never the secret itself. A line is closed, not deleted."""

    class Kind(models.TextChoices):
        NOTE = "note", _("note")
        YEARLY = "yearly", _("every year")
        TASK = "task", _("open task")
        CONTACT = "contact", _("contact")
        KEY = "key", _("outside key")

    seat = models.ForeignKey(Seat, models.PROTECT, related_name="lines", verbose_name=_("seat"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    title = models.CharField(_("title"), max_length=200)
    detail = models.TextField(_("details"), blank=True)
    month = models.PositiveSmallIntegerField(
        _("month"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(12)]
    )
    due_on = models.DateField(_("due"), null=True, blank=True)
    holder = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("holder")
    )
    checked_on = models.DateField(_("last checked"), null=True, blank=True)
    written_at = models.DateTimeField(_("written"))
    written_by = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="+", verbose_name=_("written by")
    )
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    closed_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("closed by")
    )

    class Meta:
        verbose_name = _("line of a hand-over")
        verbose_name_plural = _("lines of hand-overs")
        ordering = ["kind", "month", "due_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="yearly", month__gte=1, month__lte=12)
                | (~Q(kind="yearly") & Q(month__isnull=True)),
                name="roles_handoverline_month",
            ),
            models.CheckConstraint(
                condition=Q(kind="task") | Q(due_on__isnull=True), name="roles_handoverline_due_on"
            ),
            models.CheckConstraint(
                condition=Q(kind="key") | Q(holder__isnull=True, checked_on__isnull=True),
                name="roles_handoverline_key",
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=False) | Q(closed_by__isnull=True),
                name="roles_handoverline_closed",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def month_name(self) -> str:
        """The month in words; nothing where there is none."""
        return str(MONTHS[self.month]) if self.month else ""

"""What attendance is worth where a profession asks for continuing education."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kit.models import Model, tracked


@tracked()
class CreditKind(Model):
    """A sort of credits of this association: who stands behind them and how they are counted."""

    name = models.CharField(_("name"), max_length=100, unique=True)
    minutes_per_credit = models.PositiveSmallIntegerField(_("minutes to a credit"), default=50)
    sponsor = models.CharField(
        _("sponsor on certificates"), max_length=200, blank=True,
        help_text=_("Empty: the association."),
    )  # fmt: skip
    provider_number = models.CharField(_("number of the provider"), max_length=60, blank=True)
    times_required = models.BooleanField(
        _("arrival and leaving count"), default=False,
        help_text=_("Only minutes between both, within the meeting, are credited."),
    )  # fmt: skip

    class Meta:
        verbose_name = _("kind of credits")
        verbose_name_plural = _("kinds of credits")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(minutes_per_credit__gte=1), name="events_creditkind_minutes"
            )
        ]

    def __str__(self) -> str:
        return self.name

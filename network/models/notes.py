"""What one member writes down about another: read by its writer alone, kept in no history."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kit.models import Model
from members.models import Person


class Touch(Model):
    """ "We spoke": one contact outside of meetings, as its writer remembers it."""

    class Channel(models.TextChoices):
        CALL = "call", _("a call")
        LUNCH = "lunch", _("a lunch")
        COFFEE = "coffee", _("a coffee")
        MET = "met", _("we met")
        EMAIL = "email", _("a letter")
        MESSAGE = "message", _("a message")

    writer = models.ForeignKey(Person, models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    channel = models.CharField(_("how"), max_length=10, choices=Channel, default=Channel.CALL)
    on = models.DateField(_("when"))
    note = models.TextField(_("a note for yourself"), blank=True, max_length=2000)
    made_at = models.DateTimeField()

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        ordering = ["-on", "-id"]
        indexes = [models.Index(fields=["writer", "person", "-on"], name="network_touch_mine")]
        constraints = [
            models.CheckConstraint(condition=~Q(writer=F("person")), name="network_touch_other")
        ]

    def __str__(self) -> str:
        return f"{self.writer_id}: {self.channel}"


class Cadence(Model):
    """How often one member wants to hear of another: an interval, a pause, or never."""

    writer = models.ForeignKey(Person, models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    days = models.PositiveSmallIntegerField(_("every so many days"), null=True, blank=True)
    snoozed_until = models.DateField(_("not before"), null=True, blank=True)
    never = models.BooleanField(_("do not remind me"), default=False)

    class Meta:
        verbose_name = _("rhythm")
        verbose_name_plural = _("rhythms")
        constraints = [
            models.UniqueConstraint(fields=["writer", "person"], name="network_cadence_once"),
            models.CheckConstraint(condition=~Q(writer=F("person")), name="network_cadence_other"),
            models.CheckConstraint(
                condition=Q(days__isnull=True) | Q(days__gte=7, days__lte=1095),
                name="network_cadence_days",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.writer_id}: {self.days}"

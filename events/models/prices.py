"""What a meeting costs, and who has paid."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from events.models.answers import Rsvp
from events.models.meetings import Meeting
from kit.models import Model, tracked
from members.models import Person


@tracked()
class Price(Model):
    """What one seat of a meeting costs a member and a guest; no row = nothing."""

    meeting = models.OneToOneField(Meeting, models.CASCADE, related_name="price")
    member_cents = models.PositiveIntegerField(_("for a member, in cents"), default=0)
    guest_cents = models.PositiveIntegerField(_("for a guest, in cents"), default=0)
    currency = models.CharField(_("currency"), max_length=3, default="EUR")

    class Meta:
        verbose_name = _("price of a meeting")
        verbose_name_plural = _("prices of meetings")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.member_cents}/{self.guest_cents} {self.currency}"


@tracked()
class SeatPayment(Model):
    """One seat was paid; what was marked by mistake is voided, never deleted."""

    class How(models.TextChoices):
        DOOR = "door", _("at the door")
        BANK = "bank", _("by transfer")

    rsvp = models.ForeignKey(Rsvp, models.PROTECT, related_name="payments")
    cents = models.PositiveIntegerField(_("cents"))
    currency = models.CharField(_("currency"), max_length=3)
    how = models.CharField(_("how"), max_length=10, choices=How)
    reference = models.CharField(_("reference"), max_length=140, blank=True)
    recorded_at = models.DateTimeField(_("recorded"))
    recorded_by = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="+", verbose_name=_("recorded by")
    )
    voided_at = models.DateTimeField(_("undone"), null=True, blank=True)
    voided_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("undone by")
    )

    class Meta:
        verbose_name = _("payment of a seat")
        verbose_name_plural = _("payments of seats")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["rsvp"],
                condition=Q(voided_at__isnull=True),
                name="events_seatpayment_once",
            ),
            models.CheckConstraint(
                condition=Q(voided_at__isnull=False) | Q(voided_by__isnull=True),
                name="events_seatpayment_voided",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cents} {self.currency}"

"""Strangers who ask to come."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from events.models.meetings import Meeting
from kit.models import Model, tracked
from members.models import Person


@tracked(exclude=["name", "address", "told_by"])
class GuestAsk(Model):
    """A stranger who would like to come to one meeting; the address is proven by a mailed link.

    Until then `person` is a name without an address, whose answer holds the seat for a short
    while, or nobody. `greeter` is who meets the guest at the door.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="guest_asks")
    name = models.CharField(_("name"), max_length=200)
    address = models.EmailField(_("e-mail address"))
    canonical = models.CharField(max_length=320, editable=False)
    told_by = models.CharField(_("heard of us from"), max_length=200, blank=True)
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="guest_asks"
    )
    greeter = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("meets the guest at the door"),
    )
    asked_at = models.DateTimeField(_("asked"))
    proven_at = models.DateTimeField(_("address proven"), null=True, blank=True)

    class Meta:
        verbose_name = _("guest's question")
        verbose_name_plural = _("guests' questions")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "canonical"], name="events_guestask_once"),
            models.CheckConstraint(
                condition=Q(proven_at__isnull=True) | Q(person__isnull=False),
                name="events_guestask_proven",
            ),
        ]

    def __str__(self) -> str:
        return self.name

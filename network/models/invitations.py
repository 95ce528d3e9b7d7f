"""Whom members ask to come along: a letter to somebody outside, and what becomes of it."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from events.models import GuestAsk, Meeting
from kit.models import Model
from members.models import Person


class Invitation(Model):
    """A member asks somebody from outside to one meeting; read by its writer alone, kept in no
    history. No person comes of it: `guest_ask` is what the one invited did with the link."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    inviter = models.ForeignKey(Person, models.CASCADE, related_name="+")
    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="+")
    name = models.CharField(_("name"), max_length=200)
    address = models.EmailField(_("e-mail address"))
    canonical = models.CharField(max_length=320, editable=False)
    words = models.CharField(_("a word of yours"), max_length=500, blank=True)
    guest_ask = models.ForeignKey(
        GuestAsk, models.SET_NULL, null=True, related_name="+", editable=False
    )
    made_at = models.DateTimeField(_("invited"))

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-made_at", "-id"]
        indexes = [models.Index(fields=["canonical", "made_at"], name="network_invitation_to")]
        constraints = [
            models.UniqueConstraint(
                fields=["inviter", "meeting", "canonical"], name="network_invitation_once"
            )
        ]

    def __str__(self) -> str:
        return str(self.pk)

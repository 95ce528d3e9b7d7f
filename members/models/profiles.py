"""What somebody adds to their page, and what members write to each other through it."""

import uuid
from functools import cache

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kit.models import Model, tracked
from members.models.people import NOBODY, Person


@cache
def _photo_of_nobody() -> str:
    return reverse("photo", args=[NOBODY])


def photo_url(uid: uuid.UUID, *, small: bool = False) -> str:
    """The address of a photo, large or small; worked out once, as a list may show fifty."""
    return _photo_of_nobody().replace(str(NOBODY), str(uid)) + ("?small" if small else "")


class Portrait(Model):
    """The photo of somebody, cut square, large and small. Pictures leave no history."""

    # A new photo has a new one, so that no browser shows the old.
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.OneToOneField(
        Person, models.CASCADE, related_name="portrait", verbose_name=_("person")
    )
    file = models.FileField(_("file"), upload_to="portraits", max_length=200)
    small = models.FileField(_("small file"), upload_to="portraits", max_length=200)
    uploaded_at = models.DateTimeField(_("uploaded"))

    class Meta:
        verbose_name = _("photo")
        verbose_name_plural = _("photos")
        ordering = ["id"]

    def __str__(self) -> str:
        return str(self.person)


@tracked()
class Link(Model):
    """One address of somebody's pages elsewhere, in their order."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="links")
    url = models.URLField(_("address"), max_length=300)
    position = models.PositiveSmallIntegerField(_("order"))

    class Meta:
        verbose_name = _("link")
        verbose_name_plural = _("links")
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["person", "url"], name="members_link_once"),
            models.CheckConstraint(
                condition=Q(url__startswith="https://"), name="members_link_safe"
            ),
        ]

    def __str__(self) -> str:
        return self.url


class Relay(Model):
    """A letter of one member to another who may not know the other's address.

    `text` is emptied after some weeks; it has no history and no page but the letter itself.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    sender = models.ForeignKey(
        Person, models.CASCADE, related_name="relays_sent", verbose_name=_("from")
    )
    recipient = models.ForeignKey(
        Person, models.CASCADE, related_name="relays_received", verbose_name=_("to")
    )
    text = models.TextField(_("letter"), blank=True)
    written_at = models.DateTimeField(_("written"))

    class Meta:
        verbose_name = _("letter between members")
        verbose_name_plural = _("letters between members")
        ordering = ["-written_at", "-id"]
        indexes = [
            models.Index(fields=["sender", "written_at"], name="members_relay_by_sender"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(sender=models.F("recipient")), name="members_relay_to_another"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sender} → {self.recipient}"

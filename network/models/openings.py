"""Openings that members tell of, who can introduce to them, and introductions asked for."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kit.models import Model
from members.models import Person


class Opening(Model):
    """A job a member knows of, for some weeks; read by members, kept in no history."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    poster = models.ForeignKey(
        Person, models.CASCADE, related_name="+", verbose_name=_("posted by")
    )
    title = models.CharField(_("title"), max_length=200)
    employer = models.CharField(_("employer"), max_length=200)
    place = models.CharField(_("place"), max_length=120, blank=True)
    text = models.TextField(_("what it is about"), max_length=3000, blank=True)
    link = models.URLField(_("link"), blank=True)
    made_at = models.DateTimeField(_("posted"))
    ends_on = models.DateField(_("runs out on"))
    closed_at = models.DateTimeField(_("taken down"), null=True, blank=True)

    class Meta:
        verbose_name = _("opening")
        verbose_name_plural = _("openings")
        ordering = ["-made_at", "-id"]
        indexes = [models.Index(fields=["-made_at", "-id"], name="network_opening_newest")]

    def __str__(self) -> str:
        return self.title


class Introducer(Model):
    """ "I can introduce you": a member who knows somebody there, and says so to members."""

    opening = models.ForeignKey(Opening, models.CASCADE, related_name="introducers")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        verbose_name = _("introducer")
        verbose_name_plural = _("introducers")
        ordering = ["made_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["opening", "person"], name="network_introducer_once")
        ]

    def __str__(self) -> str:
        return str(self.person_id)


class Introduction(Model):
    """The seeker asks, the introducer says yes or no; addresses are shown after a yes alone."""

    class State(models.TextChoices):
        ASKED = "asked", _("asked")
        AGREED = "agreed", _("agreed")
        DECLINED = "declined", _("not this time")
        WITHDRAWN = "withdrawn", _("taken back")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    opening = models.ForeignKey(Opening, models.CASCADE, related_name="introductions")
    seeker = models.ForeignKey(Person, models.CASCADE, related_name="+")
    introducer = models.ForeignKey(Person, models.CASCADE, related_name="+")
    words = models.CharField(_("a word to go with it"), max_length=500, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.ASKED)
    made_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("introduction")
        verbose_name_plural = _("introductions")
        ordering = ["-made_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["opening", "seeker", "introducer"], name="network_introduction_once"
            ),
            models.CheckConstraint(
                condition=~Q(seeker=F("introducer")), name="network_introduction_other"
            ),
            models.CheckConstraint(
                condition=Q(state="asked", answered_at=None)
                | (~Q(state="asked") & Q(answered_at__isnull=False)),
                name="network_introduction_answer",
            ),
        ]

    def __str__(self) -> str:
        return self.state

"""Somebody is asked to speak; what they give us for it; what we may publish."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from events.models.meetings import Meeting, Speaking
from kit.models import Model, tracked
from members.models import Person


@tracked()
class SpeakerAsk(Model):
    """A person is asked to speak on one of several dates; their one link leads here."""

    class State(models.TextChoices):
        ASKED = "asked", _("asked")
        ACCEPTED = "accepted", _("accepted")
        DECLINED = "declined", _("declined")
        LATER = "later", _("not now")
        WITHDRAWN = "withdrawn", _("withdrawn")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(
        Person, models.PROTECT, related_name="speaker_asks", verbose_name=_("speaker")
    )
    dates = models.ManyToManyField(Meeting, related_name="speaker_asks", verbose_name=_("dates"))
    meeting = models.ForeignKey(
        Meeting, models.PROTECT, null=True, blank=True, related_name="accepted_asks",
        verbose_name=_("chosen date"),
    )  # fmt: skip
    # A second speaker of one evening; without it a date is had by one alone.
    beside = models.BooleanField(_("speaks beside others"), default=False)
    topic = models.CharField(_("what we hope for"), max_length=200, blank=True)
    note = models.TextField(_("personal words"), blank=True)
    costs = models.CharField(_("costs we bear"), max_length=200, blank=True)
    audience = models.CharField(_("who listens"), max_length=200, blank=True)
    minutes = models.PositiveSmallIntegerField(_("minutes to speak"), default=40)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.ASKED)
    asked_at = models.DateTimeField(_("asked"))
    asked_by = models.ForeignKey(
        Person, models.PROTECT, related_name="+", verbose_name=_("asked by")
    )
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    words = models.TextField(_("what they wrote"), blank=True)
    instead = models.CharField(_("whom to ask instead"), max_length=200, blank=True)
    speaking = models.OneToOneField(
        Speaking, models.SET_NULL, null=True, blank=True, related_name="ask", editable=False
    )
    title = models.CharField(_("title"), max_length=300, blank=True)
    abstract = models.TextField(_("abstract"), blank=True)
    bio = models.TextField(_("about you"), blank=True)
    needs = models.TextField(_("what you need"), blank=True)
    saved_at = models.DateTimeField(_("saved"), null=True, blank=True)

    class Meta:
        verbose_name = _("request to speak")
        verbose_name_plural = _("requests to speak")
        ordering = ["-asked_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="asked", answered_at__isnull=True)
                | (~Q(state="asked") & Q(answered_at__isnull=False)),
                name="events_speakerask_answered_at",
            ),
            models.CheckConstraint(
                condition=~Q(state="accepted") | Q(meeting__isnull=False),
                name="events_speakerask_accepted_date",
            ),
            models.UniqueConstraint(
                fields=["meeting"], condition=Q(state="accepted", beside=False),
                name="events_speakerask_date_once",
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["state", "asked_at"], name="events_speakerask_state")]

    def __str__(self) -> str:
        return f"{self.person} ({self.get_state_display()})"


@tracked()
class SpeakerConsent(Model):
    """What a speaker allows us to publish; taking it back is a fact of its own."""

    class What(models.TextChoices):
        RECORDING = "recording", _("the recording")
        SLIDES = "slides", _("the slides")
        PHOTO = "photo", _("the photo")

    ask = models.ForeignKey(SpeakerAsk, models.CASCADE, related_name="consents")
    what = models.CharField(_("what"), max_length=10, choices=What)
    given_at = models.DateTimeField(_("given"))
    withdrawn_at = models.DateTimeField(_("taken back"), null=True, blank=True)

    class Meta:
        verbose_name = _("consent of a speaker")
        verbose_name_plural = _("consents of speakers")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["ask", "what"], condition=Q(withdrawn_at__isnull=True),
                name="events_speakerconsent_once",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True)
                | Q(withdrawn_at__gte=models.F("given_at")),
                name="events_speakerconsent_withdrawn_after",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.ask}: {self.get_what_display()}"


@tracked()
class SpeakerFile(Model):
    """The photo or the slides; the newest of each counts. Names on disk are random."""

    class What(models.TextChoices):
        SLIDES = "slides", _("slides")
        PHOTO = "photo", _("photo")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    ask = models.ForeignKey(SpeakerAsk, models.CASCADE, related_name="files")
    what = models.CharField(_("what"), max_length=10, choices=What)
    file = models.FileField(_("file"), upload_to="speakers", max_length=200)
    name = models.CharField(_("name of the file"), max_length=200)
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField(_("bytes"))
    uploaded_at = models.DateTimeField(_("uploaded"))
    removed_at = models.DateTimeField(_("removed"), null=True, blank=True)

    class Meta:
        verbose_name = _("file of a speaker")
        verbose_name_plural = _("files of speakers")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["ask", "what"], condition=Q(removed_at__isnull=True),
                name="events_speakerfile_once",
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name

"""Jobs at a meeting and who has taken them; who is asked when somebody cannot make it."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from events.models.meetings import Meeting, Series
from kit.models import Model, tracked
from members.models import Person
from roles.models import Role


@tracked()
class SeriesDuty(Model):
    """How many pairs of hands each meeting of a series needs for a job."""

    series = models.ForeignKey(Series, models.CASCADE, related_name="duties")
    role = models.ForeignKey(Role, models.PROTECT, related_name="+", verbose_name=_("job"))
    wanted = models.PositiveSmallIntegerField(_("how many"), default=1)

    class Meta:
        verbose_name = _("usual job")
        verbose_name_plural = _("usual jobs")
        ordering = ["role__position", "role__title"]
        constraints = [
            models.UniqueConstraint(fields=["series", "role"], name="events_seriesduty_once")
        ]

    def __str__(self) -> str:
        return f"{self.role} × {self.wanted}"


@tracked()
class Duty(Model):
    """A job at one meeting; `wanted` 0 says that this meeting does without it."""

    meeting = models.ForeignKey(
        Meeting, models.PROTECT, related_name="duties", verbose_name=_("meeting")
    )
    role = models.ForeignKey(
        Role, models.PROTECT, related_name="meeting_duties", verbose_name=_("job")
    )
    wanted = models.PositiveSmallIntegerField(_("how many"), default=1)

    class Meta:
        verbose_name = _("job at a meeting")
        verbose_name_plural = _("jobs at meetings")
        ordering = ["role__position", "role__title"]
        constraints = [models.UniqueConstraint(fields=["meeting", "role"], name="events_duty_once")]

    def __str__(self) -> str:
        return f"{self.role} · {self.meeting}"


@tracked()
class DutySignup(Model):
    """Somebody has taken a job at a meeting. `place` (from 1) is kept free of a second holder by
    the database; who is `leaving` holds it until another takes it or the meeting begins."""

    class State(models.TextChoices):
        TAKEN = "taken", _("taken")
        CONFIRMED = "confirmed", _("confirmed")
        LEAVING = "leaving", _("cannot make it")
        LEFT = "left", _("given back")

    SERVING = (State.TAKEN, State.CONFIRMED)

    duty = models.ForeignKey(Duty, models.PROTECT, related_name="signups", verbose_name=_("job"))
    person = models.ForeignKey(
        Person, models.PROTECT, related_name="duties", verbose_name=_("person")
    )
    place = models.PositiveSmallIntegerField(default=1, editable=False)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.TAKEN)
    partner = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("partner who has done it"),
    )  # fmt: skip
    taken_at = models.DateTimeField(_("taken"))
    taken_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("taken by")
    )
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)
    left_at = models.DateTimeField(_("said they cannot make it"), null=True, blank=True)
    left_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("said by")
    )

    class Meta:
        verbose_name = _("sign-up for a job")
        verbose_name_plural = _("sign-ups for jobs")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["duty", "person"], condition=~Q(state="left"),
                name="events_dutysignup_person_once",
            ),
            models.UniqueConstraint(
                fields=["duty", "place"], condition=~Q(state="left"),
                name="events_dutysignup_place_once",
            ),
            models.CheckConstraint(
                condition=~Q(state="confirmed") | Q(confirmed_at__isnull=False),
                name="events_dutysignup_confirmed_at",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["leaving", "left"], left_at__isnull=False)
                | Q(state__in=["taken", "confirmed"], left_at__isnull=True, left_by__isnull=True),
                name="events_dutysignup_left_at",
            ),
            models.CheckConstraint(
                condition=Q(partner__isnull=True) | ~Q(partner=models.F("person")),
                name="events_dutysignup_partner_other",
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["person", "state"], name="events_dutysignup_person")]

    def __str__(self) -> str:
        return f"{self.person} · {self.duty}"


@tracked()
class DutyAsk(Model):
    """One qualified person is asked to step in for somebody who cannot make it."""

    class State(models.TextChoices):
        ASKED = "asked", _("asked")
        YES = "yes", _("yes")
        NO = "no", _("no")
        OVER = "over", _("no longer needed")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    signup = models.ForeignKey(DutySignup, models.PROTECT, related_name="asks")
    person = models.ForeignKey(Person, models.PROTECT, related_name="duty_asks")
    state = models.CharField(_("answer"), max_length=10, choices=State, default=State.ASKED)
    asked_at = models.DateTimeField(_("asked"))
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)

    class Meta:
        verbose_name = _("request to step in")
        verbose_name_plural = _("requests to step in")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["signup", "person"], name="events_dutyask_once"),
            models.CheckConstraint(
                condition=Q(state="asked", answered_at__isnull=True)
                | (~Q(state="asked") & Q(answered_at__isnull=False)),
                name="events_dutyask_answered_at",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.signup}"

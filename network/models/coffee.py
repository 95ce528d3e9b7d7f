"""Lunch and coffee of a few people: read by those who sit at the table, kept in no history."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kit.models import Model
from members.models import Person


class Kind(models.TextChoices):
    LUNCH = "lunch", _("lunch")
    COFFEE = "coffee", _("coffee")


class CoffeeWish(Model):
    """Somebody who wants to be in the rounds: how often, and where."""

    class Rhythm(models.IntegerChoices):
        WEEKLY = 1, _("every week")
        FORTNIGHTLY = 2, _("every second week")
        MONTHLY = 4, _("every fourth week")

    person = models.OneToOneField(Person, models.CASCADE, related_name="+")
    rhythm = models.PositiveSmallIntegerField(
        _("how often"), choices=Rhythm, default=Rhythm.FORTNIGHTLY
    )
    city = models.CharField(_("city"), max_length=120, blank=True)
    joined_at = models.DateTimeField()
    silences = models.PositiveSmallIntegerField(default=0)
    paused_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("wish for coffee")
        verbose_name_plural = _("wishes for coffee")
        constraints = [
            models.CheckConstraint(
                condition=Q(rhythm__in=[1, 2, 4]), name="network_coffeewish_rhythm"
            )
        ]

    def __str__(self) -> str:
        return str(self.person_id)


class CoffeeRound(Model):
    """One week's round: made once, whoever comes first."""

    day = models.DateField(_("week"), unique=True)
    made_at = models.DateTimeField(_("made"))

    class Meta:
        verbose_name = _("round of coffee")
        verbose_name_plural = _("rounds of coffee")
        ordering = ["-day"]

    def __str__(self) -> str:
        return str(self.day)


class Pairing(Model):
    """A table for two to four, from a round or from a proposal that was accepted.

    `times` are the instants offered, `agreed_at` the one they settled on; `met_on` is the day of
    the contact once somebody has said that they met.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    round = models.ForeignKey(CoffeeRound, models.CASCADE, null=True, related_name="pairings")
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.COFFEE)
    times = ArrayField(models.DateTimeField())
    agreed_at = models.DateTimeField(null=True)
    made_at = models.DateTimeField()
    asked_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    met_on = models.DateField(null=True)
    called_off_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("pairing")
        verbose_name_plural = _("pairings")
        constraints = [
            models.CheckConstraint(condition=Q(times__len=3), name="network_pairing_times")
        ]

    def __str__(self) -> str:
        return str(self.pk)


class PairingSeat(Model):
    """One person at a table: which of the times suit, and whether they met.

    `uid` stands in the book of letters, where nothing may tell who sits with whom.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    pairing = models.ForeignKey(Pairing, models.CASCADE, related_name="seats")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    suits = ArrayField(models.PositiveSmallIntegerField(), default=list)
    met = models.BooleanField(null=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("seat at a pairing")
        verbose_name_plural = _("seats at pairings")
        constraints = [
            models.UniqueConstraint(fields=["pairing", "person"], name="network_pairingseat_once"),
            models.CheckConstraint(
                condition=Q(met__isnull=True, answered_at__isnull=True)
                | Q(met__isnull=False, answered_at__isnull=False),
                name="network_pairingseat_answer",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Proposal(Model):
    """One member asks another for a lunch or a coffee, with three times to choose from.

    `uid` and `reply_uid` stand in the book of letters, one on each side's.
    """

    class State(models.TextChoices):
        ASKED = "asked", _("asked")
        ACCEPTED = "accepted", _("accepted")
        DECLINED = "declined", _("declined")
        WITHDRAWN = "withdrawn", _("withdrawn")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    reply_uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    writer = models.ForeignKey(Person, models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.LUNCH)
    words = models.TextField(blank=True, max_length=500)
    times = ArrayField(models.DateTimeField(), size=3)
    state = models.CharField(max_length=10, choices=State, default=State.ASKED)
    made_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("proposal")
        verbose_name_plural = _("proposals")
        ordering = ["-made_at", "-id"]
        indexes = [
            models.Index(fields=["person", "state"], name="network_proposal_to"),
            models.Index(fields=["writer", "state"], name="network_proposal_from"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(writer=F("person")), name="network_proposal_other"
            ),
            models.CheckConstraint(
                condition=Q(state="asked", answered_at__isnull=True)
                | (~Q(state="asked") & Q(answered_at__isnull=False)),
                name="network_proposal_answered",
            ),
            models.UniqueConstraint(
                fields=["writer", "person"], condition=Q(state="asked"),
                name="network_proposal_open_once",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return str(self.pk)


class Avoidance(Model):
    """ "Never pair me with": read by its writer alone; nobody else can see that it is there."""

    writer = models.ForeignKey(Person, models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")

    class Meta:
        verbose_name = _("person to avoid")
        verbose_name_plural = _("people to avoid")
        constraints = [
            models.UniqueConstraint(fields=["writer", "person"], name="network_avoidance_once"),
            models.CheckConstraint(
                condition=~Q(writer=F("person")), name="network_avoidance_other"
            ),
        ]

    def __str__(self) -> str:
        return str(self.writer_id)

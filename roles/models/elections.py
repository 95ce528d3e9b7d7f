"""Elections: who stands, who may vote and has voted, and what lies in the ballot box.

`Voter` and `Ballot` keep no time, no history and no link to each other: nothing that stays on
file says who voted how.
"""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kit.models import Model, tracked
from members.models import Person
from roles.models.posts import Role, Seat, Term


@tracked()
class Election(Model):
    """One vote of the members on one or several seats, from the first nomination to the terms."""

    class State(models.TextChoices):
        NOMINATING = "nominating", _("nominations")
        SLATE = "slate", _("slate published")
        OPEN = "open", _("ballot open")
        CLOSED = "closed", _("counted")
        STOPPED = "stopped", _("called off")

    class Method(models.TextChoices):
        PLURALITY = "plurality", _("as many crosses as seats")
        APPROVAL = "approval", _("as many crosses as you like")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    title = models.CharField(_("title"), max_length=200)
    method = models.CharField(_("method"), max_length=10, choices=Method, default=Method.PLURALITY)
    seats = models.ManyToManyField(Seat, related_name="elections", verbose_name=_("seats"))
    starts_on = models.DateField(_("terms begin"))
    nominations_until = models.DateField(_("nominations until"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.NOMINATING)
    begun_at = models.DateTimeField(_("begun"))
    begun_by = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="+", verbose_name=_("begun by")
    )
    record_on = models.DateField(_("record date"), null=True, blank=True)
    opened_at = models.DateTimeField(_("ballot opened"), null=True, blank=True)
    closes_at = models.DateTimeField(_("ballot closes"), null=True, blank=True)
    closed_at = models.DateTimeField(_("counted"), null=True, blank=True)
    ballots = models.PositiveIntegerField(_("ballots"), null=True, blank=True)
    appointed_at = models.DateTimeField(_("terms made"), null=True, blank=True)
    appointed_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("terms made by"),
    )  # fmt: skip
    stop_reason = models.CharField(_("called off because"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("election")
        verbose_name_plural = _("elections")
        ordering = ["-begun_at", "-id"]
        permissions = [("run_election", _("Can run elections"))]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=["open", "closed"])
                | Q(record_on__isnull=False, opened_at__isnull=False, closes_at__isnull=False),
                name="roles_election_opened",
            ),
            models.CheckConstraint(
                condition=Q(state="closed", closed_at__isnull=False, ballots__isnull=False)
                | (~Q(state="closed") & Q(closed_at__isnull=True, appointed_at__isnull=True)),
                name="roles_election_closed",
            ),
            models.CheckConstraint(
                condition=Q(appointed_at__isnull=False) | Q(appointed_by__isnull=True),
                name="roles_election_appointed",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("election", args=[self.uid])


@tracked()
class Nomination(Model):
    """Somebody is put forward for a post; they stand once they have said yes."""

    class State(models.TextChoices):
        ASKED = "asked", _("not answered yet")
        ACCEPTED = "accepted", _("stands")
        DECLINED = "declined", _("does not stand")

    election = models.ForeignKey(Election, models.PROTECT, related_name="nominations")
    role = models.ForeignKey(Role, models.PROTECT, related_name="+", verbose_name=_("role"))
    person = models.ForeignKey(
        Person, models.PROTECT, related_name="nominations", verbose_name=_("person")
    )
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.ASKED)
    nominated_by = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="+", verbose_name=_("nominated by")
    )
    nominated_at = models.DateTimeField(_("nominated"))
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    statement = models.TextField(_("statement"), blank=True)
    votes = models.PositiveIntegerField(_("votes"), null=True, blank=True)
    term = models.OneToOneField(
        Term, models.PROTECT, null=True, blank=True, related_name="nomination",
        verbose_name=_("term"),
    )  # fmt: skip

    class Meta:
        verbose_name = _("nomination")
        verbose_name_plural = _("nominations")
        ordering = ["role__position", "role__title", "person__sort_name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["election", "role", "person"], name="roles_nomination_once"
            ),
            models.CheckConstraint(
                condition=Q(state="asked", answered_at__isnull=True)
                | (~Q(state="asked") & Q(answered_at__isnull=False)),
                name="roles_nomination_answered",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.role}"


class Voter(Model):
    """Who may vote, as at the record date, and whether they have; never when, and no history."""

    election = models.ForeignKey(Election, models.PROTECT, related_name="voters")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("person"))
    has_voted = models.BooleanField(_("has voted"), default=False, db_default=False)

    class Meta:
        verbose_name = _("voter")
        verbose_name_plural = _("voters")
        ordering = ["id"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["election", "person"], name="roles_voter_once")
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.election}"


class Ballot(Model):
    """What one voter chose, under a random id; no person, no time, no history."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    election = models.ForeignKey(Election, models.PROTECT, related_name="+")
    choices = ArrayField(models.BigIntegerField(), verbose_name=_("nominations chosen"))

    class Meta:
        verbose_name = _("ballot")
        verbose_name_plural = _("ballots")
        ordering = ["id"]
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.id)

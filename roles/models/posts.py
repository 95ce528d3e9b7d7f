"""Posts of the association, their seats, and who holds them for which term."""

from datetime import date, timedelta
from typing import ClassVar

from django.contrib.auth.models import Group
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kit.models import Manager, Model, tracked
from members.models import Person


@tracked()
class Role(Model):
    """A post: what it is for, how long a term lasts, and which rights come with it."""

    class Body(models.TextChoices):
        BOARD = "board", _("board")
        COMMITTEE = "committee", _("committee")
        STANDING = "standing", _("standing volunteer role")

    class Size(models.TextChoices):
        QUICK = "quick", _("15 minutes")
        EVENING = "evening", _("an evening")
        TERM = "term", _("a term")

    title = models.CharField(_("title"), max_length=120, unique=True)
    body = models.CharField(_("body"), max_length=10, choices=Body)
    purpose = models.TextField(_("purpose"), blank=True)
    duties = models.TextField(_("duties"), blank=True)
    term_months = models.PositiveSmallIntegerField(_("months of a term"), default=12)
    term_limit = models.PositiveSmallIntegerField(_("terms in a row"), null=True, blank=True)
    position = models.PositiveSmallIntegerField(_("order"), default=100)
    size = models.CharField(
        _("size"), max_length=10, choices=Size, default=Size.TERM, db_default=Size.TERM,
        help_text=_("Shorter jobs than a term are taken meeting by meeting."),
    )  # fmt: skip
    skills = models.CharField(
        _("skills, separated by commas"), max_length=300, blank=True, db_default=""
    )
    checklist = models.TextField(_("checklist, a line each"), blank=True, db_default="")
    call_minutes = models.PositiveSmallIntegerField(
        _("minutes to be there before the start"), default=30, db_default=30
    )
    opens_door = models.BooleanField(
        _("may open the door page of that meeting"), default=False, db_default=False
    )
    groups = models.ManyToManyField(
        Group, blank=True, related_name="roles", verbose_name=_("rights")
    )

    class Meta:
        verbose_name = _("role")
        verbose_name_plural = _("roles")
        ordering = ["position", "title"]
        constraints = [
            models.CheckConstraint(
                condition=Q(size="term") | Q(body="standing"), name="roles_role_size_of_body"
            )
        ]

    def __str__(self) -> str:
        return self.title


@tracked()
class Seat(Model):
    """Chair number n of a role; it exists while vacant."""

    role = models.ForeignKey(Role, models.PROTECT, related_name="seats", verbose_name=_("role"))
    number = models.PositiveSmallIntegerField(_("number"), default=1)
    abolished_on = models.DateField(_("abolished on"), null=True, blank=True)

    class Meta:
        verbose_name = _("seat")
        verbose_name_plural = _("seats")
        ordering = ["role__position", "role__title", "number"]
        permissions = [("appoint", _("Can appoint people to seats"))]
        constraints = [
            models.UniqueConstraint(fields=["role", "number"], name="roles_seat_number_once")
        ]

    def __str__(self) -> str:
        return f"{self.role.title} {self.number}"


class Standing(Manager):
    """Terms that were not taken back before they began."""

    def get_queryset(self) -> models.QuerySet:
        return super().get_queryset().filter(voided_at__isnull=True)


@tracked()
class Term(Model):
    """A person in a seat for a half-open period of days; an early end shortens the period.
    One taken back before it began stays on file, voided; only `everything` gives those too.

    The kinds `elected`, `appointed` and `holdover` fill the seat, `acting` stands in beside them,
    `shadow` only looks on.
    """

    class Kind(models.TextChoices):
        ELECTED = "elected", _("elected")
        APPOINTED = "appointed", _("appointed")
        HOLDOVER = "holdover", _("holding over")
        ACTING = "acting", _("acting")
        SHADOW = "shadow", _("shadow")

    FILLING = (Kind.ELECTED, Kind.APPOINTED, Kind.HOLDOVER)

    seat = models.ForeignKey(Seat, models.PROTECT, related_name="terms", verbose_name=_("seat"))
    person = models.ForeignKey(
        Person, models.PROTECT, related_name="terms", verbose_name=_("person")
    )
    period = DateRangeField(_("period"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.APPOINTED)
    appointed_by = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("appointed by"),
    )
    appointed_at = models.DateTimeField(_("appointed"))
    via = models.CharField(_("appointed through"), max_length=40, blank=True)
    end_reason = models.CharField(_("reason of an early end"), max_length=300, blank=True)
    voided_at = models.DateTimeField(_("taken back"), null=True, blank=True)
    voided_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("taken back by"),
    )  # fmt: skip

    objects: ClassVar[Manager] = Standing()
    everything: ClassVar[Manager] = Manager()

    class Meta:
        verbose_name = _("term")
        verbose_name_plural = _("terms")
        ordering = ["-period"]
        constraints = [
            ExclusionConstraint(
                name="roles_term_seat_filled_once",
                expressions=[("seat", RangeOperators.EQUAL), ("period", RangeOperators.OVERLAPS)],
                condition=Q(kind__in=["elected", "appointed", "holdover"], voided_at__isnull=True),
            ),
            ExclusionConstraint(
                name="roles_term_acting_once",
                expressions=[("seat", RangeOperators.EQUAL), ("period", RangeOperators.OVERLAPS)],
                condition=Q(kind="acting", voided_at__isnull=True),
            ),
            models.CheckConstraint(
                condition=Q(
                    period__isempty=False, period__lower_inf=False, period__upper_inf=False
                ),
                name="roles_term_period",
            ),
            models.CheckConstraint(
                condition=Q(appointed_by__isnull=False) | ~Q(via=""),
                name="roles_term_appointed_by",
            ),
            models.CheckConstraint(
                condition=Q(voided_at__isnull=False) | Q(voided_by__isnull=True),
                name="roles_term_voided",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.seat}"

    @property
    def last_day(self) -> date:
        """The last day of the term; half-open periods end the day after."""
        return self.period.upper - timedelta(days=1)

"""Plans, memberships and the ledger."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kit.models import Model, tracked
from members.models.people import Person


class FirstYear(models.TextChoices):
    """What somebody pays who joins while a fixed year runs."""

    FULL = "full", _("full dues")
    MONTHS = "months", _("by months: each month begun is a twelfth")
    FREE = "free", _("the rest of the year is free: the dues count for the next")


class Basis(models.TextChoices):
    """Why a period counts."""

    DUES = "dues", _("dues")
    WAIVED = "waived", _("dues waived")
    BETWEEN_JOBS = "between", _("between jobs")


@tracked()
class Plan(Model):
    """What a membership costs and how long it runs. No months = without end (honorary, life)."""

    name = models.CharField(_("name"), max_length=100, unique=True)
    dues_cents = models.PositiveIntegerField(_("dues in cents"), default=0)
    currency = models.CharField(_("currency"), max_length=3, default="EUR")
    months = models.PositiveSmallIntegerField(
        _("months"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(120)],
    )
    grace_days = models.PositiveSmallIntegerField(_("grace days"), default=30)
    honorary = models.BooleanField(_("honorary"), default=False)
    open_to_new = models.BooleanField(_("open to new members"), default=True)
    year_starts = models.PositiveSmallIntegerField(
        _("the year begins in month"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(12)],
        help_text=_("1 for the calendar year; empty: each member's year begins on joining."),
    )
    first_year = models.CharField(
        _("who joins within the year pays"),
        max_length=10,
        choices=FirstYear,
        default=FirstYear.FULL,
        db_default=FirstYear.FULL,
    )
    reduced = models.BooleanField(
        _("reduced"),
        default=False,
        db_default=False,
        help_text=_("For students, pensioners and the like."),
    )
    seats = models.PositiveSmallIntegerField(
        _("further people covered"),
        default=0,
        db_default=0,
        help_text=_("Family or company: so many people may stand under the one who pays."),
    )

    class Meta:
        verbose_name = _("plan")
        verbose_name_plural = _("plans")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(year_starts=None) | Q(year_starts__range=(1, 12), months=12),
                name="members_plan_year_of_twelve",
            )
        ]

    def __str__(self) -> str:
        return self.name


class EndsAt(models.Func):
    """`upper(period)`: the first day no longer covered; NULL where there is no end."""

    function = "upper"
    output_field = models.DateField()


@tracked()
class Membership(Model):
    """One covered period of one person, with the plan's terms copied as they were.

    `period` is half-open: its upper day is the first day not covered; no upper day = without end.
    `recorded_on` is when the association learned of it: standing on a day counts only what was
    recorded by its end. `silent_until`: notices due before that day never go out (import, release).
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="memberships")
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="memberships")
    period = DateRangeField(_("period"))
    dues_cents = models.PositiveIntegerField(_("dues in cents"))
    currency = models.CharField(_("currency"), max_length=3)
    grace_days = models.PositiveSmallIntegerField(_("grace days"))
    honorary = models.BooleanField(_("honorary"), default=False)
    under = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="covers",
        verbose_name=_("paid under"),
    )
    uncovered_on = models.DateField(_("no longer paid for by others since"), null=True, blank=True)
    # With defaults in the database too: rows made by statements of their own are dues.
    basis = models.CharField(
        _("basis"), max_length=10, choices=Basis, default=Basis.DUES, db_default=Basis.DUES
    )
    basis_reason = models.CharField(
        _("why nothing is owed"), max_length=300, blank=True, db_default=""
    )
    basis_at = models.DateTimeField(_("waived"), null=True, blank=True)
    basis_by = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("waived by"),
    )
    recorded_on = models.DateField(_("recorded on"))
    silent_until = models.DateField(_("no notices due before"), null=True, blank=True)
    voided_on = models.DateField(_("voided on"), null=True, blank=True)
    resigned_on = models.DateField(_("resigned as of"), null=True, blank=True)
    resigned_recorded_on = models.DateField(_("resignation recorded on"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering = ["-period"]
        constraints = [
            ExclusionConstraint(
                name="members_membership_no_overlap",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    ("period", RangeOperators.OVERLAPS),
                ],
                condition=Q(voided_on__isnull=True),
            ),
            models.CheckConstraint(
                condition=Q(period__isempty=False, period__lower_inf=False),
                name="members_membership_period",
            ),
            models.CheckConstraint(
                condition=Q(resigned_on__isnull=True, resigned_recorded_on__isnull=True)
                | Q(resigned_on__isnull=False, resigned_recorded_on__isnull=False),
                name="members_membership_resigned",
            ),
            models.CheckConstraint(
                condition=Q(basis=Basis.DUES, basis_reason="", basis_at=None, basis_by=None)
                | (~Q(basis=Basis.DUES) & ~Q(basis_reason="") & Q(basis_at__isnull=False)),
                name="members_membership_basis",
            ),
            models.CheckConstraint(
                condition=Q(uncovered_on=None) | Q(under__isnull=False),
                name="members_membership_uncovered",
            ),
        ]
        indexes = [
            models.Index(
                EndsAt("period"),
                name="members_membership_ends",
                condition=Q(voided_on__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.period}"


@tracked()
class Payment(Model):
    """One line of the append-only ledger; a mistake is corrected by a reversing line.

    A line without a membership is credit: money noted until it covers dues, or paid beyond them.
    Lines of the method "credit" come in pairs and move money between the two; their sum is nil.
    """

    class Method(models.TextChoices):
        TRANSFER = "transfer", _("bank transfer")
        CHEQUE = "cheque", _("cheque")
        CASH = "cash", _("cash")
        CARD = "card", _("card")
        IMPORT = "import", _("imported")
        CREDIT = "credit", _("from or to credit")

    # Nobody's row is without a person; the column was added later than the first lines.
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="payments", verbose_name=_("person")
    )
    membership = models.ForeignKey(
        Membership,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="payments",
        verbose_name=_("membership"),
    )
    cents = models.IntegerField(_("amount in cents"))
    currency = models.CharField(_("currency"), max_length=3)
    method = models.CharField(_("method"), max_length=10, choices=Method)
    received_on = models.DateField(_("received on"))
    source = models.CharField(_("source"), max_length=30, default="manual")
    reference = models.CharField(_("reference"), max_length=120, blank=True)
    reverses = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="reversed_by",
        verbose_name=_("reverses"),
    )
    recorded_by = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("recorded by"),
    )
    recorded_at = models.DateTimeField(_("recorded"))

    class Meta:
        verbose_name = _("payment")
        verbose_name_plural = _("payments")
        ordering = ["-received_on", "-id"]
        constraints = [
            models.CheckConstraint(condition=~Q(cents=0), name="members_payment_not_zero"),
            models.UniqueConstraint(
                fields=["source", "reference"],
                condition=~Q(reference=""),
                name="members_payment_reference_once",
            ),
            models.CheckConstraint(
                condition=Q(reverses__isnull=True) | Q(cents__lt=0),
                name="members_payment_reversal_negative",
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=False), name="members_payment_of_somebody"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cents / 100:.2f} {self.currency}"

    @property
    def number(self) -> str:
        """What stands on its receipt: the year and the ledger line, unique for good."""
        return f"{self.received_on.year}-{self.pk:06d}"

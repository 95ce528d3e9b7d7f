"""Plans, memberships and the ledger."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kit.models import Model, tracked
from members.models.people import Person


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

    class Meta:
        verbose_name = _("plan")
        verbose_name_plural = _("plans")
        ordering = ["name"]

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
    """One line of the append-only ledger; a mistake is corrected by a reversing line."""

    class Method(models.TextChoices):
        TRANSFER = "transfer", _("bank transfer")
        CHEQUE = "cheque", _("cheque")
        CASH = "cash", _("cash")
        CARD = "card", _("card")
        IMPORT = "import", _("imported")

    membership = models.ForeignKey(Membership, models.PROTECT, related_name="payments")
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
        ]

    def __str__(self) -> str:
        return f"{self.cents / 100:.2f} {self.currency}"

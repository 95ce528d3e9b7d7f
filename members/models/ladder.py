"""Each plan's own ladder of renewal letters, whom it leaves in peace, and who has died."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kit.models import Model, tracked
from members.models.dues import Membership, Plan
from members.models.people import Person


@tracked()
class LadderStep(Model):
    """A renewal letter of one plan, `days` after the last paid day (before it: negative).

    A plan without any step has the association's ladder; with all of them off it has no letters.
    """

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="steps", verbose_name=_("plan"))
    days = models.SmallIntegerField(_("days after the last paid day"))
    is_on = models.BooleanField(_("goes out"), default=True)

    class Meta:
        verbose_name = _("renewal letter of a plan")
        verbose_name_plural = _("renewal letters of plans")
        ordering = ["plan", "days"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "days"], name="members_ladderstep_once"),
            models.CheckConstraint(
                condition=Q(days__range=(-400, 400)), name="members_ladderstep_days"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.days:+d}"


@tracked()
class LetterHold(Model):
    """No renewal letter goes to this person, until a day or until somebody lifts it."""

    person = models.ForeignKey(
        Person, models.PROTECT, related_name="letter_holds", verbose_name=_("person")
    )
    until = models.DateField(_("letters go again from"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    held_at = models.DateTimeField(_("held"))
    held_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("held by")
    )
    lifted_at = models.DateTimeField(_("lifted"), null=True, blank=True)
    lifted_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("lifted by")
    )

    class Meta:
        verbose_name = _("hold of renewal letters")
        verbose_name_plural = _("holds of renewal letters")
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(lifted_at=None), name="members_letterhold_one_open"
            ),
            models.CheckConstraint(
                condition=Q(lifted_by=None) | Q(lifted_at__isnull=False),
                name="members_letterhold_lifted",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.until or '–'}"


@tracked()
class LetterSkip(Model):
    """One renewal letter that one membership does without; taking it back deletes the row."""

    membership = models.ForeignKey(
        Membership, models.PROTECT, related_name="skips", verbose_name=_("membership")
    )
    days = models.SmallIntegerField(_("days after the last paid day"))
    skipped_at = models.DateTimeField(_("skipped"))
    skipped_by = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("skipped by"),
    )

    class Meta:
        verbose_name = _("skipped renewal letter")
        verbose_name_plural = _("skipped renewal letters")
        constraints = [
            models.UniqueConstraint(fields=["membership", "days"], name="members_letterskip_once")
        ]

    def __str__(self) -> str:
        return f"{self.membership_id}: {self.days:+d}"


@tracked()
class Death(Model):
    """That somebody died, when we learned of it, and until when we believed it if it was wrong.

    `Person.deceased_on` says what is believed now; this says what was believed on any day.
    """

    person = models.ForeignKey(
        Person, models.PROTECT, related_name="deaths", verbose_name=_("person")
    )
    died_on = models.DateField(_("died on"))
    recorded_on = models.DateField(_("recorded on"))
    recorded_by = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("recorded by"),
    )
    voided_on = models.DateField(_("taken back on"), null=True, blank=True)
    voided_by = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("taken back by"),
    )

    class Meta:
        verbose_name = _("death")
        verbose_name_plural = _("deaths")
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(voided_on=None), name="members_death_one_believed"
            ),
            models.CheckConstraint(
                condition=Q(voided_by=None) | Q(voided_on__isnull=False),
                name="members_death_voided",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.died_on}"

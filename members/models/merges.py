"""Two rows that were one human."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kit.models import Model, tracked
from members.models.people import Person


@tracked(exclude=["moved"])
class Merge(Model):
    """One merge: `loser` stays as a tombstone; `moved` holds what undoing needs."""

    winner = models.ForeignKey(
        Person, models.PROTECT, related_name="merges", verbose_name=_("who stays")
    )
    loser = models.ForeignKey(
        Person, models.PROTECT, related_name="+", verbose_name=_("who is the same")
    )
    moved = models.JSONField(default=dict, editable=False)
    merged_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    merged_at = models.DateTimeField(_("merged"))
    undone_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    undone_at = models.DateTimeField(_("undone"), null=True, blank=True)

    class Meta:
        verbose_name = _("merge")
        verbose_name_plural = _("merges")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=~Q(winner=F("loser")), name="members_merge_two"),
            models.CheckConstraint(
                condition=Q(undone_by=None) | Q(undone_at__isnull=False),
                name="members_merge_undone",
            ),
            models.UniqueConstraint(
                fields=["loser"], condition=Q(undone_at=None), name="members_merge_loser_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.loser_id} → {self.winner_id}"


@tracked()
class NotTheSame(Model):
    """Two people of one name about whom somebody said that they are two."""

    first = models.ForeignKey(Person, models.CASCADE, related_name="+")
    second = models.ForeignKey(Person, models.CASCADE, related_name="+")
    said_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    said_at = models.DateTimeField(_("said"))

    class Meta:
        verbose_name = _("two people")
        verbose_name_plural = _("pairs of two people")
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="members_notthesame_once"),
            models.CheckConstraint(
                condition=Q(first__lt=F("second")), name="members_notthesame_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} ≠ {self.second_id}"

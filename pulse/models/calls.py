"""Who was asked to call somebody, and what came of it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kit.models import Model, tracked
from members.models import Person


@tracked()
class FollowUp(Model):
    """One reason to call one person; open until somebody did, or it was put off."""

    class Reason(models.TextChoices):
        NEW_SILENT = "new_silent", _("new, and not seen yet")
        RHYTHM = "rhythm", _("away twice as long as usual")
        UNANSWERED = "unanswered", _("three invitations without an answer")
        ROLE_ENDED = "role_ended", _("a role ended and none came after")
        BOUNCED = "bounced", _("letters do not arrive")
        REGULAR = "regular", _("a regular missed two meetings without a word")
        COMPANIONS = "companions", _("those they used to meet have left")

    class State(models.TextChoices):
        OPEN = "open", _("to call")
        DONE = "done", _("called")
        SNOOZED = "snoozed", _("put off")

    person = models.ForeignKey(Person, models.PROTECT, related_name="follow_ups")
    reason = models.CharField(_("reason"), max_length=12, choices=Reason)
    owner = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("who calls")
    )
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.OPEN)
    until = models.DateField(_("not before"), null=True, blank=True)
    outcome = models.CharField(_("what came of it"), max_length=300, blank=True)
    made_at = models.DateTimeField(_("noticed"))
    settled_at = models.DateTimeField(_("settled"), null=True, blank=True)
    settled_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("by")
    )

    class Meta:
        verbose_name = _("call")
        verbose_name_plural = _("calls")
        ordering = ["-made_at", "-id"]
        permissions = [
            ("see_pulse", _("Can see the pulse")),
            ("be_told_of_silence", _("Hears when a regular falls silent")),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "reason"],
                condition=Q(state__in=["open", "snoozed"]),
                name="pulse_followup_once",
            ),
            models.CheckConstraint(
                condition=Q(state="done", settled_at__isnull=False)
                | (~Q(state="done") & Q(settled_at__isnull=True, settled_by__isnull=True)),
                name="pulse_followup_settled",
            ),
            models.CheckConstraint(
                condition=Q(state="snoozed", until__isnull=False)
                | (~Q(state="snoozed") & Q(until__isnull=True)),
                name="pulse_followup_until",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.reason}"

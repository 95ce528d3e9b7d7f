"""Who was called or put off, so that the lists of the day grow shorter."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kit.models import Model, tracked
from members.models.people import Person


class CallReason(models.TextChoices):
    """Why somebody stands on a list of the day."""

    BOUNCED = "bounced", _("letters come back")
    LAPSING = "lapsing", _("about to lapse")
    PROMISE = "promise", _("promised something as a newcomer")
    APPLIED = "applied", _("waits for a yes")
    BETWEEN = "between", _("the time between jobs ends")


@tracked()
class CallNote(Model):
    """What an officer did about one person for one reason: done, put off, or handed over.

    The person stays off the list before `again_on`; an `owner` looks after them.
    """

    Reason = CallReason

    class Outcome(models.TextChoices):
        DONE = "done", _("done")
        LATER = "later", _("later")
        HANDED = "handed", _("handed over")

    person = models.ForeignKey(
        Person, models.PROTECT, related_name="call_notes", verbose_name=_("person")
    )
    reason = models.CharField(_("reason"), max_length=10, choices=CallReason)
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome)
    again_on = models.DateField(_("again on"), null=True, blank=True)
    owner = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("owner")
    )
    noted_at = models.DateTimeField(_("noted"))
    noted_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("noted by")
    )

    class Meta:
        verbose_name = _("note of a call")
        verbose_name_plural = _("notes of calls")
        constraints = [
            models.UniqueConstraint(fields=["person", "reason"], name="members_callnote_newest"),
            models.CheckConstraint(
                condition=Q(outcome="handed", owner__isnull=False, again_on=None)
                | Q(outcome__in=["done", "later"], owner=None, again_on__isnull=False),
                name="members_callnote_outcome",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.reason} {self.outcome}"

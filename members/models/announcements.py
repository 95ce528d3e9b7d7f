"""Letters that officers write to a chosen set of people."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kit.models import Model, tracked
from members.models.people import Person


@tracked()
class Announcement(Model):
    """One letter to many: written, then queued for everybody of its set, or taken back.

    `audience` holds the choice as plain values; who fits it is worked out where members, roles
    and meetings are all known, and settled when the letter is queued.
    """

    class Sort(models.TextChoices):
        NEWS = "news", _("letter from an officer")
        NOTICE = "notice", _("statutory notice")

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        QUEUED = "queued", _("on its way")
        CANCELLED = "cancelled", _("taken back")

    sort = models.CharField(_("kind"), max_length=10, choices=Sort, default=Sort.NEWS)
    subject = models.CharField(_("subject"), max_length=200)
    text = models.TextField(_("text"))
    audience = models.JSONField(_("to whom"), default=dict)
    signer = models.ForeignKey(
        Person, models.PROTECT, related_name="+", verbose_name=_("signed by")
    )
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    written_at = models.DateTimeField(_("written"))
    send_at = models.DateTimeField(_("leaves"), null=True, blank=True)
    queued_at = models.DateTimeField(_("queued"), null=True, blank=True)
    queued_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("queued by")
    )
    cancelled_at = models.DateTimeField(_("taken back"), null=True, blank=True)
    cancelled_by = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("taken back by"),
    )
    count = models.PositiveIntegerField(_("letters"), default=0)

    class Meta:
        verbose_name = _("letter from an officer")
        verbose_name_plural = _("letters from officers")
        ordering = ["-id"]
        permissions = [
            ("send_letters", _("Can write letters to chosen people")),
            ("send_notices", _("Can send statutory notices, which nobody can switch off")),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    state="draft",
                    queued_at__isnull=True,
                    queued_by__isnull=True,
                    send_at__isnull=True,
                )
                | ~Q(state="draft") & Q(queued_at__isnull=False, send_at__isnull=False),
                name="members_announcement_queued_at",
            ),
            models.CheckConstraint(
                condition=Q(state="cancelled", cancelled_at__isnull=False)
                | (~Q(state="cancelled") & Q(cancelled_at__isnull=True, cancelled_by__isnull=True)),
                name="members_announcement_cancelled_at",
            ),
        ]

    def __str__(self) -> str:
        return self.subject

    @property
    def kind(self) -> str:
        """The outbox's kind of this letter: notices are service letters."""
        return "letter.notice" if self.sort == self.Sort.NOTICE else "letter.announcement"

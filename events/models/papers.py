"""The agenda before a meeting, its minutes after it, and links worth keeping."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from events.models.meetings import Meeting
from kit.models import Model, tracked
from members.models import Person


@tracked()
class Paper(Model):
    """The agenda or the minutes of one meeting: a draft, then settled by somebody on a day."""

    class Kind(models.TextChoices):
        AGENDA = "agenda", _("agenda")
        MINUTES = "minutes", _("minutes")

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        APPROVED = "approved", _("approved")

    class Audience(models.TextChoices):
        BOARD = "board", _("the board")
        MEMBERS = "members", _("members")
        PUBLIC = "public", _("everyone")

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="papers")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    text = models.TextField(_("text"))
    audience = models.CharField(
        _("who may read it"), max_length=10, choices=Audience, default=Audience.MEMBERS
    )
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    written_at = models.DateTimeField(_("written"))
    written_by = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="+", verbose_name=_("written by")
    )
    approved_at = models.DateTimeField(_("approved"), null=True, blank=True)
    approved_by = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("approved by"),
    )
    approved_in = models.CharField(_("approved where"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("paper of a meeting")
        verbose_name_plural = _("papers of meetings")
        ordering = ["meeting", "kind"]
        permissions = [
            ("write_minutes", _("Can write agendas and minutes")),
            ("view_board_papers", _("Can read papers of the board")),
        ]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "kind"], name="events_paper_once"),
            models.CheckConstraint(
                condition=Q(state="approved", approved_at__isnull=False)
                | Q(
                    state="draft",
                    approved_at__isnull=True,
                    approved_by__isnull=True,
                    approved_in="",
                ),
                name="events_paper_approved_at",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.meeting_id}"


@tracked()
class Link(Model):
    """Something about a meeting that stands elsewhere: a recording, an article, a tool."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="links")
    label = models.CharField(_("what it is"), max_length=200)
    url = models.URLField(_("address"), max_length=500)
    added_at = models.DateTimeField(_("added"))
    added_by = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="+", verbose_name=_("added by")
    )

    class Meta:
        verbose_name = _("link of a meeting")
        verbose_name_plural = _("links of meetings")
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["meeting", "url"], name="events_link_once")]

    def __str__(self) -> str:
        return self.label

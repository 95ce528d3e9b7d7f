"""What members are open to, for some weeks, and to whom it shows."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kit.models import Model
from members.models import Person


class Signal(Model):
    """ "Open to ...": one of a kind for each member, kept in no history."""

    class Kind(models.TextChoices):
        JOB = "job", _("a new job")
        HIRING = "hiring", _("hiring somebody")
        MENTOR = "mentor", _("being a mentor")
        MENTEE = "mentee", _("having a mentor")
        SPEAKING = "speaking", _("giving a talk")
        PROJECT = "project", _("a project")
        HELPING = "helping", _("helping somebody between jobs")

    class Audience(models.TextChoices):
        MEMBERS = "members", _("members")
        MET = "met", _("people I met")
        HELPERS = "helpers", _("those who offered to help between jobs")

    person = models.ForeignKey(Person, models.CASCADE, related_name="+", verbose_name=_("person"))
    kind = models.CharField(_("open to"), max_length=10, choices=Kind)
    words = models.CharField(_("a few words"), max_length=200, blank=True)
    audience = models.CharField(_("who sees it"), max_length=10, choices=Audience)
    made_at = models.DateTimeField()
    ends_on = models.DateField(_("runs out on"))

    class Meta:
        verbose_name = _("signal")
        verbose_name_plural = _("signals")
        ordering = ["-made_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["person", "kind"], name="network_signal_once")
        ]

    def __str__(self) -> str:
        return self.kind

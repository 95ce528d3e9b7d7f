"""Who was erased, without saying who it was."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kit.models import Model, tracked
from members.models.people import Person


@tracked()
class ErasedPerson(Model):
    """One erasure: the nameless person it left, who did it, and why."""

    class Via(models.TextChoices):
        SELF = "self", _("by themselves")
        OFFICER = "officer", _("by an officer, on request")
        RETENTION = "retention", _("after the term of keeping")

    person = models.OneToOneField(
        Person, models.PROTECT, related_name="erasure", verbose_name=_("person")
    )
    via = models.CharField(_("how"), max_length=10, choices=Via)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    erased_at = models.DateTimeField(_("erased"))
    erased_by = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="+", verbose_name=_("by")
    )

    class Meta:
        verbose_name = _("erasure")
        verbose_name_plural = _("erasures")
        ordering = ["-erased_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(via="retention", erased_by=None)
                | Q(via="self", erased_by=models.F("person"))
                | Q(via="officer", erased_by__isnull=False) & ~Q(reason=""),
                name="members_erasedperson_who",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.via}"

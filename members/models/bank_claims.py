"""Bank lines that may be money for something else than dues."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kit.models import Model, tracked
from members.models.bank import BankLine
from members.models.people import Person


@tracked()
class BankClaim(Model):
    """What a line may pay beside dues; `key` belongs to the package `source`."""

    line = models.ForeignKey(BankLine, models.CASCADE, related_name="claims")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("member"))
    source = models.CharField(max_length=20)
    key = models.CharField(max_length=200)
    title = models.CharField(_("for what"), max_length=200)
    chosen = models.BooleanField(_("chosen"), default=False)
    settled_at = models.DateTimeField(_("posted"), null=True, blank=True)

    class Meta:
        verbose_name = _("other claim of a bank line")
        verbose_name_plural = _("other claims of bank lines")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["line", "source", "key"], name="members_bankclaim_once"
            ),
            models.UniqueConstraint(
                fields=["line"], condition=Q(chosen=True), name="members_bankclaim_one_chosen"
            ),
            models.CheckConstraint(
                condition=Q(chosen=True) | Q(settled_at__isnull=True),
                name="members_bankclaim_settled",
            ),
        ]

    def __str__(self) -> str:
        return self.title

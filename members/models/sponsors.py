"""Who brought somebody to the association, as an officer has written it down."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kit.models import Model, tracked
from members.models.people import Person


@tracked()
class Sponsor(Model):
    """The member who brought this person; where no row is, the host of the first visit did."""

    person = models.OneToOneField(
        Person, models.PROTECT, related_name="sponsored_by", verbose_name=_("person")
    )
    sponsor = models.ForeignKey(
        Person, models.PROTECT, related_name="sponsored", verbose_name=_("brought by")
    )
    named_at = models.DateTimeField(_("named"))
    named_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("named by")
    )

    class Meta:
        verbose_name = _("sponsor")
        verbose_name_plural = _("sponsors")
        constraints = [
            models.CheckConstraint(
                condition=~Q(sponsor=F("person")), name="members_sponsor_somebody_else"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.sponsor_id}"

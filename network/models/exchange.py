"""What members look for and offer: shown to whom it fits at a meeting, kept in no history."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kit.models import Model
from members.models import Person


class Exchange(Model):
    """One participant's ask and offer, good for some weeks; parts are separated by commas."""

    person = models.OneToOneField(Person, models.CASCADE, related_name="+")
    seeks = models.CharField(_("what I look for"), max_length=300, blank=True)
    offers = models.CharField(_("what I can offer"), max_length=300, blank=True)
    ends_on = models.DateField(_("runs out on"))

    class Meta:
        verbose_name = _("ask and offer")
        verbose_name_plural = _("asks and offers")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(seeks="", offers=""), name="network_exchange_says_something"
            )
        ]

    def __str__(self) -> str:
        return str(self.person_id)

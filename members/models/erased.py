"""Whom no file may bring back."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kit.models import Model


class Erased(Model):
    """The mark of an address (or number) of somebody who was erased on their own wish.

    A mark is a hash (`members.rules.erased_mark`): it tells whether an address is meant, and not
    which one it was.
    """

    mark = models.CharField(_("mark"), max_length=64, unique=True)
    erased_on = models.DateField(_("erased on"))

    class Meta:
        verbose_name = _("mark of somebody erased")
        verbose_name_plural = _("marks of people erased")

    def __str__(self) -> str:
        return self.mark[:8]

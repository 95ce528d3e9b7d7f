"""The day an association ends, and what each of its people wants the others to keep of them."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kit.models import Model, tracked
from members.models import Person


@tracked()
class Closing(Model):
    """A board's word that the association ends; until the day it can be taken back.

    It destroys nothing. `stands` is empty once taken back, so that one stands at a time.
    """

    ends_on = models.DateField(_("last day"))
    reason = models.TextField(_("why"), max_length=2000)
    begun_at = models.DateTimeField(_("announced"))
    begun_by = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="+", verbose_name=_("by")
    )
    stands = models.BooleanField(_("stands"), null=True, default=True, unique=True, editable=False)
    withdrawn_at = models.DateTimeField(_("taken back"), null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("taken back by"),
    )  # fmt: skip
    given_at = models.DateTimeField(_("books given out"), null=True, blank=True)

    class Meta:
        verbose_name = _("closing")
        verbose_name_plural = _("closings")
        ordering = ["-begun_at", "-id"]
        permissions = [("close_association", _("Can announce the end of the association"))]
        constraints = [
            models.CheckConstraint(
                condition=Q(stands=True, withdrawn_at__isnull=True)
                | Q(stands__isnull=True, withdrawn_at__isnull=False),
                name="pulse_closing_stands",
            ),
            models.CheckConstraint(
                condition=Q(given_at__isnull=True) | Q(withdrawn_at__isnull=True),
                name="pulse_closing_given_stands",
            ),
        ]

    def __str__(self) -> str:
        return str(self.ends_on)


class Farewell(Model):
    """What one person lets others keep; without a row, or with nothing in `shows`, nothing is."""

    class Shows(models.TextChoices):
        EMAIL = "email", _("e-mail address")
        PHONE = "phone", _("phone")
        CITY = "city", _("city")
        EMPLOYER = "employer", _("employer")
        POSTAL = "postal_address", _("postal address")

    class Audience(models.TextChoices):
        CHOSEN = "chosen", _("only those I choose")
        EVERYBODY = "everybody", _("everybody who is asked")

    closing = models.ForeignKey(Closing, models.CASCADE, related_name="farewells")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    shows = ArrayField(
        models.CharField(max_length=20, choices=Shows), default=list, blank=True,
        verbose_name=_("what they may keep"),
    )  # fmt: skip
    audience = models.CharField(
        _("who may keep it"), max_length=10, choices=Audience, default=Audience.CHOSEN
    )
    to_successor = models.BooleanField(_("a successor may write to me"), default=False)
    answered_at = models.DateTimeField(_("said"))

    class Meta:
        verbose_name = _("farewell")
        verbose_name_plural = _("farewells")
        constraints = [
            models.UniqueConstraint(fields=["closing", "person"], name="pulse_farewell_once")
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.audience}"


class FarewellFriend(Model):
    """Somebody a person chose to stay in touch with: they get what the farewell shows."""

    farewell = models.ForeignKey(Farewell, models.CASCADE, related_name="friends")
    friend = models.ForeignKey(Person, models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["farewell", "friend"], name="pulse_farewell_friend")
        ]

    def __str__(self) -> str:
        return f"{self.farewell_id}: {self.friend_id}"

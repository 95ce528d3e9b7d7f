"""Card payments: what was asked of the provider, and what it told us."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kit.models import Model, tracked
from members.models.dues import Payment, Plan
from members.models.people import Person


@tracked()
class Checkout(Model):
    """One visit to the card page: for whom, which plan and how much, as agreed at its start."""

    class State(models.TextChoices):
        OPEN = "open", _("open")
        PAID = "paid", _("paid")
        CLOSED = "closed", _("not paid")
        DOUBTFUL = "doubtful", _("to be looked at")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(
        Person, models.PROTECT, related_name="checkouts", verbose_name=_("person")
    )
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="+", verbose_name=_("plan"))
    cents = models.PositiveIntegerField(_("amount in cents"))
    currency = models.CharField(_("currency"), max_length=3)
    provider = models.CharField(_("provider"), max_length=20)
    session = models.CharField(_("the provider's number"), max_length=255, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.OPEN)
    note = models.CharField(_("note"), max_length=300, blank=True)
    asked_at = models.DateTimeField(_("asked"))
    settled_at = models.DateTimeField(_("settled"), null=True, blank=True)
    payment = models.OneToOneField(
        Payment, models.PROTECT, null=True, blank=True, related_name="checkout"
    )

    class Meta:
        verbose_name = _("card payment")
        verbose_name_plural = _("card payments")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["provider", "session"],
                condition=~Q(session=""),
                name="members_checkout_session_once",
            ),
            models.CheckConstraint(
                condition=Q(state="open", settled_at=None, payment=None)
                | Q(state="paid", settled_at__isnull=False, payment__isnull=False)
                | Q(state__in=["closed", "doubtful"], settled_at__isnull=False, payment=None),
                name="members_checkout_settled",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cents / 100:.2f} {self.currency}"


@tracked()
class CardEvent(Model):
    """One message of the provider, taken once however often it comes; and what came of it."""

    event = models.CharField(_("the provider's number"), max_length=255)
    provider = models.CharField(_("provider"), max_length=20)
    kind = models.CharField(_("kind"), max_length=80)
    outcome = models.CharField(_("outcome"), max_length=200, blank=True)
    checkout = models.ForeignKey(
        Checkout, models.PROTECT, null=True, blank=True, related_name="messages"
    )
    received_at = models.DateTimeField(_("received"))

    class Meta:
        verbose_name = _("message of the card provider")
        verbose_name_plural = _("messages of the card provider")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["provider", "event"], name="members_cardevent_once")
        ]

    def __str__(self) -> str:
        return self.event

"""The letterhead, the letters and their life, and who must not be written to."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kit.models import Model, tracked


@tracked()
class Letterhead(Model):
    """The association as its letters show it: one row per installation.

    While `released_at` is empty the association is *quiet*: business letters are held.
    """

    name = models.CharField(_("name of the association"), max_length=200)
    tagline = models.CharField(_("what it is, in one sentence"), max_length=300, blank=True)
    timezone = models.CharField(_("time zone"), max_length=64, default="UTC")
    locale = models.CharField(_("language"), max_length=16, default="en")
    currency = models.CharField(_("currency"), max_length=3, default="EUR")
    postal_address = models.TextField(_("postal address"), blank=True)
    sender = models.EmailField(_("letters come from"))
    signer_name = models.CharField(_("signed by, where nobody else signs"), max_length=200)
    reply_to = models.EmailField(_("answers go to"))
    per_minute = models.PositiveIntegerField(_("letters a minute"), default=600)
    per_hour = models.PositiveIntegerField(_("letters an hour"), default=10_000)
    per_day = models.PositiveIntegerField(_("letters a day"), default=50_000)
    founded_at = models.DateTimeField(_("set up at"))
    released_at = models.DateTimeField(_("letters released at"), null=True, blank=True)
    released_by = models.CharField(_("released by"), max_length=200, blank=True)
    singleton = models.BooleanField(default=True, editable=False)

    class Meta:
        verbose_name = _("letterhead")
        verbose_name_plural = _("letterhead")
        permissions = [("release_letters", _("Can release or discard held letters"))]
        constraints = [
            models.UniqueConstraint(fields=["singleton"], name="outbox_letterhead_one_row"),
            models.CheckConstraint(condition=Q(singleton=True), name="outbox_letterhead_singleton"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_quiet(self) -> bool:
        """True until an officer has released the letters."""
        return self.released_at is None


class Message(Model):
    """One letter to one address, from the wish to send it to what became of it.

    `about` holds ids only. Subject, text and html are written when it leaves, secrets masked;
    a letter whose text exists only at enqueue time (a log-in code) waits encrypted in `sealed`.
    """

    class State(models.TextChoices):
        HELD = "held", _("held")
        PENDING = "pending", _("pending")
        CLAIMED = "claimed", _("claimed")
        SENDING = "sending", _("sending")
        SENT = "sent", _("sent")
        RETRY = "retry", _("to be tried again")
        FAILED = "failed", _("failed")
        SUPPRESSED = "suppressed", _("suppressed")
        SUPERSEDED = "superseded", _("superseded")
        UNCERTAIN = "uncertain", _("uncertain")

    kind = models.CharField(_("kind"), max_length=60)
    category = models.CharField(_("category"), max_length=30, blank=True)
    to = models.CharField(_("to"), max_length=320, blank=True)
    about = models.JSONField(_("about"), default=dict)
    dedupe_key = models.CharField(_("dedupe key"), max_length=200)
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.PENDING)
    not_before = models.DateTimeField(_("not before"))
    valid_until = models.DateTimeField(_("valid until"), null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    claim_token = models.UUIDField(null=True, blank=True, editable=False)
    lease_until = models.DateTimeField(null=True, blank=True, editable=False)
    message_id = models.CharField(max_length=255, null=True, blank=True)
    subject = models.TextField(_("subject"), blank=True)
    text = models.TextField(_("text"), blank=True)
    html = models.TextField(_("HTML"), blank=True)
    sealed = models.BinaryField(null=True, blank=True, editable=False)
    error = models.TextField(_("reason"), blank=True)
    created_at = models.DateTimeField(_("created"))
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    printed_at = models.DateTimeField(_("printed"), null=True, blank=True)

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        ordering = ["-id"]
        constraints = [
            # Not `unique=True`: that adds a second index for LIKE, which many letters at once pay.
            models.UniqueConstraint(fields=["dedupe_key"], name="outbox_message_dedupe_key"),
            models.UniqueConstraint(fields=["message_id"], name="outbox_message_message_id"),
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False)
                | (~Q(state="sent") & Q(sent_at__isnull=True)),
                name="outbox_message_sent_at",
            ),
            models.CheckConstraint(
                condition=(
                    Q(
                        state__in=["claimed", "sending"],
                        claim_token__isnull=False,
                        lease_until__isnull=False,
                    )
                    | (
                        ~Q(state__in=["claimed", "sending"])
                        & Q(claim_token__isnull=True, lease_until__isnull=True)
                    )
                ),
                name="outbox_message_claim",
            ),
        ]
        indexes = [
            models.Index(
                fields=["not_before", "id"],
                condition=Q(state__in=["pending", "retry"]),
                name="outbox_message_due",
            ),
            models.Index(
                fields=["not_before", "id"],
                condition=Q(state__in=["pending", "retry"], category=""),
                name="outbox_message_service_due",
            ),
            models.Index(
                fields=["lease_until"],
                condition=Q(state__in=["claimed", "sending"]),
                name="outbox_message_leased",
            ),
            models.Index(fields=["state", "kind"], name="outbox_message_state_kind"),
            models.Index(
                fields=["sent_at"], condition=Q(state="sent"), name="outbox_message_sent_at_idx"
            ),
            models.Index(fields=["to", "-id"], name="outbox_message_to"),
            # Whose week of letters is full is asked for every batch.
            models.Index(fields=["not_before"], name="outbox_message_week"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} -> {self.to or '?'}"


@tracked()
class Suppression(Model):
    """An address that must not be written to, in one category or (empty) in all but service."""

    class Reason(models.TextChoices):
        OPT_OUT = "opt-out", _("opted out")
        BOUNCE = "bounce", _("bounced")
        COMPLAINT = "complaint", _("complained")
        IMPORT = "import", _("imported as not to be mailed")

    address = models.CharField(_("address"), max_length=320)
    category = models.CharField(_("category"), max_length=30, blank=True)
    reason = models.CharField(_("reason"), max_length=10, choices=Reason)
    created_at = models.DateTimeField(_("since"))

    class Meta:
        verbose_name = _("suppression")
        verbose_name_plural = _("suppressions")
        constraints = [
            models.UniqueConstraint(
                fields=["address", "category", "reason"], name="outbox_suppression_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.address} ({self.category or '*'})"


class Heartbeat(Model):
    """When worker and beat last said they are alive."""

    name = models.CharField(max_length=20, unique=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name}: {self.at:%Y-%m-%d %H:%M:%S}"

"""Bank statements: what came in, whose it is held to be, and what was posted."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kit.models import Model, tracked
from members.models.dues import Payment
from members.models.people import Person


@tracked()
class BankColumns(Model):
    """Which column of a bank's file means what, remembered by its header."""

    header = models.CharField(_("header"), max_length=64, unique=True)
    columns = models.JSONField(_("columns"))
    saved_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    saved_at = models.DateTimeField(_("saved"))

    class Meta:
        verbose_name = _("columns of a bank")
        verbose_name_plural = _("columns of banks")

    def __str__(self) -> str:
        return self.header


@tracked()
class Payer(Model):
    """A name (folded) that pays for a member, learned from what an officer decided."""

    name = models.CharField(_("who pays"), max_length=200)
    person = models.ForeignKey(
        Person, models.CASCADE, related_name="payers", verbose_name=_("member")
    )
    learned_at = models.DateTimeField(_("learned"))

    class Meta:
        verbose_name = _("payer")
        verbose_name_plural = _("payers")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["name", "person"], name="members_payer_once")
        ]

    def __str__(self) -> str:
        return self.name


@tracked()
class Statement(Model):
    """One uploaded bank file: looked through, posted as one batch, undone as one batch."""

    class State(models.TextChoices):
        COLUMNS = "columns", _("columns to name")
        DRAFT = "draft", _("to be looked through")
        POSTED = "posted", _("posted")
        UNDONE = "undone", _("undone")

    filename = models.CharField(_("file"), max_length=255)
    # The file itself, kept only until its columns are named.
    text = models.TextField(editable=False, blank=True)
    problems = models.JSONField(_("lines that cannot be read"), default=list)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.COLUMNS)
    uploaded_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    uploaded_at = models.DateTimeField(_("uploaded"))
    posted_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    posted_at = models.DateTimeField(_("posted"), null=True, blank=True)
    undone_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    undone_at = models.DateTimeField(_("undone"), null=True, blank=True)

    class Meta:
        verbose_name = _("bank statement")
        verbose_name_plural = _("bank statements")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    state__in=["columns", "draft"],
                    posted_at=None,
                    posted_by=None,
                    undone_at=None,
                    undone_by=None,
                )
                | Q(state="posted", posted_at__isnull=False, undone_at=None, undone_by=None)
                | Q(state="undone", posted_at__isnull=False, undone_at__isnull=False),
                name="members_statement_state",
            )
        ]

    def __str__(self) -> str:
        return self.filename


class StatementJob(Model):
    """A long statement on its way into the ledger, or out of it again; a worker does it."""

    class Wish(models.TextChoices):
        POST = "post", _("post")
        UNDO = "undo", _("take back")

    statement = models.ForeignKey(Statement, models.CASCADE, related_name="jobs")
    wish = models.CharField(_("what"), max_length=5, choices=Wish)
    asked_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    asked_at = models.DateTimeField(_("asked"))
    rows = models.PositiveIntegerField(_("payments"))
    progress = models.PositiveIntegerField(_("done so far"), default=0)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    failure = models.TextField(_("why not"), blank=True)
    done_at = models.DateTimeField(_("done"), null=True, blank=True)

    class Meta:
        verbose_name = _("work on a bank statement")
        verbose_name_plural = _("work on bank statements")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["statement"], condition=Q(done_at__isnull=True),
                name="members_statementjob_one_open",
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.statement}: {self.wish}"


@tracked()
class BankLine(Model):
    """One line of a statement. `reference` is the same for the same line in every file."""

    statement = models.ForeignKey(Statement, models.PROTECT, related_name="lines")
    row = models.PositiveIntegerField(_("row"))
    booked_on = models.DateField(_("booked on"))
    cents = models.BigIntegerField(_("amount in cents"))
    payer = models.CharField(_("who pays"), max_length=200, blank=True)
    purpose = models.TextField(_("purpose"), blank=True)
    reference = models.CharField(max_length=64, db_index=True)
    reason = models.CharField(_("why"), max_length=200, blank=True)
    confidence = models.PositiveSmallIntegerField(_("how sure"), default=0)
    skipped = models.BooleanField(_("not dues"), default=False)

    class Meta:
        verbose_name = _("bank line")
        verbose_name_plural = _("bank lines")
        ordering = ["row"]

    def __str__(self) -> str:
        return f"{self.cents / 100:.2f} {self.payer}"


@tracked()
class BankShare(Model):
    """Whose money a line is held to be, or a part of it; with its payment once posted."""

    line = models.ForeignKey(BankLine, models.CASCADE, related_name="shares")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("member"))
    cents = models.BigIntegerField(_("amount in cents"))
    chosen = models.BooleanField(_("chosen"), default=False)
    payment = models.OneToOneField(
        Payment, models.PROTECT, null=True, blank=True, related_name="bank_share"
    )

    class Meta:
        verbose_name = _("share of a bank line")
        verbose_name_plural = _("shares of bank lines")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["line", "person"], name="members_bankshare_once"),
            models.CheckConstraint(condition=Q(cents__gt=0), name="members_bankshare_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.cents / 100:.2f}"

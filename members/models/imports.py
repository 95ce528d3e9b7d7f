"""Files that were brought in, what each changed, and files that are still being looked through."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kit.models import Model, tracked
from members.models.people import Person


@tracked()
class ImportBatch(Model):
    """One accepted import file: who brought what, so that the same file again changes nothing."""

    kind = models.CharField(_("kind"), max_length=30)
    filename = models.CharField(_("file"), max_length=255)
    sha256 = models.CharField(max_length=64)
    counts = models.JSONField(_("counts"), default=dict)
    imported_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    imported_at = models.DateTimeField(_("imported"))
    # Plans made, addresses stopped and released: what no person's own line holds.
    besides = models.JSONField(default=dict, db_default={}, editable=False)
    undone_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    undone_at = models.DateTimeField(_("undone"), null=True, blank=True)

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-imported_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(undone_by=None) | Q(undone_at__isnull=False),
                name="members_importbatch_undone",
            )
        ]

    def __str__(self) -> str:
        return self.filename


class ImportedPerson(Model):
    """What an import did to one person, kept so that the whole batch can be undone.

    `fields` = column -> [before, after] of somebody who was on file; ids of the rows it added.
    """

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="people")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    row = models.PositiveIntegerField(_("row"))
    created = models.BooleanField(_("new"))
    fields = models.JSONField(default=dict)
    emails = models.JSONField(default=list)
    memberships = models.JSONField(default=list)

    class Meta:
        verbose_name = _("imported person")
        verbose_name_plural = _("imported people")
        ordering = ["row"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "person"], name="members_importedperson_once")
        ]

    def __str__(self) -> str:
        return f"{self.batch_id}: {self.row}"


@tracked()
class ImportColumns(Model):
    """Which column of a file of people means what, remembered by its header."""

    header = models.CharField(_("header"), max_length=64, unique=True)
    columns = models.JSONField(_("columns"))
    saved_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    saved_at = models.DateTimeField(_("saved"))

    class Meta:
        verbose_name = _("columns of a file of people")
        verbose_name_plural = _("columns of files of people")

    def __str__(self) -> str:
        return self.header


@tracked(exclude=["raw", "report", "answers", "progress", "attempts"])
class Upload(Model):
    """An uploaded file of people on its way: columns named, looked through, brought in, undone.

    The file and what it says of people are dropped as soon as it is brought in or given up.
    """

    class State(models.TextChoices):
        COLUMNS = "columns", _("columns to name")
        CHECKING = "checking", _("being looked through")
        DRAFT = "draft", _("to be decided")
        RUNNING = "running", _("being brought in")
        DONE = "done", _("brought in")
        UNDOING = "undoing", _("being undone")
        UNDONE = "undone", _("undone")
        DROPPED = "dropped", _("given up")

    BUSY = (State.CHECKING, State.RUNNING, State.UNDOING)
    OPEN = (State.COLUMNS, State.DRAFT)

    filename = models.CharField(_("file"), max_length=255)
    raw = models.BinaryField(editable=False)
    header = models.JSONField(_("header"), default=list)
    answers = models.JSONField(_("answers"), default=dict)
    report = models.JSONField(_("report"), default=dict)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.COLUMNS)
    progress = models.PositiveIntegerField(_("rows done"), default=0)
    rows = models.PositiveIntegerField(_("rows"), default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    batch = models.OneToOneField(
        ImportBatch, models.SET_NULL, null=True, blank=True, related_name="upload"
    )
    uploaded_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    uploaded_at = models.DateTimeField(_("uploaded"))
    asked_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    asked_at = models.DateTimeField(_("set going"), null=True, blank=True)

    class Meta:
        verbose_name = _("file of people")
        verbose_name_plural = _("files of people")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=["checking", "running", "undoing"])
                | Q(asked_at__isnull=False),
                name="members_upload_asked",
            ),
            models.CheckConstraint(
                condition=~Q(state="undoing") | Q(batch__isnull=False),
                name="members_upload_batch",
            ),
        ]

    def __str__(self) -> str:
        return self.filename

    def get_absolute_url(self) -> str:
        return reverse("import", args=[self.pk])

    @property
    def is_busy(self) -> bool:
        """Whether a worker has it."""
        return self.state in self.BUSY

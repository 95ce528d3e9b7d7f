"""Special projects: something a few people do together until it is done."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kit.models import Model, tracked
from members.models import Person


@tracked()
class Project(Model):
    """A goal with somebody who leads it and a beginning; how it ended is its outcome."""

    class State(models.TextChoices):
        RUNNING = "running", _("running")
        DONE = "done", _("done")
        STOPPED = "stopped", _("stopped")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    title = models.CharField(_("title"), max_length=200, unique=True)
    goal = models.TextField(_("goal"))
    lead = models.ForeignKey(
        Person, models.PROTECT, related_name="led_projects", verbose_name=_("lead")
    )
    starts_on = models.DateField(_("begins"))
    ends_on = models.DateField(_("shall be done by"), null=True, blank=True)
    call = models.TextField(_("who or what is needed"), blank=True)
    hands = models.PositiveSmallIntegerField(_("helpers wanted"), default=0)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.RUNNING)
    outcome = models.TextField(_("what came of it"), blank=True)
    ended_on = models.DateField(_("ended"), null=True, blank=True)
    ended_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("ended by")
    )

    class Meta:
        verbose_name = _("project")
        verbose_name_plural = _("projects")
        ordering = ["-starts_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="roles_project_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(state="running", ended_on__isnull=True, ended_by__isnull=True)
                | (~Q(state="running") & Q(ended_on__isnull=False)),
                name="roles_project_ended",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("project", args=[self.uid])


@tracked()
class ProjectHelper(Model):
    """Somebody helps from a day until they leave; at most one such row runs per person."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="helpers")
    person = models.ForeignKey(Person, models.PROTECT, related_name="projects")
    joined_at = models.DateTimeField(_("joined"))
    left_at = models.DateTimeField(_("left"), null=True, blank=True)

    class Meta:
        verbose_name = _("helper")
        verbose_name_plural = _("helpers")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "person"], condition=Q(left_at__isnull=True),
                name="roles_projecthelper_once",
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.person} · {self.project}"


@tracked()
class ProjectTask(Model):
    """A short piece of work with an owner and a day."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="tasks")
    title = models.CharField(_("task"), max_length=200)
    owner = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("owner")
    )
    due_on = models.DateField(_("due"), null=True, blank=True)
    done_at = models.DateTimeField(_("done"), null=True, blank=True)
    done_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("done by")
    )

    class Meta:
        verbose_name = _("task")
        verbose_name_plural = _("tasks")
        ordering = ["done_at", "due_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(done_at__isnull=False) | Q(done_by__isnull=True),
                name="roles_projecttask_done",
            )
        ]

    def __str__(self) -> str:
        return self.title

"""Special projects are begun, joined, worked on and ended. A step taken twice changes nothing."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from members.models import Person
from members.queries import is_member_on
from outbox.queries import local_day
from roles.models import Project, ProjectHelper, ProjectTask

State = Project.State


class ProjectRefused(Exception):
    """What was asked for is not possible; `str(error)` says why and what to do."""


def begin(
    *, title: str, goal: str, lead: Person, starts_on: date, by: Person | None, at: datetime,
    **fields: Any,
) -> Project:  # fmt: skip
    """A new project. Raises ProjectRefused where one of that title exists."""
    if Project.objects.filter(title=title).exists():
        raise ProjectRefused(_("There is a project of that title already. Choose another."))
    return Project.objects.create(title=title, goal=goal, lead=lead, starts_on=starts_on, **fields)


@transaction.atomic
def change(*, project: Project, by: Person | None, at: datetime, **fields: Any) -> Project:
    """Other words, days, lead or call for help. Raises ProjectRefused for a title taken."""
    title = fields.get("title", project.title)
    if Project.objects.filter(title=title).exclude(pk=project.pk).exists():
        raise ProjectRefused(_("There is a project of that title already. Choose another."))
    for name, value in fields.items():
        setattr(project, name, value)
    project.save(update_fields=list(fields))
    return project


@transaction.atomic
def join(*, project: Project, person: Person, by: Person | None, at: datetime) -> ProjectHelper:
    """Help from now on. Raises ProjectRefused once it has ended, and for who is no member."""
    project = _locked(project)
    _check_running(project)
    if not is_member_on(person, local_day(at)):
        raise ProjectRefused(_("Projects are for current members."))
    row, _new = ProjectHelper.objects.get_or_create(
        project=project, person=person, left_at=None, defaults={"joined_at": at}
    )
    return row


def leave(*, project: Project, person: Person, by: Person | None, at: datetime) -> None:
    """Help no longer; the days of helping stay on file."""
    ProjectHelper.objects.filter(project=project, person=person, left_at=None).update(left_at=at)


@transaction.atomic
def add_task(
    *, project: Project, title: str, owner: Person | None, due_on: date | None,
    by: Person | None, at: datetime,
) -> ProjectTask:  # fmt: skip
    """A short task. Raises ProjectRefused once the project has ended."""
    _check_running(_locked(project))
    return ProjectTask.objects.create(project=project, title=title, owner=owner, due_on=due_on)


def tick(*, task: ProjectTask, done: bool, by: Person | None, at: datetime) -> None:
    """A task is done, or not yet after all."""
    rows = ProjectTask.objects.filter(pk=task.pk, done_at__isnull=done)
    rows.update(done_at=at if done else None, done_by=by if done else None)


@transaction.atomic
def end(
    *, project: Project, outcome: str, done: bool, today: date, by: Person | None, at: datetime
) -> Project:
    """Done, or stopped; either says what came of it. Raises ProjectRefused without an outcome."""
    project = _locked(project)
    _check_running(project)
    if not outcome.strip():
        raise ProjectRefused(_("Say in a few words what came of it."))
    project.state = State.DONE if done else State.STOPPED
    project.outcome, project.ended_on, project.ended_by = outcome.strip(), today, by
    project.save(update_fields=["state", "outcome", "ended_on", "ended_by"])
    return project


@transaction.atomic
def reopen(*, project: Project, by: Person | None, at: datetime) -> Project:
    """The undo of ending; the outcome stays as text."""
    project = _locked(project)
    project.state, project.ended_on, project.ended_by = State.RUNNING, None, None
    project.save(update_fields=["state", "ended_on", "ended_by"])
    return project


def _locked(project: Project) -> Project:
    return Project.objects.select_for_update(no_key=True).get(pk=project.pk)


def _check_running(project: Project) -> None:
    if project.state != State.RUNNING:
        raise ProjectRefused(_("This project has ended."))

"""Special projects: the list, one page, and who may do what there."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.http import Http404

from kit.text import fold
from members.models import Person
from members.queries import is_member_on, of_user
from roles.models import Project, ProjectHelper, ProjectTask

State = Project.State
MANAGE = "roles.change_project"


@dataclass(frozen=True)
class ProjectView:
    """A project for one reader: helpers of today, tasks (open ones first), and what may be done."""

    project: Project
    helpers: list[ProjectHelper]
    tasks: list[ProjectTask]
    may_lead: bool
    may_join: bool
    helps: bool

    @property
    def free(self) -> int:
        """How many helpers are still wanted."""
        return max(0, self.project.hands - len(self.helpers))


def listed(text: str = "") -> QuerySet[Project]:
    """Running projects first, newest first, by any words; with `helping` counted."""
    helping = Count("helpers", filter=Q(helpers__left_at__isnull=True))
    found = Project.objects.annotate(helping=helping).select_related("lead")
    for word in fold(text).split()[:6]:
        found = found.filter(Q(title__icontains=word) | Q(goal__icontains=word))
    return found.order_by("ended_on", "-starts_on", "-id")


def may_look(user: Any, today: date) -> bool:
    """Projects are for current members and officers."""
    person = of_user(user)
    return (person is not None and is_member_on(person, today)) or user.has_perm(
        "roles.view_project"
    )


def get_project(uid: UUID, user: Any, today: date, *, leading: bool = False) -> Project:
    """The gateway: a project for a reader, or for who may lead it; else Http404."""
    project = Project.objects.select_related("lead", "ended_by").filter(uid=uid).first()
    if project is None or not may_look(user, today):
        raise Http404
    if leading and not may_lead(project, user):
        raise Http404
    return project


def may_lead(project: Project, user: Any) -> bool:
    """Whether this log-in's person leads it, or may change every project."""
    person = of_user(user)
    return (person is not None and person.pk == project.lead_id) or user.has_perm(MANAGE)


def get_task(pk: int, user: Any, today: date) -> ProjectTask:
    """The gateway of who may tick a task: its owner, or who may lead; else Http404."""
    task = ProjectTask.objects.select_related("project", "owner").filter(pk=pk).first()
    person = of_user(user)
    if task is None or not may_look(user, today):
        raise Http404
    owns = person is not None and person.pk == task.owner_id
    if not owns and not may_lead(task.project, user):
        raise Http404
    return task


def project_view(project: Project, user: Any, today: date) -> ProjectView:
    """Everything on the page of a project, in a handful of queries."""
    person = of_user(user)
    helpers = list(project.helpers.filter(left_at__isnull=True).select_related("person"))
    tasks = list(project.tasks.select_related("owner").order_by("done_at", "due_on", "id"))
    helps = person is not None and any(row.person_id == person.pk for row in helpers)
    running = project.state == State.RUNNING
    joins = running and not helps and person is not None and person.pk != project.lead_id
    tasks.sort(key=lambda task: task.done_at is not None)
    return ProjectView(
        project, helpers, tasks, may_lead(project, user),
        joins and is_member_on(person, today) if person else False, helps,
    )  # fmt: skip


def of_person(person: Person) -> QuerySet[Project]:
    """Projects somebody leads or has helped with and not left, newest first."""
    helping = ProjectHelper.objects.filter(person=person, left_at__isnull=True)
    mine = Q(lead=person) | Q(pk__in=helping.values("project"))
    return Project.objects.filter(mine).order_by("-starts_on", "-id")


def record(person: Person) -> list[Project]:
    """The done projects that stand on somebody's record."""
    return list(of_person(person).filter(state=State.DONE).order_by("-ended_on", "-id"))


def on_my_page(person: Person, user: Any, at: datetime) -> tuple[str, dict[str, Any]] | None:
    """The panel of one's own page: running projects, and the way to all; members only."""
    if of_user(user) != person or person.joined_on is None:
        return None
    return "roles/projects_panel.html", {"projects": of_person(person).filter(state=State.RUNNING)}

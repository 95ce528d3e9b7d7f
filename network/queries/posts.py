"""What is open and may be filled by the officer who looks: seats, jobs at meetings, projects."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F
from django.http import Http404
from django.urls import reverse
from django.utils.formats import date_format

from events.models import Duty, Meeting
from events.queries.duties import open_jobs
from events.rules.duties import MEETINGS_SHOWN
from network.rules import asks as rules
from outbox.queries import local_day
from roles import rules as roles_rules
from roles.models import Project, Role, Seat
from roles.queries import seats_on
from roles.queries.endings import ending
from roles.queries.projects import MANAGE, listed
from roles.queries.rights import groups_within

JOBS = "events.manage_meetings"
RIGHTS = (roles_rules.APPOINT, JOBS, MANAGE)
PROJECTS_SHOWN = 20


@dataclass(frozen=True)
class Post:
    """One open seat, job or project; `about` is its row, `size` as in the rules."""

    kind: str
    about: Any
    title: str
    purpose: str
    size: int
    skills: str = ""
    when: str = ""

    @property
    def key(self) -> tuple[str, int]:
        """What tells it from every other post."""
        return self.kind, self.about.pk

    @property
    def role(self) -> Role | None:
        """The role of the seat or job; a project has none."""
        return None if self.kind == "project" else self.about.role

    @property
    def url(self) -> str:
        """The page of its three names."""
        return reverse("ask-post", args=self.key)

    @property
    def own_url(self) -> str:
        """The page of the seat, the job or the project itself."""
        if self.kind == "project":
            return str(self.about.get_absolute_url())
        return reverse("seat" if self.kind == "seat" else "duty", args=[self.about.pk])


def may_look(user: Any) -> bool:
    """Officers who fill seats, jobs or projects; nobody else."""
    return any(user.has_perm(right) for right in RIGHTS)


def open_posts(user: Any, at: datetime) -> list[Post]:
    """All that this officer may fill, the soonest jobs first within their kind."""
    return [*_seats(user, at), *_jobs(user, at), *_projects(user, at)]


def get_post(kind: str, pk: int, user: Any, at: datetime) -> Post:
    """The gateway: an open post this officer may fill, else Http404."""
    finders = {"seat": _seats, "job": _jobs, "project": _projects}
    if kind in finders:
        for post in finders[kind](user, at):
            if post.about.pk == pk:
                return post
    raise Http404


def roles_to_fill(user: Any) -> set[int]:
    """Roles whose seats this log-in may fill: nobody hands out rights they do not hold."""
    if not user.has_perm(roles_rules.APPOINT):
        return set()
    beyond = Role.groups.through.objects.exclude(group__in=groups_within(user))
    return set(Role.objects.exclude(pk__in=beyond.values("role")).values_list("pk", flat=True))


def seat_post(seat: Seat) -> Post:
    """A seat as a post."""
    role = seat.role
    size = rules.size_of(role.body, role.size)
    return Post("seat", seat, str(seat), role.purpose, size, role.skills)


def _seats(user: Any, at: datetime) -> list[Post]:
    mine = roles_to_fill(user)
    if not mine:
        return []
    today = local_day(at)
    views = [view for view in seats_on(today) if view.seat.role_id in mine]
    soon = {
        term.seat_id for term, _stage in ending(today)
        if term.period.upper <= today + timedelta(days=rules.SOON)
    }  # fmt: skip
    shown = [view for view in views if view.needs_successor or view.seat.pk in soon]
    by_term = [view.seat for view in shown if view.seat.role.size == Role.Size.TERM]
    return [seat_post(seat) for seat in by_term]


def _jobs(user: Any, at: datetime) -> list[Post]:
    if not user.has_perm(JOBS):
        return []
    coming = Meeting.objects.filter(state=Meeting.State.PUBLISHED, starts_at__gt=at)
    next_ones = coming.order_by("starts_at", "id").values("pk")[:MEETINGS_SHOWN]
    found = open_jobs(at).filter(meeting__in=list(next_ones.values_list("pk", flat=True)))
    return [_job(duty) for duty in found.order_by("meeting__starts_at", "role__position", "id")]


def _job(duty: Duty) -> Post:
    role, meeting = duty.role, duty.meeting
    day = date_format(local_day(meeting.starts_at))
    size = rules.size_of(role.body, role.size)
    return Post("job", duty, role.title, role.purpose, size, role.skills, f"{meeting.title}, {day}")


def _projects(user: Any, at: datetime) -> list[Post]:
    if not user.has_perm(MANAGE):
        return []
    calling = listed().filter(state=Project.State.RUNNING, hands__gt=F("helping"))
    return [
        Post("project", one, one.title, one.call or one.goal, rules.EVENING)
        for one in calling[:PROJECTS_SHOWN]
    ]

"""What somebody has done for the association: jobs at meetings, seats, projects."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from events.models import DutySignup, Meeting
from events.queries.duties import served
from events.rules.duties import QUICK_MINUTES, call_time, served_minutes
from kit.queries import value
from members.models import Person
from members.queries import of_user
from roles.models import Project, Role, Term
from roles.queries import projects


@dataclass(frozen=True)
class Served:
    """One job done: the meeting, the role's title, and the minutes that count."""

    meeting: Meeting
    job: str
    minutes: int


@dataclass
class Service:
    """The record: jobs (newest first) with their hours, terms in seats, projects done."""

    jobs: list[Served] = field(default_factory=list)
    terms: list[Term] = field(default_factory=list)
    projects: list[Project] = field(default_factory=list)

    @property
    def hours(self) -> float:
        """Hours of all jobs, to a quarter."""
        return round(sum(job.minutes for job in self.jobs) / 15) / 4

    @property
    def is_empty(self) -> bool:
        """Whether nothing is on record yet."""
        return not (self.jobs or self.terms or self.projects)


def service(person: Person, today: date) -> Service:
    """Everything of one person up to today; hours come from attendance. Four queries."""
    quick = value(QUICK_MINUTES)
    done = served().filter(person=person).select_related("duty__role", "duty__meeting")
    rows = done.order_by("-duty__meeting__starts_at", "id")
    terms = Term.objects.filter(person=person, period__startswith__lte=today)
    terms = terms.exclude(kind=Term.Kind.SHADOW).select_related("seat__role")
    return Service(
        [_served(row, quick) for row in rows],
        list(terms.order_by("-period", "id")),
        projects.record(person),
    )


def _served(row: Any, quick: int) -> Served:
    return Served(row.duty.meeting, row.duty.role.title, served_minutes_of(row, quick))


def served_minutes_of(row: Any, quick: int) -> int:
    """The minutes of one row of `served`; `quick` are those of a short job."""
    duty = row.duty
    return served_minutes(
        quick=quick if duty.role.size == Role.Size.QUICK else None,
        call_at=call_time(duty.meeting.starts_at, duty.role.call_minutes),
        arrived_at=row.arrived_at, ends_at=duty.meeting.ends_at,
    )  # fmt: skip


def my_jobs(person: Person, at: datetime) -> list[DutySignup]:
    """What somebody has taken on at meetings to come, soonest first."""
    coming = DutySignup.objects.filter(
        person=person, state__in=DutySignup.SERVING, duty__meeting__ends_at__gt=at,
        duty__meeting__state=Meeting.State.PUBLISHED,
    )  # fmt: skip
    rows = coming.select_related("duty__role", "duty__meeting")
    return list(rows.order_by("duty__meeting__starts_at", "id"))


def on_my_page(person: Person, user: Any, at: datetime) -> tuple[str, dict[str, Any]] | None:
    """The panel of one's own page: the jobs taken, the record, and where to take one."""
    if of_user(user) != person or person.joined_on is None:
        return None
    return "events/jobs_panel.html", {"jobs": my_jobs(person, at)}

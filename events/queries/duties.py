"""Jobs at meetings as they stand: the grid, one card, and who may open the door."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Count, F, Prefetch, Q, QuerySet
from django.http import Http404

from events.models import Attendance, Duty, DutySignup, Meeting, Rsvp
from events.queries.meetings import may_see, visible_to
from events.rules import duties as rules
from members.models import Person
from members.queries import is_member_on, of_user
from outbox.queries import local_day
from roles.models import Role
from roles.queries import officer

State = DutySignup.State
HELD = Q(state__in=DutySignup.SERVING)
CAME = (Attendance.State.PRESENT, Attendance.State.LATE)


def holds_door(person: Person | None, meeting: Meeting) -> bool:
    """Whether the person has taken a job that opens the door page of this meeting."""
    if person is None:
        return False
    mine = DutySignup.objects.filter(HELD, person=person, duty__meeting=meeting)
    return mine.filter(duty__role__opens_door=True).exists()


@dataclass(frozen=True)
class Cell:
    """A job at one meeting for one viewer."""

    duty: Duty
    people: list[DutySignup]
    mine: DutySignup | None
    may_take: bool

    @property
    def free(self) -> int:
        """How many hands are missing."""
        return max(0, self.duty.wanted - len(self.people))


@dataclass
class Grid:
    """Jobs down, the next meetings across; a cell is None where the meeting needs no such job."""

    meetings: list[Meeting]
    rows: list[tuple[Role, list[Cell | None]]] = field(default_factory=list)


def grid(user: Any, at: datetime) -> Grid:
    """The next six announced meetings this log-in may see and the jobs they need. Four queries."""
    person = of_user(user)
    coming = visible_to(person, user).filter(state=Meeting.State.PUBLISHED, starts_at__gt=at)
    shown = list(coming.order_by("starts_at", "id")[: rules.MEETINGS_SHOWN])
    cells: dict[Role, dict[int, Cell]] = {}
    takes = may_take(person, at)
    for duty in _with_signups(Duty.objects.filter(meeting__in=shown, wanted__gt=0)):
        cells.setdefault(duty.role, {})[duty.meeting_id] = _cell(duty, person, takes)
    rows = [(role, [found.get(one.pk) for one in shown]) for role, found in cells.items()]
    rows.sort(key=lambda row: (row[0].position, row[0].title))
    return Grid(shown, rows)


def may_take(person: Person | None, at: datetime) -> bool:
    """Whether somebody may take jobs: members of that day."""
    return person is not None and is_member_on(person, local_day(at))


@dataclass(frozen=True, kw_only=True)
class Card:
    """All that whoever has a job, or thinks of taking it, must know."""

    cell: Cell
    call_at: datetime
    checklist: list[str]
    contact: Person | None
    partner: Person | None
    first_time: bool
    going: bool
    clash: bool
    over: bool


def get_duty(pk: int, user: Any) -> Duty:
    """The gateway: a job at a meeting this log-in may see, else Http404."""
    duty = _with_signups(Duty.objects.filter(pk=pk)).first()
    if duty is None or not may_see(duty.meeting, user):
        raise Http404
    return duty


def card(duty: Duty, person: Person | None, at: datetime) -> Card:
    """The card of a job for this person; contact and partner are for who has taken it."""
    cell = _cell(duty, person, may_take(person, at))
    meeting = duty.meeting
    mine = cell.mine
    return Card(
        cell=cell,
        call_at=rules.call_time(meeting.starts_at, duty.role.call_minutes),
        checklist=[line.strip() for line in duty.role.checklist.splitlines() if line.strip()],
        contact=(contact(meeting, at) if mine else None),
        partner=mine.partner if mine else None,
        first_time=person is not None and not has_done(person, duty.role),
        going=person is not None and is_going(person, meeting),
        clash=person is not None and clashes(person, meeting),
        over=at >= meeting.starts_at or meeting.state != Meeting.State.PUBLISHED,
    )


def contact(meeting: Meeting, at: datetime) -> Person | None:
    """Whom to call on the evening: the meeting's contact, else who organizes."""
    return meeting.contact or officer("events.manage_meetings", local_day(at))


def is_going(person: Person, meeting: Meeting) -> bool:
    """Whether the person has said yes to the meeting."""
    yes = Rsvp.objects.filter(meeting=meeting, person=person, state__in=Rsvp.SEATED)
    return yes.exists()


def clashes(person: Person, meeting: Meeting) -> bool:
    """Whether the person has a job, or a seat, at another meeting of the same hours."""
    mine = Q(duties__signups__person=person, duties__signups__state__in=DutySignup.SERVING)
    seated = Q(rsvps__person=person, rsvps__state__in=Rsvp.SEATED)
    others = Meeting.objects.filter(mine | seated, state=Meeting.State.PUBLISHED).exclude(
        pk=meeting.pk
    )
    spans = list(others.values_list("starts_at", "ends_at").distinct())
    return rules.clash(meeting.starts_at, meeting.ends_at, spans)


def has_done(person: Person, role: Role) -> bool:
    """Whether the person has done this job before: taken, and there."""
    return doers(role).filter(pk=person.pk).exists()


def doers(role: Role) -> QuerySet[Person]:
    """Everybody who has done this job at some meeting."""
    return Person.objects.filter(pk__in=served().filter(duty__role=role).values("person"))


def served() -> QuerySet[DutySignup]:
    """Jobs whose holder was at the meeting, as the door recorded it."""
    return DutySignup.objects.filter(
        HELD,
        duty__meeting__attendances__person=F("person"),
        duty__meeting__attendances__voided_at__isnull=True,
        duty__meeting__attendances__state__in=CAME,
    ).annotate(arrived_at=F("duty__meeting__attendances__arrived_at"))


def open_jobs(at: datetime) -> QuerySet[Duty]:
    """Jobs at announced meetings to come that still miss a hand, soonest first."""
    held = Count("signups", filter=Q(signups__state__in=DutySignup.SERVING))
    coming = Duty.objects.filter(
        meeting__state=Meeting.State.PUBLISHED, meeting__starts_at__gt=at, wanted__gt=0
    )
    found = coming.annotate(hands=held).filter(hands__lt=F("wanted"))
    return found.select_related("role", "meeting").order_by("meeting__starts_at", "id")


def planned(meeting: Meeting) -> dict[Role, int]:
    """Every job of the catalogue that is taken meeting by meeting, with the hands planned here."""
    found = dict(Duty.objects.filter(meeting=meeting).values_list("role", "wanted"))
    jobs = Role.objects.exclude(size=Role.Size.TERM)
    return {role: found.get(role.pk, 0) for role in jobs}


def _with_signups(duties: QuerySet[Duty]) -> QuerySet[Duty]:
    rows = DutySignup.objects.exclude(state=State.LEFT).select_related("person", "partner")
    return duties.select_related("role", "meeting__venue", "meeting__contact").prefetch_related(
        Prefetch("signups", rows.order_by("place"), to_attr="held")
    )


def _cell(duty: Duty, person: Person | None, takes: bool) -> Cell:
    held: list[DutySignup] | None = getattr(duty, "held", None)
    if held is None:
        held = list(duty.signups.exclude(state=State.LEFT).select_related("person", "partner"))
    mine = next((row for row in held if person and row.person_id == person.pk), None)
    people = [row for row in held if row.state != State.LEAVING]
    return Cell(duty, people, mine, takes and mine is None and len(people) < duty.wanted)

"""What the door page shows: who is expected, who is in, and whom to greet how."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import reduce
from typing import Any
from zoneinfo import ZoneInfo

from dateutil.relativedelta import relativedelta
from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    FilteredRelation,
    IntegerField,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.http import Http404

from events.models import Attendance, DutySignup, Meeting, Rsvp
from events.queries.credits import timed_kinds
from events.queries.duties import holds_door
from events.queries.meetings import get_meeting
from events.rules.door import (
    AWAY_MONTHS,
    CHECK_IN_UNTIL,
    PAGE_FROM,
    QUORUM,
    too_early,
    too_late,
)
from kit.queries import values
from members.models import Person
from members.queries import holders, lookup, of_user
from members.queries.people import begins
from members.rules import folded_name, folded_words
from members.rules.grace import Right

RUN = "events.run_meeting"
EXPECTED = (Rsvp.State.GOING, Rsvp.State.OFFERED, Rsvp.State.WAITLISTED)
SEATED = (Rsvp.State.GOING, Rsvp.State.OFFERED)
HERE = (Attendance.State.PRESENT, Attendance.State.LATE)
# Each tap brings the lists again, to every phone at the door: a screenful, the others by letters.
SHOWN, ARRIVED, FOUND, LIKELY = 30, 12, 20, 8
# Hours in which a device that had no network may still send what it kept.
TO_SEND = 12


@dataclass(frozen=True, kw_only=True)
class Door:
    """Everything the page shows at one instant."""

    meeting: Meeting
    counts: dict[str, int]
    members_in: int
    quorum: int
    people: list[Person]
    arrived: list[Person]
    text: str
    opens_early: bool

    @property
    def has_quorum(self) -> bool:
        """Whether as many members in good standing are in as the meeting needs."""
        return self.members_in >= self.quorum

    @property
    def more(self) -> int:
        """How many expected people the list does not show."""
        return 0 if self.text else max(0, self.counts["to_come"] - len(self.people))

    @property
    def more_arrived(self) -> int:
        """How many of those who are in the list does not show."""
        return max(0, self.counts["inside"] - len(self.arrived))


def get_door(slug: str, user: Any, at: datetime) -> Meeting:
    """The gateway: the meeting, if this log-in may run its door; Http404 otherwise.

    Officers may at any time; whoever has the door's job of this meeting from the hour its page
    opens until twelve hours after the last check-in.
    """
    meeting = get_meeting(slug, user)
    if not (user.has_perm(RUN) or holds_open_door(of_user(user), meeting, at)):
        raise Http404
    return meeting


def get_officers_door(slug: str, user: Any) -> Meeting:
    """The gateway to what only officers do: closing, reopening, correcting."""
    meeting = get_meeting(slug, user)
    if not user.has_perm(RUN):
        raise Http404
    return meeting


def holds_open_door(person: Person | None, meeting: Meeting, at: datetime) -> bool:
    """Whether the person's job opens the door of this meeting, and the hour has come."""
    hours = values(PAGE_FROM, CHECK_IN_UNTIL)
    if too_early(meeting.starts_at, at, hours[PAGE_FROM.key]):
        return False
    if too_late(meeting.starts_at, at, hours[CHECK_IN_UNTIL.key] + TO_SEND):
        return False
    return holds_door(person, meeting)


def doors_held(person: Person, at: datetime) -> list[Meeting]:
    """The meetings whose door this person's job opens now, soonest first."""
    hours = values(PAGE_FROM, CHECK_IN_UNTIL)
    mine = Meeting.objects.filter(
        duties__signups__person=person,
        duties__signups__state__in=DutySignup.SERVING,
        duties__role__opens_door=True,
        state=Meeting.State.PUBLISHED,
        starts_at__lte=at + timedelta(hours=hours[PAGE_FROM.key]),
        starts_at__gte=at - timedelta(hours=hours[CHECK_IN_UNTIL.key] + TO_SEND),
    )
    return list(mine.distinct().order_by("starts_at", "id")[:3])


def door(meeting: Meeting, text: str, at: datetime) -> Door:
    """The lists of the door: a search over everybody, else those still to come; six queries."""
    numbers = values(AWAY_MONTHS, QUORUM, PAGE_FROM)
    people = list(_found(meeting, text) if folded_words(text) else _to_come(meeting))
    arrived = list(_arrived(meeting))
    _greet([*people, *arrived], meeting, numbers[AWAY_MONTHS.key])
    return Door(
        meeting=meeting,
        counts=counts(meeting),
        members_in=members_in(meeting),
        quorum=numbers[QUORUM.key],
        people=people,
        arrived=arrived,
        text=text,
        opens_early=too_early(meeting.starts_at, at, numbers[PAGE_FROM.key]),
    )


def counts(meeting: Meeting) -> dict[str, int]:
    """How many are in, and how many with a seat are still to come; one query."""
    here = Attendance.objects.filter(
        meeting=meeting, person=OuterRef("person"), voided_at__isnull=True
    )
    to_come = Rsvp.objects.filter(~Exists(here), meeting=meeting, state__in=SEATED).order_by()
    inside = Attendance.objects.filter(meeting=meeting, voided_at__isnull=True, state__in=HERE)
    total = Count("id")
    counted: QuerySet[Meeting, Any] = Meeting.objects.filter(pk=meeting.pk).values(
        to_come=Coalesce(to_come.values("meeting").annotate(n=total).values("n"), 0),
        inside=Coalesce(inside.order_by().values("meeting").annotate(n=total).values("n"), 0),
    )
    return dict(counted[0])


def members_in(meeting: Meeting) -> int:
    """How many members who may vote on the meeting's day are in the room."""
    inside = Attendance.objects.filter(meeting=meeting, voided_at__isnull=True, state__in=HERE)
    return (
        holders(Right.VOTING, local_date(meeting)).filter(pk__in=inside.values("person_id")).count()
    )


def not_seen(meeting: Meeting) -> QuerySet[Rsvp]:
    """Answers `going` of people about whom nothing is recorded yet, by name."""
    seen = Attendance.objects.filter(
        meeting=meeting, person=OuterRef("person"), voided_at__isnull=True
    )
    return (
        Rsvp.objects.filter(~Exists(seen), meeting=meeting, state=Rsvp.State.GOING)
        .select_related("person")
        .order_by("person__sort_name", "id")
    )


def is_in(meeting: Meeting, person: Person) -> bool:
    """Whether this person is in the room."""
    rows = Attendance.objects.filter(meeting=meeting, person=person, voided_at__isnull=True)
    return rows.filter(state__in=HERE).exists()


def is_first(person_id: int, meeting: Meeting) -> bool:
    """Whether somebody was at no earlier meeting, while others were at one."""
    return person_id in first_timers([person_id], meeting)


def first_timers(people: Collection[int], meeting: Meeting) -> set[int]:
    """Which of these person ids were at no earlier meeting; nobody where no earlier one has any
    attendance."""
    earlier = Attendance.objects.filter(
        voided_at__isnull=True, state__in=HERE, meeting__starts_at__lt=meeting.starts_at
    ).order_by()
    if not earlier.exists():
        return set()
    return set(people) - set(earlier.filter(person__in=people).values_list("person", flat=True))


def likely(name: str, email: str) -> list[Person]:
    """People on file whom a walk-in may be: by the name's words or sound, or by the address."""
    close = Person.objects.filter(
        Q(sort_name__trigram_similar=folded_name(name)) | Q(emails__canonical=email.casefold()),
        merged_into__isnull=True,
        deceased_on__isnull=True,
    )
    found = {person.pk: person for person in [*lookup(name, LIKELY), *close.distinct()[:LIKELY]]}
    return list(found.values())[:LIKELY]


def _people(meeting: Meeting) -> QuerySet[Any]:
    """Living people with their answer and attendance of this meeting."""
    open_row = Q(attendances__meeting=meeting, attendances__voided_at__isnull=True)
    return (
        Person.objects.filter(merged_into__isnull=True, deceased_on__isnull=True)
        .annotate(
            answer=FilteredRelation("rsvps", condition=Q(rsvps__meeting=meeting)),
            here=FilteredRelation("attendances", condition=open_row),
        )
        .annotate(
            answer_=F("answer__state"),
            state_=F("here__state"),
            arrived_=F("here__arrived_at"),
            left_=F("here__left_at"),
            timed_=Exists(timed_kinds(meeting)),
            with_guests_=_guests_to_come(meeting),
            host_=Coalesce("here__host__name", "answer__host__name"),
        )
        .only("id", "uid", "name", "sort_name", "joined_on")
    )


def _to_come(meeting: Meeting) -> QuerySet[Person]:
    people = _people(meeting).filter(answer__state__in=EXPECTED, here__id__isnull=True)
    return people.order_by(_seated_first(), "sort_name", "id")[:SHOWN]


def _arrived(meeting: Meeting) -> QuerySet[Person]:
    return _people(meeting).filter(here__state__in=HERE).order_by("-here__arrived_at")[:ARRIVED]


def _found(meeting: Meeting, text: str) -> QuerySet[Person]:
    """Anybody by the beginnings of any words of the name, those expected first."""
    words = folded_words(text)[:6]
    match = reduce(lambda found, word: found & begins("sort_name", word), words, Q())
    return _people(meeting).filter(match).order_by(_seated_first(), "sort_name", "id")[:FOUND]


def _guests_to_come(meeting: Meeting) -> Coalesce:
    """How many guests of this person have a seat and are not in."""
    guests = party_to_come(meeting).filter(host=OuterRef("pk")).order_by().values("host")
    return Coalesce(Subquery(guests.annotate(n=Count("id")).values("n")), 0)


def party_to_come(meeting: Meeting) -> QuerySet[Rsvp]:
    """Guests with a seat about whom nothing is recorded yet."""
    here = Attendance.objects.filter(
        meeting=meeting, person=OuterRef("person"), voided_at__isnull=True
    )
    return Rsvp.objects.filter(~Exists(here), meeting=meeting, state__in=SEATED, host__isnull=False)


def _seated_first() -> Case:
    return Case(
        When(answer__state__in=SEATED, then=Value(0)),
        When(answer__state=Rsvp.State.WAITLISTED, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )


def _greet(people: Collection[Person], meeting: Meeting, away_months: int) -> None:
    """Set `first_time` and `welcome_back` from attendance at earlier meetings, in one query.

    Where no earlier meeting has any attendance, nobody is called new.
    """
    attended = Attendance.objects.filter(
        voided_at__isnull=True, state__in=HERE, meeting__starts_at__lt=meeting.starts_at
    ).order_by()
    mine = attended.filter(person__in=[person.pk for person in people])
    last = dict(mine.values_list("person").annotate(last=Max("meeting__starts_at")))
    known = bool(last) or attended.exists()
    edge = meeting.starts_at - relativedelta(months=away_months)
    for person in people:
        seen = last.get(person.pk)
        person.first_time = known and seen is None  # type: ignore[attr-defined]
        person.welcome_back = seen is not None and seen < edge  # type: ignore[attr-defined]


def local_date(meeting: Meeting) -> date:
    """The day of the meeting in its own zone."""
    return meeting.starts_at.astimezone(ZoneInfo(meeting.timezone)).date()

"""Whom an officer's letter goes to: a choice in plain values, and the people who fit it.

What is chosen within one line widens it (active or due), each further line narrows the set (and
holds a seat). People chosen by name come on top of it; people left out never get the letter.
"""

from dataclasses import asdict, dataclass, fields
from datetime import date, datetime, timedelta
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.models import Attendance, Meeting, Rsvp, Series
from members.models import Membership, Person, Plan
from members.queries import with_standing
from members.queries.standing import GraceEndsAt, gone, known_on
from members.rules import Standing
from outbox.queries import local_day
from roles.models import Role
from roles.queries import running

SILENT = "silent"
HERE = (Attendance.State.PRESENT, Attendance.State.LATE)
YEAR = timedelta(days=365)
STANDINGS = [one for one in Standing if one != Standing.DECEASED]
ANSWERS = [*Rsvp.State.choices, (SILENT, gettext_lazy("no answer"))]
SEEN = [("here", gettext_lazy("was there")), ("missing", gettext_lazy("said yes, was not there"))]


@dataclass(frozen=True, kw_only=True)
class Audience:
    """What was chosen: standings, ids of plans, roles, one meeting with answers to it and whether
    they came, one series of the last year, and people's ids (`people` added, `without` left out).
    """

    standings: tuple[str, ...] = ()
    plans: tuple[int, ...] = ()
    roles: tuple[int, ...] = ()
    meeting: int | None = None
    answers: tuple[str, ...] = ()
    seen: tuple[str, ...] = ()
    series: int | None = None
    people: tuple[int, ...] = ()
    without: tuple[int, ...] = ()

    @classmethod
    def read(cls, stored: dict[str, Any]) -> "Audience":
        """From what a letter stores; unknown keys are left out."""
        names = {field.name for field in fields(cls)}
        kept: dict[str, Any] = {key: value for key, value in stored.items() if key in names}
        for key, value in kept.items():
            kept[key] = tuple(value) if isinstance(value, list) else value
        return cls(**kept)

    def stored(self) -> dict[str, Any]:
        """As JSON holds it; empty lines are left out."""
        return {key: value for key, value in asdict(self).items() if value}

    @property
    def narrows(self) -> bool:
        """Whether any line is chosen; without one only people chosen by name get the letter."""
        lines = (self.standings, self.plans, self.roles, self.meeting, self.series)
        return any(lines)


def reached(audience: Audience, at: datetime) -> QuerySet[Person]:
    """The living people who fit it on the day of `at`, by name."""
    day = local_day(at)
    alive = Person.objects.filter(merged_into__isnull=True, deceased_on__isnull=True)
    chosen = Q(pk__in=audience.people)
    if audience.narrows:
        chosen |= Q(pk__in=_fitting(alive.order_by(), audience, day, at).values("pk"))
    return alive.filter(chosen).exclude(pk__in=audience.without).order_by("sort_name", "id")


def _fitting(
    people: QuerySet[Person], audience: Audience, day: date, at: datetime
) -> QuerySet[Person]:
    if audience.standings:
        people = with_standing(people, day).filter(_stands(audience.standings))
    if audience.plans:
        people = people.filter(Exists(_covered(day).filter(plan__in=audience.plans)))
    if audience.roles:
        seated = running(day).filter(seat__role__in=audience.roles, person=OuterRef("pk"))
        people = people.filter(Exists(seated))
    if audience.meeting:
        people = _about_meeting(people, audience)
    if audience.series:
        since = Attendance.objects.filter(
            person=OuterRef("pk"), voided_at__isnull=True, state__in=HERE,
            meeting__series=audience.series, meeting__starts_at__gt=at - YEAR,
        )  # fmt: skip
        people = people.filter(Exists(since))
    return people


def _stands(standings: tuple[str, ...]) -> Q:
    return reduce(or_, (Q(standing_=one) for one in standings))


def _covered(day: date) -> QuerySet[Membership]:
    return (
        known_on(day)
        .filter(person=OuterRef("pk"), period__startswith__lte=day)
        .alias(grace_ends=GraceEndsAt())
        .filter(Q(grace_ends__isnull=True) | Q(grace_ends__gt=day))
        .exclude(gone(day) & Q(resigned_on__isnull=False))
    )


def _about_meeting(people: QuerySet[Person], audience: Audience) -> QuerySet[Person]:
    """Narrowed by the answer and by the door; without either, all who answered or were there."""
    answered = Rsvp.objects.filter(meeting=audience.meeting, person=OuterRef("pk"))
    came = Attendance.objects.filter(
        meeting=audience.meeting, person=OuterRef("pk"), voided_at__isnull=True, state__in=HERE
    )
    if audience.answers:
        said = Exists(answered.filter(state__in=audience.answers))
        people = people.filter(said | ~Exists(answered) if SILENT in audience.answers else said)
    if audience.seen:
        missing = Exists(answered.filter(state=Rsvp.State.GOING)) & ~Exists(came)
        ways = {"here": Q(Exists(came)), "missing": Q(missing)}
        match = Q()
        for way in audience.seen:
            match |= ways.get(way, Q(pk__in=[]))
        people = people.filter(match)
    if not (audience.answers or audience.seen):
        people = people.filter(Exists(answered) | Exists(came))
    return people


def words(audience: Audience) -> list[tuple[str, str]]:
    """The choice as (line, what was chosen), for an officer to read before sending."""
    meeting = Meeting.objects.filter(pk=audience.meeting).first() if audience.meeting else None
    labels = {str(key): str(label) for key, label in [*Standing.choices, *ANSWERS, *SEEN]}
    lines = [
        (_("Standing"), [labels.get(one, one) for one in audience.standings]),
        (_("Plan"), _names(Plan, "name", audience.plans)),
        (_("Role"), _names(Role, "title", audience.roles)),
        (_("Meeting"), [f"{meeting.topic or meeting}, {local_day(meeting.starts_at)}"]
         if meeting else []),
        (_("Answer"), [labels.get(one, one) for one in audience.answers]),
        (_("At the door"), [labels.get(one, one) for one in audience.seen]),
        (_("Came in the last year to"), _names(Series, "name", [audience.series or 0])),
    ]  # fmt: skip
    return [(line, ", ".join(chosen)) for line, chosen in lines if chosen]


def _names(model: Any, column: str, ids: Any) -> list[str]:
    return list(model.objects.filter(pk__in=ids).values_list(column, flat=True))

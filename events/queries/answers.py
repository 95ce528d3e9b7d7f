"""Answers: one member's party as it stands, the queue, who is coming."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import BigIntegerField, Case, Count, F, Q, QuerySet, Value, When
from django.db.models.fields import CharField
from django.db.models.functions import Cast, Coalesce, Concat, JSONObject

from events.models import Meeting, Rsvp
from events.rules import closes_at
from kit.prepared import Given, Prepared
from kit.text import fold
from members.models import person_url
from members.queries import letter_address

State = Rsvp.State
COMING_SHOWN = 60
# The meeting's own row comes along, so that its state is as fresh as the answers.
PARTY = """
SELECT meeting.state, meeting.starts_at, meeting.answers_until,
    CASE WHEN meeting.visibility = 'members' THEN 0 ELSE meeting.guest_limit END,
    mine.id, mine.person_id, mine.host_id, person.name, mine.state, mine.mode, mine.party,
    mine.wait_number, mine.revision, mine.ticket, mine.offered_until
FROM events_meeting AS meeting
LEFT JOIN events_rsvp AS mine ON mine.meeting_id = meeting.id
    AND (mine.person_id = %(person)s OR mine.host_id = %(person)s)
LEFT JOIN members_person AS person ON person.id = mine.person_id
WHERE meeting.id = %(meeting)s
ORDER BY mine.id
"""
ACTIVE = (State.GOING, State.OFFERED, State.WAITLISTED)


@dataclass(frozen=True)
class Row:
    """One answer: one person, one seat wanted or given up."""

    id: int
    person_id: int
    host_id: int | None
    name: str
    state: str
    mode: str
    party: UUID
    wait_number: int | None
    revision: int
    ticket: UUID = field(repr=False)
    offered_until: datetime | None = None


@dataclass(frozen=True)
class Party:
    """A member's answer and those of the guests, with the meeting's state of that instant."""

    meeting_state: str
    starts_at: datetime
    closes_at: datetime
    guest_limit: int
    person_id: int
    rows: tuple[Row, ...]

    @property
    def own(self) -> Row | None:
        """The member's own answer."""
        return next((row for row in self.rows if row.person_id == self.person_id), None)

    @property
    def state(self) -> str:
        """The state of the member's own answer, "" where there is none."""
        return self.own.state if self.own else ""

    @property
    def mode(self) -> str:
        """The mode of the member's own answer, "" where there is none."""
        return self.own.mode if self.own else ""

    @property
    def active(self) -> tuple[Row, ...]:
        """The rows that hold or wait for a seat."""
        return tuple(row for row in self.rows if row.state in ACTIVE)

    @property
    def guests(self) -> tuple[Row, ...]:
        """The active rows of guests this member brings."""
        return tuple(row for row in self.active if row.host_id == self.person_id)

    @property
    def seats_held(self) -> int:
        """How many counted seats the party holds."""
        return sum(row.state in Rsvp.SEATED for row in self.rows)

    def brings(self, names: Iterable[str]) -> bool:
        """Whether the guests are exactly these names."""
        return {fold(row.name) for row in self.guests} == {fold(name) for name in names}


def party_of(meeting_id: int, person_id: int) -> Party | None:
    """The party of this member at this meeting, in one query; None where the meeting is gone."""
    with connection.cursor() as cursor:
        cursor.execute(PARTY, {"meeting": meeting_id, "person": person_id})
        found = cursor.fetchall()
    if not found:
        return None
    state, starts_at, answers_until, guest_limit = found[0][:4]
    rows = tuple(Row(*line[4:]) for line in found if line[4] is not None)
    closes = closes_at(starts_at, answers_until)
    return Party(state, starts_at, closes, guest_limit, person_id, rows)


def place_in_queue(row: Rsvp | Row, meeting_id: int) -> int:
    """How many parties are before this waiting one, plus one."""
    before = Rsvp.objects.filter(
        meeting_id=meeting_id,
        mode=row.mode,
        state=State.WAITLISTED,
        wait_number__lt=row.wait_number,
        host__isnull=True,
    )
    return before.count() + 1


@dataclass(frozen=True)
class Comer:
    """Somebody who is going; `host` is who brings this guest, "" for who comes alone."""

    name: str
    uid: UUID
    host: str
    is_hidden: bool
    was_member: bool

    @property
    def url(self) -> str:
        """The address of the page of who is or was a member; guests have none."""
        return person_url(self.uid) if self.was_member else ""


def _coming() -> QuerySet[Any, Any]:
    # An empty search text is how somebody hides their name from other members.
    hides = Q(host__isnull=True, person__search_text="") | Q(host__search_text="")
    return (
        Rsvp.objects.filter(meeting=Given("meeting", BigIntegerField()), state=State.GOING)
        .annotate(
            hides=Case(When(hides, then=True), default=False),
            member=Q(person__joined_on__isnull=False),
        )
        .order_by("person__sort_name", "id")
        .values_list(
            "person__name", "person__uid", Coalesce("host__name", Value("")), "hides", "member"
        )
    )[: COMING_SHOWN + 1]


COMING = Prepared(_coming)


def coming(meeting: Meeting) -> list[Comer]:
    """Who is going, by name; at most one more than a page shows."""
    return [Comer(*row) for row in COMING.rows(meeting=meeting.pk)]


def waiting_counts(meeting: Meeting) -> dict[str, int]:
    """Per mode how many seats the queue asks for."""
    queue = Rsvp.objects.filter(meeting=meeting, state=State.WAITLISTED).order_by()
    return dict(queue.values_list("mode").annotate(count=Count("id")))


def letters_to(ids: Iterable[int]) -> QuerySet:
    """What `outbox.post_many` takes, for these answers: address, ids, key with the revision."""
    return (
        Rsvp.objects.filter(pk__in=list(ids))
        .annotate(
            to_=letter_address("person__"),
            about_=JSONObject(person=F("person_id"), meeting=F("meeting_id"), rsvp=F("id")),
            dedupe_=Concat(
                Value("rsvp:"),
                Cast("id", CharField()),
                Value(":"),
                Cast("revision", CharField()),
            ),
        )
        .values_list("to_", "about_", "dedupe_")
    )

"""Acts that devices made at the door without network arrive here: each once, the latest wins.

One lock on the meeting, as for every act at its door. An act is overruled where something later is
known of the same person: a later act of any device, or what somebody did on the page since. Every
act is recorded with what became of it, so both sides of a disagreement stay on file.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from events.actions import attendance
from events.actions.refusals import Refused
from events.models import DoorEntry, Meeting
from events.rules.door_sent import Sent
from members.actions.people import AddressTaken
from members.models import Person
from members.queries.applications import owner_of

Act, Outcome = DoorEntry.Act, DoorEntry.Outcome


class Unknown(Refused):
    """The act names nobody on file."""

    def __str__(self) -> str:
        return _("Nobody on file fits this entry. Look for the name again.")


@dataclass(frozen=True)
class Answer:
    """What became of one act: an outcome, or `refused` with a sentence (nothing was recorded)."""

    uid: UUID
    outcome: str
    words: str = ""
    person: UUID | None = None


def receive(
    *, meeting: Meeting, device: UUID, sent: list[Sent], by: Person | None, at: datetime
) -> list[Answer]:
    """Take what a device kept, oldest first; the same act again changes nothing.

    Each act is a transaction of its own: one that is refused holds up no other. Writes DoorEntry,
    Attendance, Person.
    """
    ordered = sorted(sent, key=lambda one: (one.made_at, one.act != Act.WALK_IN))
    return [_one(meeting, device, one, by, at) for one in ordered]


def _one(meeting: Meeting, device: UUID, one: Sent, by: Person | None, at: datetime) -> Answer:
    try:
        with transaction.atomic():
            return _take(attendance.locked(meeting), device, one, by, at)
    except (Refused, ValueError) as refusal:
        words = str(refusal) if isinstance(refusal, Refused) else _("This name cannot be used.")
        return Answer(one.uid, "refused", words)


def _take(meeting: Meeting, device: UUID, one: Sent, by: Person | None, at: datetime) -> Answer:
    known = DoorEntry.objects.filter(uid=one.uid, meeting=meeting).select_related("person").first()
    if known:
        return Answer(one.uid, known.outcome, "", known.person.uid)
    if one.act == Act.WALK_IN:
        person, outcome = _walk_in(meeting, one, by)
    else:
        person = _person(meeting, one)
        outcome = _set(meeting, person, one, by)
    DoorEntry.objects.create(
        uid=one.uid,
        device=device,
        meeting=meeting,
        person=person,
        act=one.act,
        outcome=outcome,
        made_at=one.made_at,
        received_at=at,
        received_by=by,
    )
    return Answer(one.uid, outcome, "", person.uid)


def _set(meeting: Meeting, person: Person, one: Sent, by: Person | None) -> str:
    """Check in or take back, unless something later is known."""
    latest = _latest(meeting, person)
    if latest is not None and latest > one.made_at:
        return Outcome.OVERRULED
    if one.act == Act.OUT:
        changed = attendance.undo(meeting=meeting, person=person, by=by, at=one.made_at)
    else:
        done = attendance.check_in(meeting=meeting, person=person, by=by, at=one.made_at)
        changed = done.changed
    return Outcome.DONE if changed else Outcome.SAME


def _walk_in(meeting: Meeting, one: Sent, by: Person | None) -> tuple[Person, str]:
    """A walk-in is somebody on file if the address says so, else a new person."""
    owner = owner_of(one.email) if one.email else None
    if owner is not None:
        return owner, _set(meeting, owner, one, by)
    host = Person.objects.filter(uid=one.host, merged_into=None).first() if one.host else None
    fields = {"name": one.name, "email": one.email, "host": host, "by": by, "at": one.made_at}
    try:
        with transaction.atomic():
            done = attendance.walk_in(meeting=meeting, **fields)  # type: ignore[arg-type]
    except AddressTaken:
        done = attendance.walk_in(meeting=meeting, **fields | {"email": ""})  # type: ignore[arg-type]
    return done.row.person, Outcome.DONE if done.changed else Outcome.SAME


def _latest(meeting: Meeting, person: Person) -> datetime | None:
    """When the last thing known of this person at this door was done."""
    acts = DoorEntry.objects.filter(meeting=meeting, person=person).aggregate(at=Max("made_at"))
    rows = meeting.attendances.filter(person=person).aggregate(
        came=Max("recorded_at"), undone=Max("voided_at")
    )
    return max(filter(None, [acts["at"], rows["came"], rows["undone"]]), default=None)


def _person(meeting: Meeting, one: Sent) -> Person:
    people = Person.objects.filter(merged_into=None, deceased_on=None)
    if one.ticket:
        seat = meeting.rsvps.filter(ticket=one.ticket, state="going").first()
        found = seat.person if seat else None
    else:
        found = people.filter(uid=one.person).first() if one.person else None
    if found is None and one.person:
        walked = DoorEntry.objects.filter(uid=one.person, meeting=meeting).first()
        found = walked.person if walked else None
    if found is None:
        raise Unknown
    return found

"""Who was there: set at the door, undone, excused. Answers are never written here.

Every act locks the meeting's row first, so that two devices at one door agree. Undone rows stay.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from events.actions.newcomer_letters import tell_host
from events.actions.refusals import Refused
from events.models import Attendance, Meeting, Mode
from events.queries.credits import untimed
from events.queries.door import party_to_come
from events.rules.door import CHECK_IN_FROM, CHECK_IN_UNTIL, too_early, too_late
from kit.queries import values
from members.actions import people
from members.models import Person
from members.rules import folded_name

State = Attendance.State
HERE = (State.PRESENT, State.LATE)


class DoorClosed(Refused):
    """Drafts and cancelled meetings have no door."""

    def __str__(self) -> str:
        return _("This meeting is not announced, or cancelled: nobody can be checked in.")


class MeetingClosed(Refused):
    """Attendance is settled until an officer reopens the meeting."""

    def __str__(self) -> str:
        return _("This meeting is closed. Reopen it to change who was there.")


class TooEarly(Refused):
    """Before the door opens."""

    def __str__(self) -> str:
        return _("It is too early: the door is not open yet.")


class TooLate(Refused):
    """Long after the meeting."""

    def __str__(self) -> str:
        return _("It is too late to check people in. Close the meeting, or write to an officer.")


class AlreadyHere(Refused):
    """Somebody who is in the room is not excused."""

    def __str__(self) -> str:
        return _("This person is checked in. Undo that first.")


@dataclass(frozen=True)
class Checked:
    """The row that holds now; `changed` is False where it was so before."""

    row: Attendance
    changed: bool


@transaction.atomic
def check_in(
    *,
    meeting: Meeting,
    person: Person,
    by: Person | None,
    at: datetime,
    method: str = Attendance.Method.NAME,
    mode: str = Mode.IN_PERSON,
    host: Person | None = None,
    state: str = State.PRESENT,
) -> Checked:
    """Set this person present (never a toggle): the same again gives the row that is there.

    Somebody excused or absent who comes after all is checked in; the earlier row stays, undone.
    Raises DoorClosed, MeetingClosed, TooEarly, TooLate. Writes Attendance.
    """
    current = open_door(meeting, at)
    earlier = _row(current, person)
    if earlier and earlier.state in HERE:
        return Checked(earlier, changed=False)
    _void(earlier, by, at)
    row = Attendance.objects.create(
        meeting=current,
        person=person,
        mode=mode,
        state=state,
        host=host or _host(current, person),
        arrived_at=at,
        method=method,
        recorded_by=by,
        recorded_at=at,
    )
    tell_host(row, at)
    return Checked(row, changed=True)


@transaction.atomic
def check_in_party(
    *, meeting: Meeting, person: Person, by: Person | None, at: datetime
) -> list[Checked]:
    """A member arrives with the guests who have a seat: the member first, then each guest.

    Raises what `check_in` raises. Writes Attendance.
    """
    guests = party_to_come(meeting).filter(host=person).select_related("person").order_by("id")
    arrivals = [person, *(row.person for row in guests)]
    return [check_in(meeting=meeting, person=one, by=by, at=at) for one in arrivals]


@transaction.atomic
def undo(*, meeting: Meeting, person: Person, by: Person | None, at: datetime) -> bool:
    """Take back what was recorded; False where there is nothing. The row stays, undone.

    Raises MeetingClosed. Writes Attendance.
    """
    current = locked(meeting)
    if current.state == Meeting.State.CLOSED:
        raise MeetingClosed
    row = _row(current, person)
    _void(row, by, at)
    return row is not None


@transaction.atomic
def leave(*, meeting: Meeting, person: Person, by: Person | None, at: datetime) -> bool:
    """Note that somebody goes, where minutes are credited; the first time holds. False where they
    are not in, or have gone already. Raises MeetingClosed. Writes Attendance."""
    current = locked(meeting)
    if current.state == Meeting.State.CLOSED:
        raise MeetingClosed
    return bool(untimed(current).filter(person=person, arrived_at__lte=at).update(left_at=at))


@transaction.atomic
def stay(*, meeting: Meeting, person: Person, by: Person | None, at: datetime) -> bool:
    """Undo `leave`. Raises MeetingClosed. Writes Attendance."""
    current = locked(meeting)
    if current.state == Meeting.State.CLOSED:
        raise MeetingClosed
    row = _row(current, person)
    return bool(row and Attendance.objects.filter(pk=row.pk).update(left_at=None))


@transaction.atomic
def walk_in(
    *,
    meeting: Meeting,
    name: str,
    by: Person | None,
    at: datetime,
    email: str = "",
    host: Person | None = None,
) -> Checked:
    """Check in somebody who is on no list: a new person, or with `host` that member's guest.

    The same name at the same door is the same walk-in, also after an undo. Raises what `check_in`
    raises, and NameMissing, AddressTaken, AddressUnusable of members. Writes Person, Attendance.
    """
    current = open_door(meeting, at)
    same = Attendance.objects.filter(
        meeting=current,
        method=Attendance.Method.WALK_IN,
        host=host,
        person__sort_name=folded_name(name),
    )
    earlier = same.select_related("person").order_by("-id").first()
    if earlier:
        person = earlier.person
    elif host:
        person = people.guest(host=host, name=name, by=by, at=at)
        if email:
            people.add_email(person=person, address=email, by=by, at=at)
    else:
        person = people.create(name=name, email=email, by=by, at=at)
    method = Attendance.Method.WALK_IN
    return check_in(meeting=current, person=person, by=by, at=at, method=method, host=host)


@transaction.atomic
def excuse(*, meeting: Meeting, person: Person, by: Person | None, at: datetime) -> Checked:
    """Note that somebody sent word; raises AlreadyHere, DoorClosed, MeetingClosed."""
    current = locked(meeting)
    refuse_settled(current)
    earlier = _row(current, person)
    if earlier and earlier.state in HERE:
        raise AlreadyHere
    if earlier and earlier.state == State.EXCUSED:
        return Checked(earlier, changed=False)
    _void(earlier, by, at)
    row = Attendance.objects.create(
        meeting=current,
        person=person,
        state=State.EXCUSED,
        method=Attendance.Method.NAME,
        recorded_by=by,
        recorded_at=at,
    )
    return Checked(row, changed=True)


def check_in_on_paper(
    meeting: Meeting, person: Person, *, by: Person | None, at: datetime
) -> Checked:
    """Set somebody present since the start by the sign-in sheet. The caller holds the meeting
    (`locked`) and has refused a settled one; a sheet may be typed days later."""
    earlier = _row(meeting, person)
    if earlier and earlier.state in HERE:
        return Checked(earlier, changed=False)
    _void(earlier, by, at)
    row = Attendance.objects.create(
        meeting=meeting,
        person=person,
        state=State.PRESENT,
        host=_host(meeting, person),
        arrived_at=meeting.starts_at,
        method=Attendance.Method.PAPER,
        recorded_by=by,
        recorded_at=at,
    )
    return Checked(row, changed=True)


def locked(meeting: Meeting) -> Meeting:
    """The meeting as it is now, held against other acts at its door."""
    return Meeting.objects.select_for_update(of=("self",), no_key=True).get(pk=meeting.pk)


def refuse_settled(meeting: Meeting) -> None:
    """Raises MeetingClosed or DoorClosed unless the meeting is announced and open."""
    if meeting.state == Meeting.State.CLOSED:
        raise MeetingClosed
    if meeting.state != Meeting.State.PUBLISHED:
        raise DoorClosed


def open_door(meeting: Meeting, at: datetime) -> Meeting:
    """The locked meeting, if people may be checked in at `at`; raises otherwise."""
    current = locked(meeting)
    refuse_settled(current)
    hours = values(CHECK_IN_FROM, CHECK_IN_UNTIL)
    if too_early(current.starts_at, at, hours[CHECK_IN_FROM.key]):
        raise TooEarly
    if too_late(current.starts_at, at, hours[CHECK_IN_UNTIL.key]):
        raise TooLate
    return current


def _row(meeting: Meeting, person: Person) -> Attendance | None:
    return Attendance.objects.filter(meeting=meeting, person=person, voided_at__isnull=True).first()


def _void(row: Attendance | None, by: Person | None, at: datetime) -> None:
    if row is not None:
        row.voided_at, row.voided_by = at, by
        row.save(update_fields=["voided_at", "voided_by"])


def _host(meeting: Meeting, person: Person) -> Person | None:
    answer = meeting.rsvps.filter(person=person).select_related("host").first()
    return answer.host if answer else None

"""Answers to a meeting, by the seat protocol: Seating rows are locked first, then Rsvp rows.

All changes of seats of one meeting and mode queue behind that lock, so what is read after it stays
true until the commit. Members, officers and links from letters take this one path.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from psycopg.errors import CheckViolation, UniqueViolation

from events.actions import seats
from events.actions.capacity import set_capacity, sweep_offers
from events.actions.promotion import promote
from events.actions.refusals import (
    AnswersClosed,
    Busy,
    GuestAlone,
    GuestLimit,
    MeetingNotOpen,
    ModeNotOffered,
    NoRoom,
    NotAMember,
    UnknownAnswer,
)
from events.actions.rows import guest_ids, leave, sit
from events.models import Meeting, Mode, Rsvp
from events.queries.answers import ACTIVE, Party, party_of
from events.queries.guests import is_welcome
from events.rules import Ask, How, Seats, unique_names, usual_mode
from members.models import Person
from members.queries import address_for, has_right
from members.rules.grace import Right
from outbox.actions import letters
from outbox.queries import local_day

__all__ = ["Outcome", "answer", "cancel", "set_capacity", "sweep_offers"]

State = Rsvp.State
ANSWERS = (State.GOING, State.DECLINED, State.CANCELLED)
# First without a lock, for most answers meet nobody; then behind the lock, where nothing moves.
ATTEMPTS = (False, True, True)


class Changed(Exception):
    """Somebody else changed this party while we waited for the lock: look again."""


@dataclass(frozen=True)
class Outcome:
    """What became of an answer: the member's own state, and whether anything changed.

    `wait_number` is set on the waiting list; `revision` counts the changes of this answer.
    """

    state: str
    changed: bool
    wait_number: int | None = None
    mode: str = ""
    rsvp_id: int = 0
    revision: int = 0


def answer(
    *,
    meeting: Meeting,
    person: Person,
    answer: str,
    by: Person | None,
    at: datetime,
    mode: str = "",
    guests: Sequence[str] | None = (),
    via: str = "web",
) -> Outcome:
    """Record `going` (with named guests; None = as before), `declined` or `cancelled`.

    Without a `mode` the earlier one holds, else the meeting's usual one.

    A yes takes the seats of the whole party or a number on the waiting list; a party that already
    has seats and finds no room for a change keeps them (NoRoom). The same answer again changes
    nothing. Writes Seating, Rsvp, guests as Person, and the letters `rsvp.*`.
    Raises Busy, UnknownAnswer, MeetingNotOpen, AnswersClosed, NotAMember, GuestLimit, NoRoom,
    ModeNotOffered.
    """
    how = How(by.pk if by else None, at, via)
    for locked_first in ATTEMPTS:
        try:
            with transaction.atomic():
                return _answer(meeting, person, answer, mode, guests, how, locked_first)
        except (Changed, IntegrityError) as error:
            # A twin row, or seats given back that somebody was quicker to give back: look again.
            overtaken = isinstance(error.__cause__, (UniqueViolation, CheckViolation))
            if not (isinstance(error, Changed) or overtaken):
                raise
    raise Busy


def cancel(
    *, meeting: Meeting, person: Person, by: Person | None, at: datetime, via: str = "web"
) -> Outcome:
    """Give the seats of the member's whole party back. As `answer(answer="cancelled")`."""
    return answer(meeting=meeting, person=person, answer="cancelled", by=by, at=at, via=via)


def _answer(
    meeting: Meeting,
    person: Person,
    answer: str,
    mode: str,
    guests: Sequence[str] | None,
    how: How,
    locked_first: bool,
) -> Outcome:
    if answer not in ANSWERS:
        raise UnknownAnswer
    if locked_first:
        seats.lock(meeting.pk, list(Mode.values))
    before = party_of(meeting.pk, person.pk)
    if before is None:
        raise MeetingNotOpen
    mode = mode or before.mode or usual_mode(meeting)
    names = [row.name for row in before.guests] if guests is None else unique_names(guests)
    if _is_unchanged(before, answer, mode, names):
        return _outcome(before)
    going = answer == State.GOING
    _check(before, going=going, at=how.at)
    if going:
        _check_yes(before, person, mode, names, how.at)
        outcome, freed = _say_yes(meeting, before, person, mode, names, how)
    else:
        outcome, freed = _give_up(meeting, before, answer, how)
    _confirm(outcome, before, meeting, person, how.at)
    for locked in freed:
        promote(meeting.pk, before.starts_at, locked, at=how.at)
    return outcome


def _is_unchanged(party: Party, answer: str, mode: str, names: list[str]) -> bool:
    if answer != State.GOING:
        return party.state not in ACTIVE and (bool(party.state) or answer == State.CANCELLED)
    if party.own and party.own.host_id:
        return party.state in (State.GOING, State.WAITLISTED)
    same = party.mode == mode and party.brings(names)
    return same and party.state in (State.GOING, State.WAITLISTED)


def _check(party: Party, *, going: bool, at: datetime) -> None:
    """Whether the meeting takes this answer now; an offered seat may be taken until the start."""
    if party.meeting_state != Meeting.State.PUBLISHED:
        raise MeetingNotOpen
    late = not going or party.state == State.OFFERED
    closes = party.starts_at if late else party.closes_at
    if at >= closes:
        raise AnswersClosed(closes)


def _check_yes(party: Party, person: Person, mode: str, names: list[str], at: datetime) -> None:
    if mode not in Mode.values:
        raise ModeNotOffered
    if len(names) > party.guest_limit and not party.brings(names):
        raise GuestLimit(party.guest_limit)
    is_guest = party.own is not None and party.own.host_id and party.state in ACTIVE
    if is_guest or has_right(person, Right.MEETINGS, local_day(at)):
        return
    if party.own is None or not is_welcome(party.own.id):
        raise NotAMember
    if names:
        raise GuestAlone


def _say_yes(
    meeting: Meeting, before: Party, person: Person, mode: str, names: list[str], how: How
) -> tuple[Outcome, list[Seats]]:
    """Seats or a place in the queue, in one of the modes; the outcome and the modes with room."""
    held = before.seats_held
    queued = before.state == State.WAITLISTED and before.mode == mode
    here = held if before.mode == mode else 0
    asks = [Ask(mode, release=here, want=1 + len(names), queue=not held and not queued)]
    if before.mode and before.mode != mode:
        asks.append(Ask(before.mode, release=held))
    locked = _lock(before, meeting.pk, asks)
    if mode not in locked:
        raise ModeNotOffered
    mine = locked[mode]
    if held and not mine.fits:
        raise NoRoom((mine.free or 0) - here)
    waits = before.own.wait_number if queued and before.own else mine.last_wait
    number = None if mine.fits else waits
    guests = guest_ids(before, person, names, how)
    written = sit(
        before, meeting_id=meeting.pk, guests=guests, mode=mode, wait_number=number, how=how
    )
    state = State.WAITLISTED if number else State.GOING
    freed = [locked[ask.mode] for ask in asks if ask.release > ask.want and ask.mode in locked]
    return Outcome(state, True, number, mode, *written), freed


def _give_up(meeting: Meeting, before: Party, answer: str, how: How) -> tuple[Outcome, list[Seats]]:
    """Give the party's seats back; the outcome and the modes with room."""
    held = before.seats_held
    modes = [before.mode] if before.mode else list(Mode.values)
    locked = _lock(before, meeting.pk, [Ask(mode, release=held) for mode in modes])
    written = leave(before, meeting_id=meeting.pk, answer=answer, how=how)
    outcome = Outcome(answer, True, None, before.mode, *written)
    return outcome, list(locked.values()) if held else []


def _lock(before: Party, meeting_id: int, asks: list[Ask]) -> dict[str, Seats]:
    """Take the seats, then make sure that the party is still what the wish was worked out from."""
    locked = seats.take(meeting_id, asks)
    if party_of(meeting_id, before.person_id) != before:
        raise Changed
    return locked


def _confirm(
    outcome: Outcome, before: Party, meeting: Meeting, person: Person, at: datetime
) -> None:
    """The letter about one's own answer, at most once per revision."""
    letters.post(
        kind="rsvp.confirmation",
        to=address_for(person),
        about={"person": person.pk, "meeting": meeting.pk, "rsvp": outcome.rsvp_id},
        dedupe_key=f"rsvp:{outcome.rsvp_id}:{outcome.revision}",
        at=at,
        valid_until=before.starts_at,
    )


def _outcome(party: Party) -> Outcome:
    own = party.own
    if own is None:
        return Outcome("", False)
    return Outcome(own.state, False, own.wait_number, own.mode, own.id, own.revision)

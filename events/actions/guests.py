"""Strangers who ask to come: a seat is held for a short while, a mailed link makes it theirs.

What a stranger types is matched with nobody. The proof decides: somebody on file with that address
stays who they are, and the name that held the seat is dropped. By the seat protocol: the Seating
rows of the meeting are locked before anything is read or written.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from django.db import transaction
from django.db.models import Exists, F, OuterRef

from events.actions import seats
from events.actions.promotion import promote
from events.actions.refusals import AnswersClosed, GuestsNotTaken, MeetingNotOpen, ModeNotOffered
from events.models import Attendance, GuestAsk, Meeting, Mode, Rsvp
from events.queries.answers import ACTIVE
from events.queries.guests import greeter_for, seats_held, to_be_asked
from events.rules import Ask, How, Seats, usual_mode
from events.rules.answers import OFFER_HOURS
from events.rules.guests import FORGET_DAYS, UNPROVEN_SEATS, VIA, VISITS, takes_guests
from kit.queries import value, values
from kit.text import canonical_email, clean
from members.actions import people
from members.actions.addresses import reserve
from members.models import Email, Person
from members.queries import address_for
from members.queries.applications import owner_of
from outbox.actions import letters

State = Rsvp.State


@dataclass(frozen=True)
class Confirmed:
    """What became of the proof: the guest's person, answer and place."""

    person: Person
    state: str
    rsvp_id: int


@transaction.atomic
def ask(
    *, meeting: Meeting, name: str, address: str, told_by: str, at: datetime,
    greeter: Person | None = None, by_letter: bool = True,
) -> GuestAsk:  # fmt: skip
    """Note a stranger's wish, hold a seat while there is one, and mail the link that proves it
    (not where the caller has a proof: `by_letter=False`). `greeter` will meet them.

    The same address again is the same wish. Raises MeetingNotOpen, GuestsNotTaken, ModeNotOffered,
    AddressUnusable. Writes GuestAsk, a Person without an address, Seating, Rsvp, one letter.
    """
    locked = seats.lock(meeting.pk, list(Mode.values))
    current = Meeting.objects.get(pk=meeting.pk)
    if not takes_guests(current, at):
        raise GuestsNotTaken
    address = people.checked_address(address)
    row, _new = GuestAsk.objects.get_or_create(
        meeting=current,
        canonical=canonical_email(address),
        defaults={"address": address, "name": clean(name), "asked_at": at},
    )
    if row.proven_at is None:
        row.name, row.told_by, row.asked_at = clean(name), clean(told_by)[:200], at
        row.greeter = greeter or row.greeter
        row.save()
        _hold(row, current, locked, at)
    if by_letter:
        _mail_link(row, current, at)
    return row


def _mail_link(row: GuestAsk, meeting: Meeting, at: datetime) -> None:
    letters.post(
        kind="guest.link",
        to=row.address,
        about={"meeting": meeting.pk, "ask": row.pk},
        dedupe_key=f"guest.link:{row.pk}:{at.timestamp():.0f}",
        at=at,
        valid_until=meeting.starts_at,
    )


@transaction.atomic
def confirm(*, ask: GuestAsk, at: datetime) -> Confirmed:
    """The link was confirmed: the seat is theirs, or a number on the waiting list.

    The second time changes nothing. Raises MeetingNotOpen, AnswersClosed, ModeNotOffered. Writes
    Person, Email, Seating, Rsvp, GuestAsk and the letter `rsvp.confirmation`.
    """
    locked = seats.lock(ask.meeting_id, list(Mode.values))
    row = GuestAsk.objects.select_related("meeting__contact", "person").get(pk=ask.pk)
    held = _held(row)
    _check(row.meeting, held, at)
    person = _person(row, at)
    if held and held.person_id != person.pk:
        _drop(row, held, person)
    else:
        held = None
    row.person, row.proven_at = person, row.proven_at or at
    row.greeter = row.greeter or greeter_for(row.meeting, person, at)
    row.save()
    own = Rsvp.objects.filter(meeting=row.meeting, person=person).first()
    release = Ask(held.mode, release=1) if held and held.state == State.OFFERED else None
    how = How(person.pk, at, VIA)
    if own and own.state in ACTIVE:
        _keep(row.meeting, own, release, how)
    else:
        _sit(row.meeting, person, own, release, locked, how)
    return _told(row.meeting, person, at)


def ask_to_apply(*, at: datetime) -> int:
    """Write to guests who came often enough, once; how many letters are new."""
    rows = to_be_asked(at, value(VISITS))
    return letters.post_many(kind="guest.apply", rows=rows, at=at)


def forget(*, at: datetime) -> int:
    """Drop names whose seat went back unproven, and old wishes; how many wishes were touched."""
    came = Attendance.objects.filter(person=OuterRef("person"))
    stale = GuestAsk.objects.filter(
        ~Exists(came),
        Exists(Rsvp.objects.filter(person=OuterRef("person"), state=State.CANCELLED)),
        proven_at=None,
    )
    touched = sum(_forget_name(row.pk, row.meeting_id) for row in stale)
    long_ago = at - timedelta(days=FORGET_DAYS)
    old = GuestAsk.objects.filter(proven_at=None, person=None, meeting__ends_at__lt=long_ago)
    return touched + old.delete()[1].get("events.GuestAsk", 0)


@transaction.atomic
def _forget_name(pk: int, meeting_id: int) -> int:
    seats.lock(meeting_id, list(Mode.values))
    row = GuestAsk.objects.filter(pk=pk, proven_at=None).select_related("person").first()
    held = _held(row) if row else None
    if row is None or row.person is None or held is None or held.state in Rsvp.SEATED:
        return 0
    person, row.person = row.person, None
    row.save()
    held.delete()
    person.delete()
    return 1


def _hold(row: GuestAsk, meeting: Meeting, locked: dict[str, Seats], at: datetime) -> None:
    """Hold one seat for the name, if none is held and there is one; no name otherwise."""
    earlier = _held(row)
    if earlier and earlier.state in ACTIVE:
        people.edit(person=earlier.person, by=None, at=at, name=row.name)
        return
    knobs = values(OFFER_HOURS, UNPROVEN_SEATS)
    if seats_held(meeting) >= int(knobs[UNPROVEN_SEATS.key]):
        return
    mode = _mode(meeting, locked)
    if not seats.take(meeting.pk, [Ask(mode, want=1)])[mode].fits:
        return
    until = min(at + timedelta(hours=int(knobs[OFFER_HOURS.key])), meeting.starts_at)
    fields = {"state": State.OFFERED, "offered_until": until, "mode": mode}
    fields |= How(None, at, VIA).fields
    if earlier:
        Rsvp.objects.filter(pk=earlier.pk).update(revision=F("revision") + 1, **fields)
        return
    row.person = people.create(name=row.name, by=None, at=at)
    row.save()
    Rsvp.objects.create(meeting=meeting, person=row.person, **fields)


def _held(row: GuestAsk) -> Rsvp | None:
    """The answer of the name that was typed; None once the address is proven."""
    if row.person_id is None or row.proven_at is not None:
        return None
    return Rsvp.objects.filter(meeting=row.meeting_id, person=row.person_id).first()


def _check(meeting: Meeting, held: Rsvp | None, at: datetime) -> None:
    if meeting.state != Meeting.State.PUBLISHED:
        raise MeetingNotOpen
    is_held = held is not None and held.state == State.OFFERED
    if at >= meeting.starts_at or (not is_held and not takes_guests(meeting, at)):
        raise AnswersClosed(meeting.starts_at)


def _person(row: GuestAsk, at: datetime) -> Person:
    """Whose the proven address is: somebody on file, else the name that was typed."""
    reserve(row.address)
    owner = owner_of(row.address)
    if owner is None:
        person = row.person or people.create(name=row.name, by=None, at=at)
        people.add_email(
            person=person, address=row.address, by=person, at=at, for_letters=True, proven=True
        )
        return person
    if owner.deceased_on is not None:
        raise MeetingNotOpen
    mine = Email.objects.filter(person=owner, canonical=row.canonical, verified_at=None)
    mine.update(verified_at=at)
    return owner


def _drop(row: GuestAsk, held: Rsvp, person: Person) -> None:
    """The name that held the seat gives way to the person of the address."""
    name = held.person
    GuestAsk.objects.filter(pk=row.pk).update(person=person)
    held.delete()
    if not Attendance.objects.filter(person=name).exists():
        name.delete()


def _keep(meeting: Meeting, own: Rsvp, release: Ask | None, how: How) -> None:
    """They had an answer already: an offer becomes a yes, a seat held twice goes back."""
    if own.state == State.OFFERED:
        party = Rsvp.objects.filter(meeting=meeting, party=own.party, state=State.OFFERED)
        party.update(
            state=State.GOING, offered_until=None, revision=F("revision") + 1, **how.fields
        )
    if release:
        freed = seats.take(meeting.pk, [release])
        promote(meeting.pk, meeting.starts_at, freed[release.mode], at=how.at)


def _sit(
    meeting: Meeting,
    person: Person,
    own: Rsvp | None,
    release: Ask | None,
    locked: dict[str, Seats],
    how: How,
) -> None:
    """Take a seat, the one held for them where there is one, or a number in the queue."""
    mode = release.mode if release else _mode(meeting, locked)
    wish = Ask(mode, release=1 if release else 0, want=1, queue=True)
    got = seats.take(meeting.pk, [wish])[mode]
    fields = {
        "state": State.GOING if got.fits else State.WAITLISTED,
        "wait_number": None if got.fits else got.last_wait,
        "mode": mode,
        "host": None,
        "party": uuid4(),
        "offered_until": None,
        "promoted_at": None,
        **how.fields,
    }
    if own:
        Rsvp.objects.filter(pk=own.pk).update(revision=F("revision") + 1, **fields)
    else:
        Rsvp.objects.create(meeting=meeting, person=person, **fields)


def _told(meeting: Meeting, person: Person, at: datetime) -> Confirmed:
    """The answer as it stands, with its letter, at most once per revision."""
    own = Rsvp.objects.get(meeting=meeting, person=person)
    letters.post(
        kind="rsvp.confirmation",
        to=address_for(person),
        about={"person": person.pk, "meeting": meeting.pk, "rsvp": own.pk},
        dedupe_key=f"rsvp:{own.pk}:{own.revision}",
        at=at,
        valid_until=meeting.starts_at,
    )
    return Confirmed(person, own.state, own.pk)


def _mode(meeting: Meeting, locked: dict[str, Seats]) -> str:
    usual = usual_mode(meeting)
    if usual in locked:
        return usual
    if not locked:
        raise ModeNotOffered
    return next(iter(locked))

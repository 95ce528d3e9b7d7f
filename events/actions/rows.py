"""The rows of answers: written only while their Seating row is locked."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import uuid4

from django.db.models import F

from events.models import Mode, Rsvp
from events.queries.answers import ACTIVE, Party, letters_to
from events.rules import How
from kit.models import RandomCode
from kit.text import fold
from members.actions import people
from members.models import Person
from outbox.actions import letters

State = Rsvp.State


def guest_ids(party: Party, host: Person, names: Sequence[str], how: How) -> list[int]:
    """Person ids for these guest names; a name nobody has yet becomes a Person. Writes Person."""
    known = {fold(row.name): row.person_id for row in party.rows if row.host_id == host.pk}
    by = Person(pk=how.by_id) if how.by_id else None
    return [
        known.get(fold(name)) or people.guest(host=host, name=name, by=by, at=how.at).pk
        for name in names
    ]


def sit(
    party: Party,
    *,
    meeting_id: int,
    guests: Sequence[int],
    mode: str,
    wait_number: int | None,
    how: How,
) -> tuple[int, int]:
    """Write a yes: going, or waiting with a number. Gives id and revision of the own answer.

    Guests left out are cancelled, new ones added. Writes Rsvp.
    """
    own, wanted = party.own, {party.person_id, *guests}
    runs = own is not None and own.state in ACTIVE and own.host_id is None
    values = {
        "state": State.WAITLISTED if wait_number else State.GOING,
        "mode": mode,
        "wait_number": wait_number,
        "party": own.party if own and runs else uuid4(),
        "offered_until": None,
        **how.fields,
    }
    fresh = {} if party.seats_held else {"promoted_at": None}
    kept = [row.id for row in party.rows if row.person_id in wanted]
    dropped = [row.id for row in party.guests if row.person_id not in wanted]
    _update(kept, **values, **fresh)
    gone = {"state": State.CANCELLED, "wait_number": None, "offered_until": None}
    _update(dropped, ticket=RandomCode(), **gone, **how.fields)
    if own and own.host_id:
        Rsvp.objects.filter(pk=own.id).update(host=None)
    missing = wanted - {row.person_id for row in party.rows}
    created = Rsvp.objects.bulk_create(
        Rsvp(meeting_id=meeting_id, person_id=key, host_id=_host(party, key), **values)
        for key in sorted(missing)
    )
    if own:
        return own.id, own.revision + 1
    return next(row.pk for row in created if row.person_id == party.person_id), 1


def leave(party: Party, *, meeting_id: int, answer: str, how: How) -> tuple[int, int]:
    """Write a no for the whole party. Gives id and revision of the own answer. Writes Rsvp.

    Every ticket of the party is replaced: who comes after all gets a new one.
    """
    values = {"state": answer, "wait_number": None, "offered_until": None, **how.fields}
    if party.own is None:
        created = Rsvp.objects.create(
            meeting_id=meeting_id, person_id=party.person_id, mode=Mode.IN_PERSON, **values
        )
        return created.pk, 1
    _update({party.own.id, *(row.id for row in party.active)}, ticket=RandomCode(), **values)
    return party.own.id, party.own.revision + 1


def tell(kind: str, ids: Iterable[int], *, at: datetime, valid_until: datetime) -> int:
    """One letter of the kind for each of these answers, at most once per revision."""
    return letters.post_many(kind=kind, rows=letters_to(ids), at=at, valid_until=valid_until)


def _host(party: Party, person_id: int) -> int | None:
    return None if person_id == party.person_id else party.person_id


def _update(ids: Iterable[int], **values: object) -> None:
    chosen = sorted(ids)
    if chosen:
        Rsvp.objects.filter(pk__in=chosen).update(revision=F("revision") + 1, **values)

"""Talks and speakers of an import file, compared with what is there and written."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from events.actions.imported_meetings import Key
from events.imports import Row
from events.models import Meeting, Speaking, Talk
from events.rules.names import Printed, read_speakers
from kit.text import fold
from members.actions.people import derive
from members.models import Person
from members.rules import folded_name

Place = tuple[int, int | None]  # meeting id, talk id


def write(
    rows: list[Row],
    meetings: dict[Key, Meeting],
    marks: dict[int, str],
    *,
    by: Person | None,
    at: datetime,
    first_names: Collection[str],
) -> set[int]:
    """Write talks, speakers and the persons they are; mark rows. Gives the ids of meetings touched.

    What the file does not name stays. Writes Talk, Speaking and Person.
    """
    touched: set[int] = set()
    talks = _talks(rows, meetings, marks, touched)
    spoken = _speakings(meetings.values())
    wanted: list[tuple[Place, int, Printed]] = []
    for row in rows:
        if "speakers" not in row.cells or not (row.cells.get("talk") or row.cells["speakers"]):
            continue
        talk = talks.get(row.line)
        place = (meetings[row.key].pk, talk.pk if talk else None)
        printed = read_speakers(row.cells["speakers"], first_names)
        fresh = _compared(place, printed, spoken[place])
        if fresh is None:
            continue
        wanted += fresh
        touched.add(place[0])
        marks.setdefault(row.line, "updated")
    people = _people(printed.name for _place, _position, printed in wanted if printed.name)
    Speaking.objects.bulk_create(
        (_speaking(place, position, printed, people) for place, position, printed in wanted),
        batch_size=500,
    )
    return touched


def _talks(
    rows: list[Row], meetings: dict[Key, Meeting], marks: dict[int, str], touched: set[int]
) -> dict[int, Talk]:
    """The talk of each row that names one; new ones are written.

    The same title twice in one meeting is two talks: the file's second is the meeting's second.
    """
    ids = [meeting.pk for meeting in meetings.values()]
    known: dict[tuple[int, str], list[Talk]] = defaultdict(list)
    count: dict[int, int] = defaultdict(int)
    for talk in Talk.objects.filter(meeting_id__in=ids).order_by("position", "id"):
        known[talk.meeting_id, fold(talk.title)].append(talk)
        count[talk.meeting_id] += 1
    found, new = {}, []
    for row in rows:
        title = row.cells.get("talk", "")
        if not title:
            continue
        pk = meetings[row.key].pk
        there = known[pk, fold(title)]
        if there:
            found[row.line] = there.pop(0)
            continue
        found[row.line] = Talk(meeting_id=pk, title=title, position=count[pk])
        count[pk] += 1
        new.append(found[row.line])
        touched.add(pk)
        marks[row.line] = "created"
    Talk.objects.bulk_create(new, batch_size=500)
    return found


def _speakings(meetings: Iterable[Meeting]) -> dict[Place, list[Speaking]]:
    ids = [meeting.pk for meeting in meetings]
    found: dict[Place, list[Speaking]] = defaultdict(list)
    for row in Speaking.objects.filter(meeting_id__in=ids):
        found[row.meeting_id, row.talk_id].append(row)
    return found


def _compared(
    place: Place, printed: list[Printed], there: list[Speaking]
) -> list[tuple[Place, int, Printed]] | None:
    """Speakers to add at a place, None where all is as printed; who is not printed is removed."""
    if [row.printed_name for row in there] == [each.text for each in printed]:
        return None
    left = {row.printed_name: row for row in there}
    new = []
    for position, each in enumerate(printed):
        kept = left.pop(each.text, None)
        if kept is None:
            new.append((place, position, each))
        elif kept.position != position:
            kept.position = position
            kept.save(update_fields=["position"])
    Speaking.objects.filter(pk__in=[row.pk for row in left.values()]).delete()
    return new


def _people(names: Iterable[str]) -> dict[str, Person]:
    """One person for each folded full name: who speaks here already, else the only one of that
    name, else a new one."""
    wanted: dict[str, str] = {}
    for name in names:
        wanted.setdefault(folded_name(name), name)
    speaks = Exists(Speaking.objects.filter(person_id=OuterRef("pk")))
    known: dict[str, list[Any]] = defaultdict(list)
    people: QuerySet[Any] = Person.objects.filter(sort_name__in=wanted, merged_into__isnull=True)
    for person in people.annotate(speaks=speaks).order_by("-speaks", "id"):
        known[person.sort_name].append(person)
    found: dict[str, Person] = {
        key: them[0] for key, them in known.items() if len(them) == 1 or them[0].speaks
    }
    new = {key: Person(name=name) for key, name in wanted.items() if key not in found}
    for person in new.values():
        derive(person, {})
    Person.objects.bulk_create(new.values(), batch_size=500)
    return found | new


def _speaking(place: Place, position: int, printed: Printed, people: dict[str, Person]) -> Speaking:
    return Speaking(
        meeting_id=place[0],
        talk_id=place[1],
        printed_name=printed.text,
        affiliation=printed.affiliation,
        person=people[folded_name(printed.name)] if printed.name else None,
        position=position,
    )

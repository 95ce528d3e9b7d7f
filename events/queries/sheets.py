"""Paper for the door: the numbered lines of the sign-in sheet, and the name badges."""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from events.models import Meeting, Rsvp, SheetLine, Speaking
from events.queries.door import SEATED, first_timers, local_date
from members.models import Person
from roles.queries import board_on


def without_number(meeting: Meeting) -> list[int]:
    """Ids of people with a seat in the room who have no line yet, by name."""
    line = SheetLine.objects.filter(meeting=meeting, person=OuterRef("person"))
    rows = seated(meeting).filter(~Exists(line))
    return list(rows.values_list("person_id", flat=True))


def seated(meeting: Meeting) -> QuerySet[Rsvp]:
    """Answers with a seat, by name."""
    rows = Rsvp.objects.filter(meeting=meeting, state__in=SEATED).select_related("person", "host")
    return rows.order_by("person__sort_name", "id")


@dataclass(frozen=True)
class Line:
    """One line of the sheet."""

    number: int
    name: str
    host: str = ""


def lines(meeting: Meeting) -> list[Line]:
    """The sheet as it stands, by number. Two queries."""
    rows = SheetLine.objects.filter(meeting=meeting).select_related("person")
    hosts = {row.person_id: row.host.name for row in seated(meeting) if row.host}
    return [
        Line(row.number, row.person.name, hosts.get(row.person_id, ""))
        for row in rows.order_by("number")
    ]


@dataclass(frozen=True)
class Badge:
    """One badge: the first name large, the whole name, a guest's host, and its ribbons."""

    first: str
    name: str
    line: str = ""
    ribbons: list[str] = field(default_factory=list)


def badges(meeting: Meeting) -> list[Badge]:
    """A badge for everybody with a seat and every speaker, by name."""
    answers = {row.person_id: row for row in seated(meeting)}
    speakers = _speakers(meeting)
    people = {row.person_id: row.person for row in answers.values()} | speakers
    new = first_timers(list(people), meeting)
    board = board_members(local_date(meeting))
    open_ = set(
        seated(meeting).filter(needs__open_to_work=True).values_list("person_id", flat=True)
    )
    found = []
    for person in sorted(people.values(), key=lambda one: (one.sort_name, one.pk)):
        answer = answers.get(person.pk)
        host = answer.host.name if answer and answer.host else ""
        ribbons = [
            (person.pk in new, _("First time")),
            (
                bool(host) or (person.joined_on is None and person.pk not in board | set(speakers)),
                _("Guest"),
            ),
            (person.pk in board, _("Board")),
            (person.pk in speakers, _("Speaker")),
            (person.pk in open_, _("Open to work")),
        ]
        words = _("guest of %(host)s") % {"host": host} if host else ""
        chosen = [word for said, word in ribbons if said]
        found.append(Badge(person.first_name, person.name, words, chosen))
    return found


def board_members(day: date) -> set[int]:
    """Ids of those who hold a seat on the board that day."""
    return {view.term.person_id for view in board_on(day) if view.term}


def _speakers(meeting: Meeting) -> dict[int, Person]:
    rows = Speaking.objects.filter(
        meeting=meeting, person__isnull=False, state=Speaking.State.CONFIRMED
    )
    return {row.person.pk: row.person for row in rows.select_related("person") if row.person}

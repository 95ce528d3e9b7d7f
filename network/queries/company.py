"""Who comes to a meeting that the viewer knows, has not seen for long, or might sit with.

Worked out for the viewer alone, among members who take part and show their name. Who comes from
the same employer is told as in the directory.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Q

from events.models import Meeting, Mode, Rsvp
from events.queries.people import is_member
from events.rules.guests import takes_guests
from kit.memo import remembered
from kit.queries import values
from members.models import Person
from members.queries import has_right, of_user, search
from members.queries.facets import Facets, narrowed
from members.rules.grace import Right
from network.models import Avoidance, Cadence
from network.queries import words
from network.queries.exchange import fitting
from network.queries.people import reachable, strengths, takes_part
from network.rules import ENOUGH, HALF_LIFE, QUIET, losing, strength_on
from network.rules.exchange import NEWCOMER_DAYS
from outbox.queries import local_day

MOST = 24
NUMBERS = (QUIET, ENOUGH, HALF_LIFE, NEWCOMER_DAYS)
Ties = dict[int, tuple[float, date, date]]


@dataclass(frozen=True)
class Companion:
    """Somebody the viewer knows who comes; `missed` says that they have not met for long."""

    person: Person
    last_on: date
    missed: bool
    score: float
    silence: str


@dataclass(frozen=True)
class Neighbour:
    """Somebody to sit with, and why: "tie", "newcomer", "helps" or "wants" with the words."""

    person: Person
    why: str
    words: str = ""


@dataclass(frozen=True)
class Company:
    """What one viewer is told of those who come."""

    takes_part: bool = False
    known: list[Companion] = field(default_factory=list)
    beside: list[Neighbour] = field(default_factory=list)
    colleagues: list[Person] = field(default_factory=list)
    employer: str = ""
    may_invite: bool = False


def on_its_page(meeting: Meeting, user: Any, at: datetime) -> tuple[str, dict[str, Any]] | None:
    """The panel of a meeting's page: it fetches the rest by itself, or leads there. No query."""
    person = of_user(user)
    if person is None or person.joined_on is None or not _is_ahead(meeting, at):
        return None
    return "network/company_panel.html", {"meeting": meeting}


def company(viewer: Person, meeting: Meeting, at: datetime) -> Company:
    """All of it; nothing for who does not come to meetings as a member. A constant number of
    queries."""
    day = local_day(at)
    if not _is_ahead(meeting, at) or not is_member(viewer, at):
        return Company()
    common: dict[str, Any] = {
        "colleagues": _colleagues(viewer, meeting, day), "employer": viewer.employer.strip(),
        "may_invite": takes_guests(meeting, at),
    }  # fmt: skip
    if not takes_part(viewer):
        return Company(**common)
    known, beside = _people(viewer, meeting, day)
    return Company(takes_part=True, known=known[:MOST], beside=beside, **common)


def to_tell(
    viewer: Person, meeting: Meeting, at: datetime
) -> tuple[list[Companion], list[Neighbour]]:
    """For the reminder: who is known and not seen for long, and whom to sit with. One query for
    who does not take part."""
    if not _is_ahead(meeting, at) or not takes_part(viewer) or not is_member(viewer, at):
        return [], []
    known, beside = _people(viewer, meeting, local_day(at))
    return [one for one in known if one.missed], beside


@remembered
def going(meeting_id: int, day: date) -> list[Rsvp]:
    """Answers, with their people, of those who come and may be shown to people they met."""
    rows = Rsvp.objects.filter(
        meeting=meeting_id, state=Rsvp.State.GOING, host=None, person__in=reachable(day)
    )
    return list(rows.select_related("person").order_by("person__sort_name", "id"))


def _people(viewer: Person, meeting: Meeting, day: date) -> tuple[list[Companion], list[Neighbour]]:
    rows = [row for row in going(meeting.pk, day) if row.person_id != viewer.pk]
    numbers, ties = values(*NUMBERS), strengths(viewer, day)
    known = _known(rows, ties, numbers, day)
    return known, _beside(viewer, meeting, rows, known, ties, numbers, day)


def _is_ahead(meeting: Meeting, at: datetime) -> bool:
    return meeting.state == Meeting.State.PUBLISHED and meeting.ends_at > at


def _known(rows: list[Rsvp], ties: Ties, numbers: Any, day: date) -> list[Companion]:
    """Whom a reminder would be worth, those not seen for long first."""
    quiet, half_life = numbers[QUIET.key], numbers[HALF_LIFE.key]
    found = []
    for person in (row.person for row in rows if row.person_id in ties):
        stored, _first, last = ties[person.pk]
        peak = strength_on(stored, last, half_life)
        if peak >= numbers[ENOUGH.key]:
            score = losing(peak, (day - last).days, quiet)
            found.append(Companion(person, last, score > 0, score or peak, words.ago(last, day)))
    return sorted(found, key=lambda one: (not one.missed, -one.score, one.person.pk))


def _beside(
    viewer: Person, meeting: Meeting, rows: list[Rsvp], known: list[Companion], ties: Ties,
    numbers: Any, day: date,
) -> list[Neighbour]:  # fmt: skip
    """One old tie, one newcomer and one whose ask or offer fits; for who is in the room, too."""
    if not _sits_there(viewer, meeting):
        return []
    left_out = _left_out(viewer)
    here = [row.person for row in rows if row.mode == Mode.IN_PERSON]
    here = [person for person in here if person.pk not in left_out]
    found: list[Neighbour] = []
    old = next((one.person for one in known if one.person in here), None)
    if old:
        found.append(Neighbour(old, "tie"))
    new = _newest(here, ties, day, numbers[NEWCOMER_DAYS.key])
    if new:
        found.append(Neighbour(new, "newcomer"))
    chosen = {one.person.pk for one in found}
    fit = fitting(viewer, [person for person in here if person.pk not in chosen], day)
    return [*found, Neighbour(*fit)] if fit else found


def _newest(people: list[Person], ties: Ties, day: date, days: int) -> Person | None:
    """Who joined last, within so many days, and is no tie of the viewer's yet."""
    strangers = [one for one in people if one.pk not in ties and one.joined_on]
    new = [one for one in strangers if 0 <= (day - (one.joined_on or day)).days <= days]
    return max(new, key=lambda one: (one.joined_on, one.pk), default=None)


def _sits_there(viewer: Person, meeting: Meeting) -> bool:
    own = Rsvp.objects.filter(meeting=meeting, person=viewer, state=Rsvp.State.GOING)
    return own.filter(mode=Mode.IN_PERSON).exists()


def _left_out(viewer: Person) -> set[int]:
    """Whom one of the two avoids, and those of whom the viewer wants no reminder."""
    pairs = Avoidance.objects.filter(Q(writer=viewer) | Q(person=viewer))
    avoided = {pk for pair in pairs.values_list("writer", "person") for pk in pair}
    never = Cadence.objects.filter(writer=viewer, never=True).values_list("person", flat=True)
    return avoided | set(never)


def _colleagues(viewer: Person, meeting: Meeting, day: date) -> list[Person]:
    """Members of the viewer's employer who come, as far as they show it to all members."""
    same = Facets.of({"employer": viewer.employer})
    if not same.given or not has_right(viewer, Right.DIRECTORY, day):
        return []
    coming = Rsvp.objects.filter(meeting=meeting, state=Rsvp.State.GOING, host=None)
    people = narrowed(search([], day=day), same.given).exclude(pk=viewer.pk)
    return list(people.filter(pk__in=coming.values("person"))[:MOST])

"""The people a member has met, with what connects them and who may be reached how."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet

from kit.queries import value
from kit.statements import put
from members.models import Email, Person, Visibility
from members.queries import members_on
from members.rules import folded_words, is_visible
from network.models import Cadence, Participant, Tie, Touch
from network.queries import sources
from network.rules import HALF_LIFE, TOUCH_WEIGHTS, at_epoch, strength_on

WORDS = 6
PAIRS = """
    SELECT pair.low, pair.high, found.source, count(*), min(found.on_day), max(found.on_day)
    FROM unnest(%(lows)s::bigint[], %(highs)s::bigint[]) AS pair(low, high)
    CROSS JOIN LATERAL (
        SELECT f.* FROM ({contacts}) f WHERE f.low = pair.low AND f.high = pair.high
    ) found
    GROUP BY 1, 2, 3
"""
# The smallest of the meetings both were at says most; of equal ones the newest.
MEMORIES = """
    SELECT DISTINCT ON (pair.low, pair.high) pair.low, pair.high, m.title, m.topic, m.slug,
           (m.starts_at AT TIME ZONE m.timezone)::date
    FROM unnest(%(lows)s::bigint[], %(highs)s::bigint[]) AS pair(low, high)
    JOIN events_attendance a ON a.person_id = pair.low AND a.voided_at IS NULL
        AND a.state IN ('present', 'late')
    JOIN events_attendance b ON b.person_id = pair.high AND b.meeting_id = a.meeting_id
        AND b.voided_at IS NULL AND b.state IN ('present', 'late')
    JOIN events_meeting m ON m.id = a.meeting_id AND m.state = 'closed'
    CROSS JOIN LATERAL (
        SELECT count(*) AS present FROM events_attendance c
        WHERE c.meeting_id = m.id AND c.voided_at IS NULL AND c.state IN ('present', 'late')
    ) size
    ORDER BY pair.low, pair.high, (m.topic <> '') DESC, size.present / 10, m.starts_at DESC
"""


@dataclass(frozen=True)
class Memory:
    """A meeting both were at."""

    title: str
    topic: str
    slug: str
    on: date


@dataclass
class Known:
    """One person as the viewer knows them; built by `known`."""

    person: Person
    strength: float
    last_on: date
    first_on: date
    is_member: bool = True
    reasons: list[tuple[str, int, date]] = field(default_factory=list)
    memory: Memory | None = None
    email: str = ""
    phone: str = ""
    touches: list[Touch] = field(default_factory=list)
    cadence: Cadence | None = None


def takes_part(person: Person | None) -> bool:
    """Whether the person was told and stays in."""
    if person is None:
        return False
    return Participant.objects.filter(person=person, left_at=None).exists()


def was_told(person: Person) -> bool:
    """Whether the person has decided, either way."""
    return Participant.objects.filter(person=person).exists()


def ties_of(viewer: Person) -> QuerySet[Tie]:
    """The viewer's ties; none for who does not take part, for then there are no rows."""
    return Tie.objects.filter(Q(low=viewer) | Q(high=viewer))


def reachable(day: date) -> QuerySet[Person]:
    """Who may be shown to people they met: living members who take part and show their name, and
    those whose membership ended if they agreed to be found."""
    here = Person.objects.filter(
        merged_into=None, deceased_on=None, network__left_at=None, network__isnull=False
    ).exclude(search_text="")
    return here.filter(Q(pk__in=members_on(day).values("pk")) | Q(network__findable=True))


def met_people(viewer: Person, text: str, day: date) -> QuerySet[Any]:
    """Everybody the viewer has a tie with, by name."""
    mine = ties_of(viewer)
    found = reachable(day).filter(
        Q(pk__in=mine.filter(low=viewer).values("high"))
        | Q(pk__in=mine.filter(high=viewer).values("low"))
    )
    for word in folded_words(text)[:WORDS]:
        found = found.filter(search_text__contains=f" {word}")
    return found.order_by("sort_name", "id")


def strengths(viewer: Person, day: date) -> dict[int, tuple[float, date, date]]:
    """Other's id -> (strength at the epoch, first and last contact), own notes included.

    Notes count for their writer alone: nobody learns from a tie what somebody else wrote down.
    """
    half_life = value(HALF_LIFE)
    found: dict[int, tuple[float, date, date]] = {}
    rows = ties_of(viewer).values_list("low", "high", "strength", "first_on", "last_on")
    for low, high, strength, first, last in rows:
        found[high if low == viewer.pk else low] = (strength, first, last)
    for other, channel, on in Touch.objects.filter(writer=viewer, on__lte=day).values_list(
        "person", "channel", "on"
    ):
        strength, first, last = found.get(other, (0.0, on, on))
        more = at_epoch(TOUCH_WEIGHTS[channel], on, half_life)
        found[other] = (strength + more, min(first, on), max(last, on))
    return found


def known(
    viewer: Person, people: Iterable[Person], day: date,
    ties: Mapping[int, tuple[float, date, date]] | None = None,
) -> list[Known]:  # fmt: skip
    """These people with reasons, a shared memory and the ways to reach them; a constant number of
    queries. Strength is that of `day`. Who is no tie of the viewer's is left out."""
    ties = strengths(viewer, day) if ties is None else ties
    half_life = value(HALF_LIFE)
    shown = [person for person in people if person.pk in ties]
    members = set(
        members_on(day).filter(pk__in=[one.pk for one in shown]).values_list("pk", flat=True)
    )
    found = {
        one.pk: Known(
            one, strength_on(ties[one.pk][0], day, half_life), ties[one.pk][2], ties[one.pk][1],
            one.pk in members,
        )
        for one in shown
    }  # fmt: skip
    if found:
        _explain(viewer, found, day)
        _reach(found)
        _notes(viewer, found)
    return list(found.values())


def _pairs(viewer: Person, found: Mapping[int, Known]) -> dict[str, list[int]]:
    return {
        "lows": [min(viewer.pk, other) for other in found],
        "highs": [max(viewer.pk, other) for other in found],
    }


def _explain(viewer: Person, found: dict[int, Known], day: date) -> None:
    pairs = _pairs(viewer, found)
    with connection.cursor() as cursor:
        cursor.execute(put(PAIRS, contacts=sources.contacts()), sources.numbers(day) | pairs)
        for low, high, source, count, first, _last in cursor.fetchall():
            found[high if low == viewer.pk else low].reasons.append((source, count, first))
        cursor.execute(MEMORIES, pairs)
        for low, high, *rest in cursor.fetchall():
            found[high if low == viewer.pk else low].memory = Memory(*rest)


def _reach(found: dict[int, Known]) -> None:
    """Address and phone, where their owner shows them to people met."""
    chosen: dict[int, dict[str, str]] = {}
    rows = Visibility.objects.filter(person__in=found)
    for pk, name, audience in rows.values_list("person", "field", "audience"):
        chosen.setdefault(pk, {})[name] = audience
    addresses = dict(
        Email.objects.filter(person__in=found, for_letters=True).values_list("person", "address")
    )
    for pk, one in found.items():
        if is_visible("email", chosen.get(pk, {}), met=True):
            one.email = addresses.get(pk, "")
        if is_visible("phone", chosen.get(pk, {}), met=True):
            one.phone = one.person.phone


def _notes(viewer: Person, found: dict[int, Known]) -> None:
    for touch in Touch.objects.filter(writer=viewer, person__in=found):
        found[touch.person_id].touches.append(touch)
    for cadence in Cadence.objects.filter(writer=viewer, person__in=found):
        found[cadence.person_id].cadence = cadence

"""Whom a member is about to lose: the five that matter most, and one nobody would think of."""

from datetime import date
from hashlib import sha256

from kit.queries import values
from members.models import Person
from network.models import Cadence
from network.queries.people import Known, known, reachable, strengths
from network.rules import ENOUGH, FIVE, HALF_LIFE, QUIET, losing, strength_on


def losing_touch(viewer: Person, day: date) -> tuple[list[Known], Known | None]:
    """At most five people by strength x silence, and one more of the rest, another every week.

    The viewer's own rhythm for somebody wins over the usual one; paused ones, and those the viewer
    wants no reminder of, are left out. Only people who can be reached are named.
    """
    numbers = values(QUIET, ENOUGH, HALF_LIFE)
    ties = strengths(viewer, day)
    wishes = {one.person_id: one for one in Cadence.objects.filter(writer=viewer)}
    here = set(reachable(day).filter(pk__in=ties).values_list("pk", flat=True)) - {viewer.pk}
    scores: dict[int, float] = {}
    rest: list[int] = []
    for other in here:
        stored, _first, last = ties[other]
        wish = wishes.get(other)
        if wish and (wish.never or (wish.snoozed_until and wish.snoozed_until > day)):
            continue
        peak = strength_on(stored, last, numbers[HALF_LIFE.key])
        usual = (wish.days if wish and wish.days else None) or numbers[QUIET.key]
        score = losing(peak, (day - last).days, usual)
        if score and (peak >= numbers[ENOUGH.key] or (wish and wish.days)):
            scores[other] = score
        elif score:
            rest.append(other)
    chosen = sorted(scores, key=lambda other: (-scores[other], other))
    five = chosen[:FIVE]
    surprise = _of_the_week(viewer, [*chosen[FIVE:], *rest], day)
    people = {one.pk: one for one in Person.objects.filter(pk__in=[*five, *surprise])}
    shown = {one.person.pk: one for one in known(viewer, people.values(), day, ties)}
    ordered = [shown[pk] for pk in five if pk in shown]
    return ordered, next((shown[pk] for pk in surprise if pk in shown), None)


def _of_the_week(viewer: Person, others: list[int], day: date) -> list[int]:
    """One of them, the same all week and for this viewer alone."""
    year, week, _weekday = day.isocalendar()

    def lot(other: int) -> bytes:
        return sha256(f"{viewer.pk}:{other}:{year}:{week}".encode()).digest()

    return [min(others, key=lot)] if others else []

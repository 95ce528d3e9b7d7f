"""The rounds of coffee: held once a week, and closed a week after everybody was asked."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce, NullIf, Trim

from kit.queries import value
from kit.text import fold
from kit.turns import take_turns
from members.queries import members_on
from network.actions.coffee_asks import to_seats, to_wishes
from network.models import Avoidance, CoffeeRound, CoffeeWish, Kind, Pairing, PairingSeat
from network.queries.rounds import sat_together
from network.rules import slots
from network.rules.pairing import pair_up
from outbox.actions import letters
from outbox.queries import is_quiet, local_day, zone


def hold(*, at: datetime) -> int:
    """This week's round, once, from Monday at nine to Tuesday night; gives how many tables.

    Nothing while the association is quiet. Writes CoffeeRound, Pairing, PairingSeat, letters.
    """
    monday = slots.round_of(at.astimezone(zone()), value(slots.EVERY))
    return 0 if monday is None or is_quiet() else make(monday=monday, at=at)


@transaction.atomic
def make(*, monday: date, at: datetime) -> int:
    """The round of that week; 0 where it was made before. Writes as `hold` says."""
    take_turns("coffee round")
    made, new = CoffeeRound.objects.get_or_create(day=monday, defaults={"made_at": at})
    if not new:
        return 0
    tables = pair_up(
        in_round(monday, local_day(at)), seed=monday.toordinal(), size=value(slots.SIZE),
        apart=apart(), met=sat_together(at - slots.REMEMBERED),
    )  # fmt: skip
    _lay(made, tables, at)
    return len(tables)


def in_round(monday: date, today: date) -> dict[int, str]:
    """Who is in that week's round, with the city: members who take part and want to, not paused."""
    wishes = CoffeeWish.objects.filter(
        paused_at=None, rhythm__in=slots.rhythms_due(monday),
        person__network__left_at=None, person__network__isnull=False,
        person__merged_into=None, person__deceased_on=None,
        person__in=members_on(today).values("pk"),
    )  # fmt: skip
    place = Coalesce(NullIf(Trim("city"), Value("")), F("person__city"))
    return {pk: fold(city) for pk, city in wishes.values_list("person", place)}


def apart() -> list[tuple[int, int]]:
    """Pairs of whom one avoids the other."""
    return list(Avoidance.objects.values_list("writer", "person"))


def _lay(made: CoffeeRound, tables: Iterable[tuple[int, ...]], at: datetime) -> None:
    times = slots.of_week(made.day, zone())
    laid = list(tables)
    rows = Pairing.objects.bulk_create(
        Pairing(round=made, kind=Kind.COFFEE, times=times, made_at=at) for _one in laid
    )
    PairingSeat.objects.bulk_create(
        PairingSeat(pairing=row, person_id=pk)
        for row, table in zip(rows, laid, strict=True) for pk in table
    )  # fmt: skip
    seats = PairingSeat.objects.filter(pairing__round=made)
    rows_ = to_seats(seats, "group")
    letters.post_many(kind="coffee.group", rows=rows_, at=at, valid_until=times[-1])


@transaction.atomic
def close(*, at: datetime) -> int:
    """A week after "did you meet?" whoever said nothing at all was silent; three times in a row
    pause a person, who gets a letter with the way back. Gives how many were paused.

    A second run changes nothing. Writes Pairing, CoffeeWish and letters.
    """
    take_turns("coffee round")
    due = Pairing.objects.filter(
        round__isnull=False, closed_at=None, asked_at__lt=at - slots.SILENT_AFTER
    )
    ids = list(due.values_list("pk", flat=True))
    if not ids:
        return 0
    Pairing.objects.filter(pk__in=ids).update(closed_at=at)
    seats = PairingSeat.objects.filter(pairing__in=ids)
    wishes = CoffeeWish.objects.filter(paused_at=None)
    silent = Q(met=None, suits=[])
    wishes.filter(person__in=seats.exclude(silent).values("person")).update(silences=0)
    wishes.filter(person__in=seats.filter(silent).values("person")).update(
        silences=F("silences") + 1
    )
    tired = list(wishes.filter(silences__gte=slots.SILENCES).values_list("pk", flat=True))
    paused = CoffeeWish.objects.filter(pk__in=tired)
    paused.update(paused_at=at)
    letters.post_many(kind="coffee.paused", rows=to_wishes(paused, at), at=at)
    return len(tired)

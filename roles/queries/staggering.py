"""Which years end too many terms of one body at once."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Max, Q

from roles import rules
from roles.models import Role, Seat, Term


@dataclass(frozen=True)
class Year:
    """How many terms of a body end in a year, out of its seats; `fair` is the even share."""

    body: str
    year: int
    ends: int
    seats: int
    fair: int
    crowded: bool


def staggering(today: date) -> list[Year]:
    """For board and committees, year by year, the last recorded ends of today's seats. Two queries
    for each body; a seat nobody fills counts in no year."""
    found: list[Year] = []
    for body in (Role.Body.BOARD, Role.Body.COMMITTEE):
        found += _years(body, today)
    return found


def _years(body: Role.Body, today: date) -> list[Year]:
    seats = Seat.objects.filter(role__body=body).filter(
        Q(abolished_on__isnull=True) | Q(abolished_on__gt=today)
    )
    months = seats.aggregate(most=Max("role__term_months"))["most"] or 12
    last: dict[int, date] = {}
    terms = Term.objects.filter(seat__in=seats, kind__in=Term.FILLING, period__endswith__gt=today)
    for term in terms:
        last[term.seat_id] = max(last.get(term.seat_id, date.min), term.period.upper)
    years = [(end - timedelta(days=1)).year for end in last.values()]
    total = seats.count()
    return [
        Year(
            str(body.label), year, years.count(year), total, rules.fair_share(total, months),
            rules.too_many(years.count(year), total, months),
        )
        for year in sorted(set(years))
    ]  # fmt: skip

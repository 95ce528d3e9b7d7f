"""Seats as they stand on a day, and the boards of past years."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Q, QuerySet

from members.models import Person
from roles.models import Role, Seat, Term
from roles.queries.rights import fallback_terms


@dataclass
class SeatView:
    """One seat on one day: who fills it, who acts for them, who looks on."""

    seat: Seat
    term: Term | None = None
    acting: Term | None = None
    shadows: list[Term] = field(default_factory=list)
    expired: bool = False

    @property
    def state(self) -> str:
        """`held`, `holdover` (red for officers) or `vacant`."""
        if self.term is None:
            return "vacant"
        return "holdover" if self.expired or self.term.kind == Term.Kind.HOLDOVER else "held"

    @property
    def needs_successor(self) -> bool:
        return self.state != "held"

    @property
    def last_day(self) -> date | None:
        """The last day of the term; half-open periods end the day after."""
        return self.term.period.upper - timedelta(days=1) if self.term else None


def seats_on(day: date, *bodies: str) -> list[SeatView]:
    """Every seat that exists on `day` (of these bodies, or of all) in order, in two queries."""
    seats = Seat.objects.filter(Q(abolished_on__isnull=True) | Q(abolished_on__gt=day))
    if bodies:
        seats = seats.filter(role__body__in=bodies)
    views = {seat.pk: SeatView(seat) for seat in seats.select_related("role")}
    terms = Term.objects.filter(
        Q(period__contains=day, person__deceased_on__isnull=True)
        | Q(pk__in=fallback_terms(day).values("pk")),
        seat__in=list(views),
    )
    for term in terms.select_related("person").order_by("id"):
        _place(views[term.seat_id], term, day)
    return list(views.values())


def _place(view: SeatView, term: Term, day: date) -> None:
    if term.kind == Term.Kind.SHADOW:
        view.shadows.append(term)
    elif term.kind == Term.Kind.ACTING and day < term.period.upper:
        view.acting = term
    elif view.term is None or view.expired:
        view.term, view.expired = term, term.period.upper <= day


def board_on(day: date) -> list[SeatView]:
    """The board's seats on `day`."""
    return seats_on(day, Role.Body.BOARD)


def jobs_by_meeting() -> QuerySet[Role]:
    """The part of the catalogue that is taken meeting by meeting: 15 minutes or an evening."""
    return Role.objects.exclude(size=Role.Size.TERM)


def held_between(first: date, last: date) -> dict[str, list[str]]:
    """Title of each role of board and committees -> names of who held it on any of the days."""
    terms = Term.objects.filter(
        seat__role__body__in=(Role.Body.BOARD, Role.Body.COMMITTEE), kind__in=Term.FILLING,
        period__overlap=DateRange(first, last, "[]"),
    )  # fmt: skip
    found: dict[str, list[str]] = {}
    for term in terms.select_related("seat__role", "person").order_by(
        "seat__role__body", "seat__role__position", "seat__role__title", "seat__number", "period"
    ):
        names = found.setdefault(term.seat.role.title, [])
        if term.person.name not in names:
            names.append(term.person.name)
    return found


def past_boards(day: date) -> list[tuple[int, list[tuple[Role, list[Person]]]]]:
    """For each year before the current one, newest first: the board's roles and who held them."""
    terms = Term.objects.filter(
        seat__role__body=Role.Body.BOARD, kind__in=Term.FILLING, period__startswith__lt=day
    )
    years: dict[int, dict[Role, list[Person]]] = {}
    for term in terms.select_related("seat__role", "person").order_by(
        "seat__role__position", "seat__role__title", "seat__number", "period"
    ):
        last = min(term.period.upper - timedelta(days=1), day)
        for year in range(term.period.lower.year, min(last.year, day.year - 1) + 1):
            people = years.setdefault(year, {}).setdefault(term.seat.role, [])
            if term.person not in people:
                people.append(term.person)
    return [(year, list(years[year].items())) for year in sorted(years, reverse=True)]

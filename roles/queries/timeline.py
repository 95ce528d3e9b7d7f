"""Seats and their terms over the years, as a timeline draws them."""

from datetime import date, timedelta

from django.db.models import Prefetch, Q
from django.utils.translation import gettext as _

from kit.plots import Span
from roles.models import Role, Seat, Term

YEARS = 3
LOOKS = {Term.Kind.HOLDOVER: "striped", Term.Kind.ACTING: "thin", Term.Kind.SHADOW: "thin"}


def seats_over_time(today: date) -> list[tuple[str, list[Span]]]:
    """Seats of board and committees with what is recorded of the last three years and of those to
    come; days on which nobody filled a seat between two terms, or since the last, are empty
    spans. Two queries."""
    begin = today - timedelta(days=365 * YEARS)
    terms = Term.objects.filter(period__endswith__gt=begin).select_related("person")
    seats = Seat.objects.exclude(role__body=Role.Body.STANDING).filter(
        Q(abolished_on__isnull=True) | Q(abolished_on__gt=begin)
    )
    filled = Prefetch("terms", terms.order_by("period", "id"), to_attr="seen")
    return [
        (_name(seat), _spans(seat, begin, today))
        for seat in seats.select_related("role").prefetch_related(filled)
    ]


def _name(seat: Seat) -> str:
    return seat.role.title if seat.number == 1 else f"{seat.role.title} {seat.number}"


def _spans(seat: Seat, begin: date, today: date) -> list[Span]:
    spans: list[Span] = []
    # What was before the first recorded term is not known, and not called vacant.
    known = [term.period.lower for term in seat.seen if term.kind in Term.FILLING]  # type: ignore[attr-defined]
    free = max(begin, known[0]) if known else begin
    for term in seat.seen:  # type: ignore[attr-defined]
        first = max(term.period.lower, begin)
        if term.kind in Term.FILLING:
            spans += _empty(free, first)
            free = term.period.upper
    spans += _empty(free, min(today + timedelta(days=1), seat.abolished_on or date.max))
    return spans + [
        Span(
            max(term.period.lower, begin),
            term.period.upper,
            term.person.name,
            str(term.get_kind_display()),
            LOOKS.get(Term.Kind(term.kind), "solid"),
        )
        for term in seat.seen  # type: ignore[attr-defined]
    ]


def _empty(first: date, end: date) -> list[Span]:
    return [Span(first, end, _("Nobody"), _("vacant"), "empty")] if first < end else []

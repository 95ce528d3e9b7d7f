"""One seat for those who fill it: how it stands, who sat there, and what may be done."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import Http404

from members.models import Person
from members.queries import lookup
from members.rules import folded_words
from roles.models import Seat, Term
from roles.queries.rights import may_appoint
from roles.queries.seats import SeatView, seats_on

FOUND = 8


@dataclass(frozen=True)
class Desk:
    """A seat today, with every term ever recorded, newest first, those taken back too."""

    view: SeatView | None
    terms: list[Term]
    may_fill: bool


def get_seat(pk: int, user: Any) -> Seat:
    """The gateway: a seat for those who may see all seats, else Http404."""
    seat = Seat.objects.select_related("role").filter(pk=pk).first()
    if seat is None or not user.has_perm("roles.view_seat"):
        raise Http404
    return seat


def get_seat_to_fill(pk: int, user: Any) -> Seat:
    """The gateway of whoever may fill this seat; nobody hands out rights they do not hold."""
    seat = Seat.objects.select_related("role").filter(pk=pk).first()
    if seat is None or not may_appoint(user, seat.role):
        raise Http404
    return seat


def desk(seat: Seat, user: Any, today: date) -> Desk:
    """All about one seat, in four queries."""
    views = {view.seat.pk: view for view in seats_on(today, seat.role.body)}
    terms = Term.everything.filter(seat=seat).select_related("person", "appointed_by", "voided_by")
    return Desk(
        views.get(seat.pk), list(terms.order_by("-period", "-id")), may_appoint(user, seat.role)
    )


def term_to_change(seat: Seat, today: date) -> Term | None:
    """The term that fills the seat today, else the next one to come."""
    views = {view.seat.pk: view for view in seats_on(today, seat.role.body)}
    view = views.get(seat.pk)
    if view is not None and view.term is not None:
        return view.term
    coming = Term.objects.filter(seat=seat, kind__in=Term.FILLING, period__startswith__gt=today)
    return coming.order_by("period").first()


def candidates(text: str) -> list[Person]:
    """People whose name begins with these letters, at most eight; nobody for no letters."""
    if not folded_words(text):
        return []
    return list(lookup(text, FOUND))

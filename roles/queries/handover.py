"""The hand-over of a seat: who may read and write it, and all it holds."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.http import Http404

from members.models import Person
from members.queries import of_user
from outbox.queries import local_day
from roles import rules
from roles.models import HandoverLine, Seat, Term
from roles.queries.seats import SeatView, seats_on

Kind = HandoverLine.Kind
READ = "roles.view_handoverline"
# A successor reads from the appointment on; a former holder for so long after the end.
AFTERWARDS = timedelta(days=30)


@dataclass(frozen=True)
class Handover:
    """All of one seat: lines by kind, who sits there, whether the reader may write."""

    seat: Seat
    view: SeatView | None
    lines: list[tuple[str, str, list[HandoverLine]]]
    closed: list[HandoverLine]
    overdue: list[HandoverLine]
    may_write: bool

    @property
    def is_empty(self) -> bool:
        """Whether nothing is written down yet."""
        return not any(rows for _kind, _label, rows in self.lines)


def get_handover_seat(pk: int, user: Any, today: date, *, writing: bool = False) -> Seat:
    """The gateway: holders, acting and appointing people write; officers, shadows, successors and
    those whose term has just ended read; for anybody else Http404."""
    seat = Seat.objects.select_related("role").filter(pk=pk).first()
    if seat is None or not (may_write(seat, user, today) or _may_read(seat, user, today, writing)):
        raise Http404
    return seat


def get_line(pk: int, user: Any, today: date) -> HandoverLine:
    """The gateway of who may write: one line, else Http404."""
    line = HandoverLine.objects.select_related("seat__role", "holder").filter(pk=pk).first()
    if line is None or not may_write(line.seat, user, today):
        raise Http404
    return line


def may_write(seat: Seat, user: Any, today: date) -> bool:
    """Whether the log-in holds or acts for the seat today, or appoints people."""
    person = of_user(user)
    mine = Term.objects.filter(seat=seat, person=person, period__contains=today)
    held = person is not None and mine.exclude(kind=Term.Kind.SHADOW).exists()
    return held or user.has_perm(rules.APPOINT)


def _may_read(seat: Seat, user: Any, today: date, writing: bool) -> bool:
    person = of_user(user)
    if writing or user.has_perm(READ):
        return not writing
    near = Term.objects.filter(seat=seat, person=person, period__endswith__gt=today - AFTERWARDS)
    return person is not None and near.exists()


def handover(seat: Seat, user: Any, today: date) -> Handover:
    """Everything of the seat for who was let in by the gateway, in five queries."""
    rows = list(HandoverLine.objects.filter(seat=seat).select_related("holder", "written_by"))
    live = [row for row in rows if row.closed_at is None]
    by_kind = [
        (kind.value, str(kind.label), [row for row in live if row.kind == kind]) for kind in Kind
    ]
    views = {view.seat.pk: view for view in seats_on(today, seat.role.body)}
    keys = [row for row in live if row.kind == Kind.KEY]
    return Handover(
        seat, views.get(seat.pk), by_kind, [row for row in rows if row.closed_at is not None],
        [row for row in keys if rules.check_overdue(row.checked_on, today)],
        may_write(seat, user, today),
    )  # fmt: skip


def my_seats(person: Person, today: date) -> list[Term]:
    """Terms that run or will, and those just ended, of this person, for links to the hand-over."""
    terms = Term.objects.filter(person=person, period__endswith__gt=today - AFTERWARDS)
    return list(terms.select_related("seat__role").order_by("period", "id"))


def on_my_page(person: Person, user: Any, at: datetime) -> tuple[str, dict[str, Any]] | None:
    """The panel of one's own page: my seats with their hand-over; nothing without any."""
    found = my_seats(person, local_day(at)) if of_user(user) == person else []
    return ("roles/seats_panel.html", {"terms": found}) if found else None

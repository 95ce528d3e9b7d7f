"""The organizers' list of answers: needs, late cancels, what is paid."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.http import Http404

from events.models import Meeting, Price, Rsvp, SeatPayment
from events.queries.meetings import MANAGE, get_meeting
from events.rules.wishes import LATE_HOURS, is_late, late_from
from kit.cells import safe
from kit.queries import value
from members.models import Person
from members.queries.waivers import between_jobs_on

PAYMENTS = "members.add_payment"
COLUMNS = (
    "meeting", "starts_at", "person_uid", "name", "guest_of", "answer", "due_cents", "paid_cents",
    "currency", "how", "reference", "paid_at",
)  # fmt: skip


def price(meeting: Meeting) -> Price | None:
    """What the meeting costs; None where it costs nothing."""
    return Price.objects.filter(meeting=meeting).first()


def price_of(rsvp: Rsvp) -> tuple[int, str]:
    """Cents and currency of this seat: who was never a member pays as a guest."""
    found = Price.objects.filter(meeting=rsvp.meeting_id).first()
    if found is None:
        return 0, ""
    seat = costing(Rsvp.objects.filter(pk=rsvp.pk)).select_related("person").get()
    return due(found, seat), found.currency


def costing(rows: QuerySet[Rsvp]) -> QuerySet[Rsvp]:
    """The seats as `due` wants them: with `free_`, for a seat of one's own between jobs."""
    between = between_jobs_on(OuterRef("meeting__starts_at__date"))
    return rows.annotate(
        free_=Q(host__isnull=True) & Exists(between.filter(person=OuterRef("person")))
    )


def due(found: Price, rsvp: Any) -> int:
    """What a seat of `costing` costs at that price, in cents: nothing between jobs; who was never
    a member pays as a guest."""
    if rsvp.free_:
        return 0
    guest = rsvp.host_id is not None or rsvp.person.joined_on is None
    return found.guest_cents if guest else found.member_cents


def get_answers(slug: str, user: Any) -> Meeting:
    """The gateway: the meeting, for its organizers and the treasurer; Http404 otherwise."""
    meeting = get_meeting(slug, user)
    if not (user.has_perm(MANAGE) or user.has_perm(PAYMENTS)):
        raise Http404
    return meeting


def get_seat(meeting: Meeting, uid: UUID) -> Rsvp:
    """The gateway: one answer of the meeting; Http404 where there is none."""
    row = Rsvp.objects.select_related("person").filter(meeting=meeting, uid=uid).first()
    if row is None:
        raise Http404
    return row


def answers(meeting: Meeting, text: str = "") -> QuerySet[Rsvp]:
    """All answers by name, those going first, with `paid_` (cents) and `how_`."""
    paid = SeatPayment.objects.filter(rsvp=OuterRef("pk"), voided_at=None)
    rows = costing(Rsvp.objects.filter(meeting=meeting)).annotate(
        paid_=Subquery(paid.values("cents")), how_=Subquery(paid.values("how"))
    )
    if text:
        rows = rows.filter(person__name__icontains=text)
    return rows.select_related("person", "host", "needs").order_by("person__sort_name", "id")


def dress(rows: list[Any], meeting: Meeting) -> list[Any]:
    """Each answer with `late` and `due` (cents); one query for the price, one for the hour."""
    found = price(meeting)
    limit = late_limit(meeting)
    for row in rows:
        row.late = is_late(row.state, row.answered_at, limit)
        row.due = due(found, row) if found else 0
    return rows


def late_limit(meeting: Meeting) -> datetime:
    """From when a seat of this meeting given back is late."""
    hours = int(value(LATE_HOURS))
    return late_from(meeting.starts_at, meeting.answers_until, hours)


def payers(meeting: Meeting) -> QuerySet[Person]:
    """Everybody in the treasurer's file: who has a seat or paid for one."""
    paid = SeatPayment.objects.filter(rsvp__meeting=meeting, voided_at=None)
    seats = Rsvp.objects.filter(Q(state=Rsvp.State.GOING) | Q(pk__in=paid.values("rsvp")))
    return Person.objects.filter(pk__in=seats.filter(meeting=meeting).values("person"))


def money_rows(meeting: Meeting) -> Iterator[list[Any]]:
    """What the treasurer's file holds: every seat that is taken or was paid, safe as cells."""
    found, zone = price(meeting), ZoneInfo(meeting.timezone)
    start = meeting.starts_at.astimezone(zone).isoformat(timespec="minutes")
    rows = costing(Rsvp.objects.filter(meeting=meeting)).select_related("person", "host")
    marks = {
        mark.rsvp_id: mark
        for mark in SeatPayment.objects.filter(rsvp__meeting=meeting, voided_at=None)
    }
    for row in rows.order_by("person__sort_name", "id"):
        mark = marks.get(row.pk)
        if row.state != Rsvp.State.GOING and mark is None:
            continue
        owed = due(found, row) if found and row.state == Rsvp.State.GOING else 0
        currency = mark.currency if mark else found.currency if found else ""
        paid_at = mark.recorded_at.astimezone(zone).isoformat(timespec="minutes") if mark else ""
        yield [
            safe(meeting.slug), start, str(row.person.uid), safe(row.person.name),
            safe(row.host.name if row.host else ""), row.state, owed, mark.cents if mark else 0,
            safe(currency), mark.how if mark else "", safe(mark.reference if mark else ""), paid_at,
        ]  # fmt: skip

"""What is still to be paid for seats, as the treasurer's bank file asks for it."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from events.models import Meeting, Rsvp, SeatPayment
from events.queries.prices import costing, due
from members.claims import Claim

AFTER = timedelta(days=180)
GONE = (Meeting.State.DRAFT, Meeting.State.CANCELLED)


def owed(people: list[int], cents: int, at: datetime) -> list[Claim]:
    """Seats of these people that are not paid and cost exactly this: somebody's own, or the
    party's as a whole. Of meetings to come and those of the last 180 days; one query."""
    paid = SeatPayment.objects.filter(rsvp=OuterRef("pk"), voided_at=None)
    rows = (
        costing(Rsvp.objects.filter(Q(person__in=people) | Q(host__in=people), ~Exists(paid)))
        .filter(state=Rsvp.State.GOING, meeting__starts_at__gt=at - AFTER)
        .filter(meeting__price__isnull=False)
        .exclude(meeting__state__in=GONE)
        .select_related("meeting__price", "person")
        .order_by("meeting__starts_at", "host_id", "id")
    )
    found: dict[tuple[int, ...], Claim] = {}
    for (_pk, payer), seats in _by_payer(list(rows), set(people)).items():
        own = [row for row in seats if row.person_id == payer]
        for part in (own, seats):
            if part and sum(due(row.meeting.price, row) for row in part) == cents:
                found.setdefault(tuple(row.pk for row in part), _claim(part, payer, cents))
    return list(found.values())


def _by_payer(rows: list[Rsvp], people: set[int]) -> dict[tuple[int, int], list[Rsvp]]:
    """(meeting, payer) -> seats; a guest may pay the own one, the host all of the party."""
    found: dict[tuple[int, int], list[Rsvp]] = defaultdict(list)
    for row in rows:
        for payer in people & {row.person_id, row.host_id or row.person_id}:
            found[row.meeting_id, payer].append(row)
    return found


def _claim(seats: list[Rsvp], payer: int, cents: int) -> Claim:
    meeting = seats[0].meeting
    name = meeting.topic or meeting.title
    day = date_format(meeting.starts_at.astimezone(ZoneInfo(meeting.timezone)), "DATE_FORMAT")
    words = _("Seat: {meeting}, {day}") if len(seats) == 1 else _("Seats: {meeting}, {day}")
    return Claim(
        key=",".join(str(row.pk) for row in seats),
        person_id=payer,
        cents=cents,
        title=words.format(meeting=name, day=day)[:200],
        names=(name, meeting.title, meeting.slug),
    )


def standing(references: Iterable[str]) -> set[str]:
    """Those of the references under which a seat is marked as paid now."""
    paid = SeatPayment.objects.filter(reference__in=list(references), how=SeatPayment.How.BANK)
    return set(paid.filter(voided_at=None).values_list("reference", flat=True))

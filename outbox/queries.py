"""Reads: the letterhead, who must not be written to, what waits, and whether all is well."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.db.models import Count, Min, Q, QuerySet

from kit.memo import remembered
from kit.prepared import Prepared, PreparedObjects
from outbox.models import Heartbeat, Letterhead, Message, Suppression

State = Message.State
WAITING = (State.PENDING, State.RETRY)
LIVELY = timedelta(minutes=2)
LETTERHEAD = PreparedObjects(lambda: Letterhead.objects.order_by("id")[:1])
ZONE = Prepared(lambda: Letterhead.objects.values_list("timezone")[:1])


@remembered
def letterhead() -> Letterhead | None:
    """The association's letterhead; None before set-up."""
    return LETTERHEAD.first()


@remembered
def zone() -> ZoneInfo:
    """The association's time zone; UTC before set-up or where the name is unknown."""
    rows = ZONE.rows()
    return _zone(rows[0][0] if rows else "UTC")


def zone_of(head: Letterhead | None) -> ZoneInfo:
    """The same, of a letterhead that is at hand."""
    return _zone(head.timezone if head else "UTC")


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


def local_day(at: datetime) -> date:
    """The calendar day of an aware instant in the association's zone."""
    return at.astimezone(zone()).date()


def is_quiet() -> bool:
    """True until an officer has released the letters; true before set-up."""
    return not Letterhead.objects.filter(released_at__isnull=False).exists()


def suppressed_addresses(category: str) -> QuerySet:
    """Canonical addresses that get no letters of the category: a subquery of one column."""
    return Suppression.objects.filter(category__in=["", category]).values("address")


def opted_out(address: str, category: str) -> bool:
    """True where the (canonical) address gets no letters of the category."""
    return Suppression.objects.filter(address=address, category__in=["", category]).exists()


def held_kinds() -> list[dict[str, Any]]:
    """Per kind of held letters: `kind`, `count`, `oldest` (not_before) and `sample` (an id)."""
    held = Message.objects.filter(state=State.HELD)
    rows = held.values("kind").annotate(
        count=Count("id"), oldest=Min("not_before"), sample=Min("id")
    )
    return [dict(row) for row in rows.order_by("kind")]


def to_print() -> QuerySet[Message]:
    """Letters to people without an address that nobody has printed yet, oldest first."""
    return Message.objects.filter(state=State.SUPPRESSED, to="", printed_at__isnull=True).order_by(
        "id"
    )


def letters_about(text: str, person: int | None = None, limit: int = 200) -> QuerySet[Message]:
    """The newest letters about a person's id, else to addresses that contain the text, else
    (where it is no address) those that say it, as letters greet by name."""
    if person:
        found = Message.objects.filter(about__contains={"person": person})
    elif "@" in text:
        found = Message.objects.filter(to__icontains=text)
    else:
        found = Message.objects.filter(Q(to__icontains=text) | Q(text__icontains=text))
    return found.order_by("-id")[:limit]


def suppressions_of(text: str) -> QuerySet[Suppression]:
    """Suppressions of addresses that contain the text."""
    return Suppression.objects.filter(address__icontains=text).order_by("address")[:200]


@dataclass(frozen=True)
class Health:
    """The outbox at one instant; ages in seconds, None where there is nothing to measure."""

    due: int
    oldest_due: int | None
    uncertain: int
    worker: int | None
    beat: int | None


def health(at: datetime) -> Health:
    """How old the oldest due letter is, and when worker and beat were last heard of."""
    due = Message.objects.filter(state__in=WAITING, not_before__lte=at).aggregate(
        count=Count("id"),
        # A retry moves not_before: its true age counts from its birth.
        pending=Min("not_before", filter=Q(state=State.PENDING)),
        retry=Min("created_at", filter=Q(state=State.RETRY)),
    )
    oldest = min(filter(None, (due["pending"], due["retry"])), default=None)
    beats = dict(Heartbeat.objects.values_list("name", "at"))
    return Health(
        due=due["count"],
        oldest_due=_age(oldest, at),
        uncertain=Message.objects.filter(state=State.UNCERTAIN).count(),
        worker=_age(beats.get("worker"), at),
        beat=_age(beats.get("beat"), at),
    )


def worker_is_alive(at: datetime) -> bool:
    """True where a worker has been heard of in the last two minutes."""
    return Heartbeat.objects.filter(name="worker", at__gt=at - LIVELY).exists()


def _age(then: datetime | None, at: datetime) -> int | None:
    return None if then is None else max(0, int((at - then.astimezone(UTC)).total_seconds()))


def states() -> dict[str, int]:
    """How many letters stand in each state."""
    rows = Message.objects.values("state").annotate(count=Count("id")).order_by("state")
    return {row["state"]: row["count"] for row in rows}

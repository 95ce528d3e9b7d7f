"""Who gets a seat and until when: values in, values out."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from events.models import Meeting, Mode
from kit.rules import knob
from kit.text import clean, fold

INSTANT_HOURS = knob(
    "events.instant_promotion_hours",
    24,
    _("Hours before the start until which the next one waiting is moved up at once"),
)
OFFER_HOURS = knob("events.offer_hours", 2, _("Hours a seat is held for the one it is offered to"))


@dataclass(frozen=True)
class How:
    """Who answered (a Person's id, None for the system), when, and through what."""

    by_id: int | None
    at: datetime
    via: str

    @property
    def fields(self) -> dict[str, Any]:
        """The columns of an answer that record it."""
        return {"answered_at": self.at, "answered_by_id": self.by_id, "via": self.via}


@dataclass(frozen=True)
class Ask:
    """What a party wants of one mode's seats: give back `release`, take `want`, else `queue`."""

    mode: str
    release: int = 0
    want: int = 0
    queue: bool = False


@dataclass(frozen=True)
class Seats:
    """One Seating row after it was locked and changed; `fits`: the wanted seats were taken."""

    id: int
    mode: str
    capacity: int | None
    taken: int
    last_wait: int
    fits: bool

    @property
    def free(self) -> int | None:
        """Seats nobody holds; None where there is no limit."""
        return None if self.capacity is None else self.capacity - self.taken


def unique_names(names: Iterable[str]) -> list[str]:
    """Guest names cleaned, without blanks and twins, in the order given."""
    found: dict[str, str] = {}
    for name in names:
        if clean(name):
            found.setdefault(fold(name), clean(name)[:200])
    return list(found.values())


def closes_at(starts_at: datetime, answers_until: datetime | None) -> datetime:
    """Until when a yes is taken: the announced moment, at the latest the start."""
    return min(starts_at, answers_until) if answers_until else starts_at


def offered_until(
    at: datetime, starts_at: datetime, *, instant_hours: int, offer_hours: int
) -> datetime | None:
    """Until when a freed seat is offered; None where there is time to move up at once."""
    if starts_at - at >= timedelta(hours=instant_hours):
        return None
    return min(at + timedelta(hours=offer_hours), starts_at)


def seatable[K](parties: Iterable[tuple[K, int]], free: int | None) -> list[tuple[K, int]]:
    """The parties (key, size) that fit, in the order given; who does not fit is passed over."""
    chosen = []
    for key, size in parties:
        if free is None or size <= free:
            chosen.append((key, size))
            free = None if free is None else free - size
    return chosen


def usual_mode(meeting: Meeting) -> str:
    """Online where there is no venue but a link, else in person."""
    return Mode.ONLINE if meeting.online_url and not meeting.venue_id else Mode.IN_PERSON

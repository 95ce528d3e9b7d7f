"""Times of day in the reader's words."""

from datetime import datetime

from django.utils.formats import date_format
from django.utils.translation import pgettext, pgettext_lazy

# Short names some languages have of their own; all others stay as the zone gives them.
ZONES = {"CET": pgettext_lazy("time zone", "CET"), "CEST": pgettext_lazy("time zone", "CEST")}


def zone_name(at: datetime) -> str:
    """The short name of the instant's own zone: `CET`, in German `MEZ`."""
    name = at.tzname() or ""
    return str(ZONES.get(name, name))


def hours(start: datetime, end: datetime | None = None, *, with_zone: bool = False) -> str:
    """`7 p.m.–9 p.m. CET`, in German `19:00–21:00 Uhr MEZ`: wall-clock times of their zone."""
    words = date_format(start, "TIME_FORMAT")
    if end:
        words = f"{words}–{date_format(end, 'TIME_FORMAT')}"
    said = pgettext("time of day", "{hours}").format(hours=words)
    return f"{said} {zone_name(start)}" if with_zone else said


def saved_words(at: datetime) -> str:
    """`Tuesday 24 November, 18:05`: since when a copy is kept, on the instant's own clock."""
    return date_format(at, pgettext("saved", "l j F, H:i"))

"""Meetings as calendars (RFC 5545, RFC 5546): stable UID, rising SEQUENCE, VTIMEZONE."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from django.conf import settings
from icalendar import Calendar, Event, Timezone, vCalAddress, vText

from events.models import Meeting, Rsvp
from kit.text import clean, in_lines

PRODUCT = "-//association//meetings//EN"


@dataclass(frozen=True)
class Invited:
    """Who a calendar in a letter is for: addresses of organizer and attendee, and the SEQUENCE."""

    organizer: str
    organizer_name: str
    attendee: str
    attendee_name: str
    sequence: int
    with_link: bool = False


def feed(meetings: Iterable[Meeting], *, name: str, at: datetime) -> bytes:
    """Many meetings to subscribe to (METHOD:PUBLISH), links to take part left out."""
    calendar = _calendar("PUBLISH")
    calendar.add("x-wr-calname", clean(name))
    calendar.add("refresh-interval", timedelta(hours=6), parameters={"VALUE": "DURATION"})
    _fill(calendar, [(meeting, None) for meeting in meetings], at)
    return calendar.to_ical()


def one(meeting: Meeting, *, at: datetime) -> bytes:
    """One meeting to put into a calendar by hand."""
    calendar = _calendar("PUBLISH")
    _fill(calendar, [(meeting, None)], at)
    return calendar.to_ical()


def personal(answers: Iterable[Rsvp], *, name: str, at: datetime) -> bytes:
    """One person's meetings (METHOD:PUBLISH), the link to take part with a yes; a place in the
    queue or an offer is tentative. `at` is the last change: unchanged answers, unchanged bytes."""
    rows = list(answers)
    calendar = _calendar("PUBLISH")
    calendar.add("x-wr-calname", clean(name))
    calendar.add("refresh-interval", timedelta(hours=6), parameters={"VALUE": "DURATION"})
    for zone, first, last in _spans([row.meeting for row in rows]):
        calendar.add_component(_timezone(zone, first, last))
    for row in rows:
        going = row.state == Rsvp.State.GOING
        linked = Invited("", "", "", "", row.meeting.sequence + row.revision, going)
        event = _event(row.meeting, linked, at, False, people=False)
        if not going and row.meeting.state != Meeting.State.CANCELLED:
            event["STATUS"] = vText("TENTATIVE")
        calendar.add_component(event)
    return calendar.to_ical()


def invitation(meeting: Meeting, invited: Invited, *, method: str, at: datetime) -> bytes:
    """The calendar of a letter: method REQUEST puts it in, CANCEL takes it out (RFC 5546)."""
    calendar = _calendar(method)
    _fill(calendar, [(meeting, invited)], at, cancelled=method == "CANCEL")
    return calendar.to_ical()


def _calendar(method: str) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", method)
    return calendar


def _fill(
    calendar: Calendar,
    entries: list[tuple[Meeting, Invited | None]],
    at: datetime,
    *,
    cancelled: bool = False,
) -> None:
    for zone, first, last in _spans([meeting for meeting, _invited in entries]):
        calendar.add_component(_timezone(zone, first, last))
    for meeting, invited in entries:
        calendar.add_component(_event(meeting, invited, at, cancelled))


def _event(
    meeting: Meeting,
    invited: Invited | None,
    at: datetime,
    cancelled: bool,
    *,
    people: bool = True,
) -> Event:
    zone = ZoneInfo(meeting.timezone)
    off = cancelled or meeting.state == Meeting.State.CANCELLED
    event = Event()
    event.add("uid", str(meeting.uid))
    event.add("dtstamp", at)
    event.add("dtstart", meeting.starts_at.astimezone(zone))
    event.add("dtend", meeting.ends_at.astimezone(zone))
    event.add("sequence", invited.sequence if invited else meeting.sequence)
    event.add("status", "CANCELLED" if off else "CONFIRMED")
    event.add("summary", _summary(meeting))
    event.add("url", page(meeting))
    if place(meeting):
        event.add("location", place(meeting))
    event.add("description", _description(meeting, with_link=bool(invited and invited.with_link)))
    if invited and people:
        _people(event, invited, off)
    return event


def _people(event: Event, invited: Invited, off: bool) -> None:
    organizer = vCalAddress(f"mailto:{clean(invited.organizer)}")
    organizer.params["CN"] = vText(_parameter(invited.organizer_name))
    attendee = vCalAddress(f"mailto:{clean(invited.attendee)}")
    attendee.params["CN"] = vText(_parameter(invited.attendee_name))
    attendee.params["PARTSTAT"] = vText("DECLINED" if off else "ACCEPTED")
    attendee.params["RSVP"] = vText("FALSE")
    event.add("organizer", organizer, encode=False)
    event.add("attendee", attendee, encode=False)


def page(meeting: Meeting) -> str:
    """The absolute address of the meeting's page."""
    return settings.SITE_URL + meeting.get_absolute_url()


def place(meeting: Meeting) -> str:
    """Where it is, in one line; the online link is not part of it."""
    venue = meeting.venue
    if venue is None:
        return "Online" if meeting.online_url else ""
    return clean(", ".join(filter(None, (venue.name, venue.address, venue.city))))


def _summary(meeting: Meeting) -> str:
    title, topic = clean(meeting.title), clean(meeting.topic)
    return f"{title}: {topic}" if topic and topic != title else title


def _description(meeting: Meeting, *, with_link: bool) -> str:
    link = meeting.online_url if with_link else ""
    reason = meeting.cancel_reason if meeting.state == Meeting.State.CANCELLED else ""
    pieces = (reason, meeting.summary, link, page(meeting))
    return "\n\n".join(in_lines(piece) for piece in pieces if piece)


def _parameter(name: str) -> str:
    """A parameter value may hold neither quotes nor control characters (RFC 5545, 3.2)."""
    return "".join(char for char in clean(name) if char != '"' and char.isprintable())


def _spans(meetings: list[Meeting]) -> list[tuple[str, int, int]]:
    """Per zone the first and last year its rules are needed for."""
    years: dict[str, set[int]] = {}
    for meeting in meetings:
        if meeting.timezone != "UTC":
            ends = years.setdefault(meeting.timezone, set())
            ends.update((meeting.starts_at.year - 1, meeting.ends_at.year + 1))
    return [(zone, min(found), max(found)) for zone, found in sorted(years.items())]


@lru_cache(maxsize=64)
def _timezone(zone: str, first: int, last: int) -> Timezone:
    return Timezone.from_tzid(zone, first_date=date(first, 1, 1), last_date=date(last, 12, 31))

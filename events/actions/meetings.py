"""The life of a meeting: drafted, published, edited, moved, cancelled."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext as _

from events.actions import notices, seats
from events.actions.refusals import NotPossible
from events.models import Meeting, Mode, Seating, Series
from events.queries.meetings import searchable
from events.rules.answers import usual_mode
from events.rules.recurrence import instant
from events.rules.texts import slug
from members.models import Person

State = Meeting.State
EDITABLE = frozenset(
    {
        "title", "topic", "summary", "number", "answers_until", "guest_limit", "visibility",
        "credits_minutes", "credit_kind", "contact",
    }
)  # fmt: skip
WHEN = frozenset({"starts_at", "ends_at", "timezone"})
IN_CALENDARS = frozenset({"title", "topic", "summary"})
NOTHING: Mapping[str, Any] = MappingProxyType({})


@transaction.atomic
def create(
    *,
    series: Series,
    starts_local: datetime,
    by: Person | None,
    at: datetime,
    ends_local: datetime | None = None,
    fields: Mapping[str, Any] = NOTHING,
) -> Meeting:
    """A draft of the series. `starts_local` is wall-clock time (naive) in the series' zone.

    Zone, length, place and guest limit come from the series unless `fields` (Meeting columns) say
    otherwise. A time the clock skips moves forward. Writes Meeting.
    """
    zone = fields.get("timezone") or series.timezone
    starts_at = instant(starts_local.date(), starts_local.time(), zone)
    ends_at = starts_at + timedelta(minutes=series.duration_minutes)
    if ends_local is not None:
        ends_at = instant(ends_local.date(), ends_local.time(), zone)
    if ends_at <= starts_at:
        raise NotPossible(_("A meeting ends after it has begun: please check both times."))
    defaults = {
        "title": series.name,
        "timezone": zone,
        "venue": series.venue,
        "guest_limit": series.guest_limit,
    }
    meeting = Meeting(
        series=series, starts_at=starts_at, ends_at=ends_at, **(defaults | {**fields})
    )
    meeting.slug = _free_slug(series, starts_local)
    meeting.save()
    refresh_search(meeting)
    return meeting


@transaction.atomic
def edit(*, meeting: Meeting, by: Person | None, at: datetime, **changes: Any) -> bool:
    """Change words and limits of a meeting (`EDITABLE`); True if anything differed.

    Time and place go through `move`, state through `publish` and `cancel`. Writes Meeting.
    """
    unknown = changes.keys() - EDITABLE
    if unknown:
        raise TypeError(f"Not a field of `edit`: {', '.join(sorted(unknown))}")
    differing = {key: new for key, new in changes.items() if getattr(meeting, key) != new}
    if not differing:
        return False
    for key, new in differing.items():
        setattr(meeting, key, new)
    if IN_CALENDARS & differing.keys():
        meeting.sequence += 1
    meeting.save(update_fields=[*differing, "sequence"])
    refresh_search(meeting)
    return True


@transaction.atomic
def publish(*, meeting: Meeting, by: Person | None, at: datetime) -> bool:
    """Announce a draft and open its seats; False where it is published already.

    Invitations follow by themselves when they are due. Raises NotPossible for a past or cancelled
    meeting. Writes Meeting and Seating.
    """
    current = _fresh(meeting)
    if current.state == State.PUBLISHED:
        return False
    if current.state != State.DRAFT:
        raise NotPossible(_("Only a draft can be published."))
    if current.starts_at <= at:
        raise NotPossible(_("This date has passed. Move the meeting to a coming date first."))
    open_seats(current)
    current.state, current.published_at = State.PUBLISHED, at
    current.save(update_fields=["state", "published_at"])
    _copy(current, meeting)
    return True


@transaction.atomic
def move(
    *,
    meeting: Meeting,
    by: Person | None,
    at: datetime,
    **to: Any,
) -> bool:
    """Change when or where: `starts_at`, `ends_at` (aware), `timezone`, `venue`, `online_url`.

    Without `ends_at` the length stays; the end of answers moves along. Everyone with a seat, an
    offer or a place in the queue is told; reminders follow the new date. False where nothing
    differs. Raises NotPossible for a meeting that is over or cancelled, or moved into the past.
    """
    current = _fresh(meeting)
    if current.state not in (State.DRAFT, State.PUBLISHED):
        raise NotPossible(_("A meeting that is over or cancelled cannot be moved."))
    places = _new_place(current, to)
    if not places:
        return False
    if places.get("starts_at", current.starts_at) <= at and current.state == State.PUBLISHED:
        raise NotPossible(_("Choose a start that is still to come."))
    old_day = _local_day(current)
    for key, new in places.items():
        setattr(current, key, new)
    if current.ends_at <= current.starts_at:
        raise NotPossible(_("A meeting ends after it has begun: please check both times."))
    current.time_assumed = current.time_assumed and "starts_at" not in places
    current.sequence += 1
    current.save()
    refresh_search(current)
    if current.state == State.PUBLISHED:
        open_seats(current)
        other, stays = _local_day(current) != old_day, not (WHEN & places.keys())
        notices.moved(current, at=at, other_day=other, only_place=stays)
    _copy(current, meeting)
    return True


@transaction.atomic
def cancel(*, meeting: Meeting, reason: str, by: Person | None, at: datetime) -> bool:
    """Call a meeting off; False where that is done already.

    Letters still waiting are withdrawn, everyone with a seat, an offer or a place in the queue is
    told and gets the calendar's CANCEL. Answers are kept. Raises NotPossible once it is closed.
    """
    seats.lock(meeting.pk, list(Mode.values))
    current = _fresh(meeting)
    if current.state == State.CANCELLED:
        return False
    if current.state == State.CLOSED:
        raise NotPossible(_("This meeting has taken place and is closed."))
    announced = current.state == State.PUBLISHED
    current.state, current.cancelled_at = State.CANCELLED, at
    current.cancel_reason = reason.strip()[:300]
    current.sequence += 1
    current.save(update_fields=["state", "cancelled_at", "cancel_reason", "sequence"])
    if announced:
        notices.cancelled(current, at=at)
    _copy(current, meeting)
    return True


def open_seats(meeting: Meeting) -> None:
    """Seats for every way the meeting takes place; those that exist stay. Writes Seating."""
    if usual_mode(meeting) == Mode.IN_PERSON:
        capacity = meeting.series.capacity
        Seating.objects.get_or_create(
            meeting=meeting, mode=Mode.IN_PERSON, defaults={"capacity": capacity}
        )
    if meeting.online_url:
        Seating.objects.get_or_create(meeting=meeting, mode=Mode.ONLINE)


def refresh_search(meeting: Meeting) -> None:
    """Work out the search text anew; after talks or speakers changed, too. Writes Meeting."""
    text = searchable(meeting)
    if text != meeting.search_text:
        meeting.search_text = text
        Meeting.objects.filter(pk=meeting.pk).update(search_text=text)


def _fresh(meeting: Meeting) -> Meeting:
    """The meeting as it is now, locked against other acts on it."""
    return Meeting.objects.select_for_update(of=("self",), no_key=True).get(pk=meeting.pk)


def _copy(current: Meeting, meeting: Meeting) -> None:
    for field in Meeting._meta.concrete_fields:
        setattr(meeting, field.attname, getattr(current, field.attname))


def _new_place(meeting: Meeting, to: dict[str, Any]) -> dict[str, Any]:
    known = {"starts_at", "ends_at", "timezone", "venue", "online_url"}
    if to.keys() - known:
        raise TypeError(f"Not a field of `move`: {', '.join(sorted(to.keys() - known))}")
    places = {key: new for key, new in to.items() if getattr(meeting, key) != new}
    if "starts_at" in places:
        shift = places["starts_at"] - meeting.starts_at
        if "ends_at" not in to:
            places["ends_at"] = meeting.ends_at + shift
        if meeting.answers_until:
            places["answers_until"] = meeting.answers_until + shift
    return places


def _local_day(meeting: Meeting) -> str:
    return meeting.starts_at.astimezone(ZoneInfo(meeting.timezone)).date().isoformat()


def _free_slug(series: Series, starts_local: datetime) -> str:
    twin, text = 0, slug(series.slug, starts_local.date())
    while Meeting.objects.filter(slug=text).exists():
        twin += 1
        text = slug(series.slug, starts_local.date(), twin)
    return text

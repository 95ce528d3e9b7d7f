"""Requests to speak: by meeting, by link, and what a speaker has given."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.http import Http404

from events.models import (
    Attendance,
    Meeting,
    Rsvp,
    SpeakerAsk,
    SpeakerFile,
    Speaking,
)
from events.queries.meetings import MANAGE, may_see
from members.models import Person

State = SpeakerAsk.State
TAKES_PLACE = (Meeting.State.DRAFT, Meeting.State.PUBLISHED)


def asks_for(meeting: Meeting) -> QuerySet[SpeakerAsk]:
    """Everybody asked for this date, the newest first."""
    rows = SpeakerAsk.objects.filter(Q(dates=meeting) | Q(meeting=meeting)).distinct()
    return rows.select_related("person", "asked_by", "meeting").order_by("-asked_at")


def named_for(meeting: Meeting) -> QuerySet[Speaking]:
    """Who stands on the programme of this date without having been asked through the desk."""
    return meeting.speakings.filter(ask__isnull=True)


def get_ask(pk: int) -> SpeakerAsk:
    """The gateway for chairs; the view has asked for the right. Else Http404."""
    found = ask_of(pk) if pk < 2**63 else None
    if found is None:
        raise Http404
    return found


def ask_of(pk: int) -> SpeakerAsk | None:
    """A request with its people and the chosen date."""
    related = ("person", "asked_by", "meeting__venue", "meeting__series", "speaking__talk")
    return SpeakerAsk.objects.select_related(*related).filter(pk=pk).first()


def dates_left(ask: SpeakerAsk, at: datetime) -> list[Meeting]:
    """The offered dates still to be had, soonest first."""
    coming = ask.dates.filter(starts_at__gt=at, state__in=TAKES_PLACE)
    dates = coming.select_related("venue", "series").order_by("starts_at")
    return [date for date in dates if not is_taken(date, ask)]


def is_taken(meeting: Meeting, ask: SpeakerAsk) -> bool:
    """Whether somebody else has the date; who speaks beside others takes it from nobody."""
    if ask.beside:
        return False
    others = Speaking.objects.filter(meeting=meeting, state=Speaking.State.CONFIRMED)
    return others.exclude(pk=ask.speaking_id or 0).exclude(ask__beside=True).exists()


def reference(ask: SpeakerAsk) -> Meeting | None:
    """The meeting the request is about: the chosen date, else the first one offered."""
    if ask.meeting is not None:
        return ask.meeting
    return ask.dates.select_related("venue", "series").order_by("starts_at").first()


def files_of(ask: SpeakerAsk) -> dict[str, SpeakerFile]:
    """The photo and the slides that count now."""
    return {row.what: row for row in ask.files.filter(removed_at=None)}


def consents_of(ask: SpeakerAsk) -> set[str]:
    """What may be published now."""
    return set(ask.consents.filter(withdrawn_at=None).values_list("what", flat=True))


def has(ask: SpeakerAsk) -> dict[str, bool]:
    """What of events.rules.speakers.FIELDS the speaker has given."""
    given = {key: bool(getattr(ask, key)) for key in ("title", "abstract", "bio")}
    return given | {"slides": "slides" in files_of(ask)}


def get_file(uid: UUID, user: Any) -> SpeakerFile:
    """The gateway: a file its speaker lets us publish, of a meeting this log-in may see; all for
    chairs. Else Http404."""
    found = (
        SpeakerFile.objects.select_related("ask__meeting").filter(uid=uid, removed_at=None).first()
    )
    if found is None:
        raise Http404
    if user.is_authenticated and user.has_perm(MANAGE):
        return found
    meeting = found.ask.meeting
    shown = meeting is not None and may_see(meeting, user)
    if not shown or found.ask.state != State.ACCEPTED or found.what not in consents_of(found.ask):
        raise Http404
    return found


def coming_count(meeting: Meeting) -> int:
    """How many have said yes so far."""
    return Rsvp.objects.filter(meeting=meeting, state=Rsvp.State.GOING).count()


def came_count(meeting: Meeting) -> int:
    """How many were there."""
    came = Attendance.objects.filter(meeting=meeting, voided_at=None, state__in=("present", "late"))
    return came.count()


def about(spoken: list[Speaking]) -> dict[str, Any]:
    """What the speaker of these talks gave for them: the newest `bio`, and the newest `photo`
    they let us show."""
    asks = SpeakerAsk.objects.filter(speaking__in=spoken, state=State.ACCEPTED)
    shown = Q(what="photo", removed_at=None, ask__consents__what="photo")
    photos = SpeakerFile.objects.filter(shown, ask__consents__withdrawn_at=None, ask__in=asks)
    bios = asks.exclude(bio="").order_by("-answered_at")
    return {
        "bio": bios.values_list("bio", flat=True).first() or "",
        "photo": photos.order_by("-uploaded_at").first(),
    }


def record(person: Person) -> dict[str, int]:
    """For chairs: how often this person was asked, and what came of it."""
    asked = SpeakerAsk.objects.filter(person=person)
    counts = asked.aggregate(
        asked=Count("id"),
        yes=Count("id", filter=Q(state=State.ACCEPTED)),
        no=Count("id", filter=Q(state__in=(State.DECLINED, State.LATER))),
        silent=Count("id", filter=Q(state=State.ASKED)),
    )
    return dict(counts)


def listeners(spoken: list[Speaking]) -> int:
    """How many people, each evening counted, have listened to these talks."""
    meetings = {row.meeting_id for row in spoken}
    came = Attendance.objects.filter(meeting__in=meetings, voided_at=None)
    return came.filter(state__in=("present", "late")).count()

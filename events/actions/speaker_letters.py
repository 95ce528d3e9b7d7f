"""Letters to speakers and their chairs that fall due by themselves, by ranges of time."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from events.models import Meeting, SpeakerAsk
from events.queries.speakers import has
from events.rules import speakers as rules
from events.rules.ladder import days_before
from kit.queries import value
from members.models import Person
from members.queries import address_for
from outbox.actions import letters

State = SpeakerAsk.State
COMING = (Meeting.State.DRAFT, Meeting.State.PUBLISHED)


def chase(*, at: datetime) -> int:
    """Queue the newest step for every speaker who owes an answer or something for the evening;
    gives how many were new."""
    days, queued = value(rules.CHASE_DAYS), 0
    for ask, meeting in _coming(at, max(days, default=0)):
        stage = rules.chase_stage(meeting.starts_at, meeting.timezone, days, at)
        if stage is None or _asked_after(ask, meeting, stage):
            continue
        if ask.state == State.ACCEPTED and not rules.missing(has(ask), stage):
            continue
        queued += _post("speaker.chase", ask, meeting, ask.person, str(stage), at)
    return queued


def tell_chairs(*, at: datetime) -> int:
    """After so many days of silence the chair who asked hears of it, once; and once more when it
    is as many days to the evening. Gives how many letters were new."""
    days, queued = value(rules.SILENT_DAYS), 0
    for ask, meeting in _coming(at, 400):
        if ask.state == State.ASKED and ask.asked_at <= at - timedelta(days=days):
            queued += _post("speaker.silent", ask, meeting, ask.asked_by, "silent", at)
        near = days_before(meeting.starts_at, ZoneInfo(meeting.timezone), days)
        owes = ask.state == State.ASKED or rules.missing(has(ask), days)
        if near <= at and ask.asked_at < near and owes:
            queued += _post("speaker.silent", ask, meeting, ask.asked_by, "near", at)
    return queued


def thank(*, at: datetime) -> int:
    """Thank who spoke, from so many hours after the end; gives how many were new."""
    over = at - timedelta(hours=value(rules.THANKS_HOURS))
    spoke = SpeakerAsk.objects.filter(
        state=State.ACCEPTED, meeting__ends_at__lte=over,
        meeting__ends_at__gt=over - rules.THANKS_UNTIL,
        meeting__state__in=(Meeting.State.PUBLISHED, Meeting.State.CLOSED),
    ).select_related("person", "meeting")  # fmt: skip
    return sum(
        _post("speaker.thanks", ask, ask.meeting, ask.person, "thanks", at)
        for ask in spoke
        if ask.meeting is not None
    )


def _coming(at: datetime, days: int) -> list[tuple[SpeakerAsk, Meeting]]:
    """Open requests with their evening, if that is still to come within so many days."""
    open_asks = SpeakerAsk.objects.filter(state__in=(State.ASKED, State.ACCEPTED))
    near = open_asks.filter(dates__starts_at__gt=at, dates__starts_at__lte=at + timedelta(days + 1))
    rows = near.distinct().select_related("person", "asked_by", "meeting__series").order_by("id")
    pairs = [(ask, _evening(ask, at)) for ask in rows]
    return [(ask, date) for ask, date in pairs if date and date.state in COMING]


def _evening(ask: SpeakerAsk, at: datetime) -> Meeting | None:
    if ask.meeting is not None:
        return ask.meeting if ask.meeting.starts_at > at else None
    return ask.dates.filter(starts_at__gt=at, state__in=COMING).order_by("starts_at").first()


def _asked_after(ask: SpeakerAsk, meeting: Meeting, stage: int) -> bool:
    """Who was asked, or said yes, after this step was due is not chased with it."""
    since = ask.answered_at or ask.asked_at
    return since > days_before(meeting.starts_at, ZoneInfo(meeting.timezone), stage)


def _post(
    kind: str, ask: SpeakerAsk, meeting: Meeting, to: Person, stage: str, at: datetime
) -> int:  # fmt: skip
    day = meeting.starts_at.astimezone(ZoneInfo(meeting.timezone)).date().isoformat()
    until = at + rules.THANKS_UNTIL if stage == "thanks" else meeting.starts_at
    about = {"ask": ask.pk, "person": to.pk, "meeting": meeting.pk, "stage": stage}
    made = letters.post(
        kind=kind, to=address_for(to), about=about, at=at, valid_until=until,
        dedupe_key=f"{kind.replace('.', '-')}:{ask.pk}:{day}:{stage}",
    )  # fmt: skip
    return int(made is not None)

"""Reminders before a job at a meeting and thanks after it, by ranges of time."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from events.models import DutySignup, Meeting
from events.queries.duties import served
from events.rules import duties as rules
from members.queries import letter_address
from outbox.actions import letters

THANKS_AFTER, THANKS_UNTIL = timedelta(hours=18), timedelta(days=7)


def remind(*, at: datetime) -> int:
    """Queue the newest reminder of every job of the next seven days; gives how many were new."""
    ahead = at + timedelta(days=max(rules.REMINDERS))
    coming = DutySignup.objects.filter(
        state__in=DutySignup.SERVING, duty__meeting__state=Meeting.State.PUBLISHED,
        duty__meeting__starts_at__gt=at, duty__meeting__starts_at__lte=ahead,
    )  # fmt: skip
    queued = 0
    for row in _addressed(coming):
        meeting = row.duty.meeting
        stage = rules.reminder_stage(meeting.starts_at, at)
        if stage is None or meeting.starts_at - row.taken_at <= timedelta(days=stage):
            continue
        queued += _post("duty.reminder", row, str(stage), at, meeting.starts_at)
    return queued


def thank(*, at: datetime) -> int:
    """Thank whoever has done a job, once the meeting is closed; gives how many were new."""
    done = served().filter(
        duty__meeting__state=Meeting.State.CLOSED,
        duty__meeting__ends_at__lte=at - THANKS_AFTER,
        duty__meeting__ends_at__gt=at - THANKS_UNTIL,
    )
    until = at + THANKS_UNTIL
    return sum(_post("duty.thanks", row, "thanks", at, until) for row in _addressed(done))


def _addressed(rows: QuerySet[DutySignup]) -> QuerySet[DutySignup]:
    found = rows.annotate(to_=letter_address("person__")).order_by("id")
    return found.select_related("duty__meeting")


def _post(kind: str, row: DutySignup, stage: str, at: datetime, until: datetime) -> int:
    meeting = row.duty.meeting
    day = meeting.starts_at.astimezone(ZoneInfo(meeting.timezone)).date().isoformat()
    about = {"signup": row.pk, "person": row.person_id, "meeting": meeting.pk, "stage": stage}
    made = letters.post(
        kind=kind, to=row.to_ or "", about=about,  # type: ignore[attr-defined]
        dedupe_key=f"duty:{row.pk}:{day}:{stage}", at=at, valid_until=until,
    )  # fmt: skip
    return int(made is not None)

"""The days of a rule become meetings: months ahead, and each moved or skipped by itself.

Every day dealt with keeps its place in the rule (`Occurrence`), whatever becomes of its meeting.
"""

from datetime import UTC, date, datetime, time
from itertools import takewhile
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext as _

from events.actions import meetings
from events.actions.refusals import NotPossible
from events.models import Meeting, Occurrence, Series
from events.queries.series import last_day
from events.rules.recurrence import ANCHOR, occurrences
from members.models import Person

State = Meeting.State
# More than a year of every week; a rule of every day is drafted in several goes.
MOST = 60


@transaction.atomic
def draft_next(*, series: Series, by: Person | None, at: datetime, count: int = 1) -> list[Meeting]:
    """Drafts for the next `count` days of the series' rule, after its last one and after now.

    Raises NotPossible where the series has no rule, events.rules.recurrence.RuleInvalid where it
    makes no sense. Writes Meeting and Occurrence.
    """
    return [_draft(series, start, by, at) for start in _coming(series, at, count)]


@transaction.atomic
def draft_until(*, series: Series, last: date, by: Person | None, at: datetime) -> list[Meeting]:
    """Drafts for all days of the rule up to and with `last` (a day in the series' zone).

    A second run adds nothing. Raises as `draft_next`. Writes Meeting and Occurrence.
    """
    zone = ZoneInfo(series.timezone)
    coming = _coming(series, at, MOST)
    starts = takewhile(lambda start: start.astimezone(zone).date() <= last, coming)
    return [_draft(series, start, by, at) for start in starts]


@transaction.atomic
def skip(*, meeting: Meeting, by: Person | None, at: datetime) -> bool:
    """This draft does not take place; the rule goes on after it. False where that is so already.

    Raises NotPossible once it is announced: then it is cancelled with notice. Writes Meeting.
    """
    current = Meeting.objects.select_for_update(no_key=True).get(pk=meeting.pk)
    if current.state == State.CANCELLED and current.published_at is None:
        return False
    if current.state != State.DRAFT:
        raise NotPossible(_("This meeting is announced: cancel it with notice instead."))
    return meetings.cancel(meeting=meeting, reason="", by=by, at=at)


@transaction.atomic
def unskip(*, meeting: Meeting, by: Person | None, at: datetime) -> bool:
    """A skipped draft takes place after all; False where it was not skipped. Writes Meeting."""
    skipped = Meeting.objects.filter(pk=meeting.pk, state=State.CANCELLED, published_at=None)
    changed = skipped.update(state=State.DRAFT, cancelled_at=None, cancel_reason="")
    meeting.refresh_from_db()
    return bool(changed)


def _coming(series: Series, at: datetime, count: int) -> list[datetime]:
    if not series.rule:
        raise NotPossible(_("This series has no rule. Write one, or create the meeting by hand."))
    # Two who plan at once wait for each other, so no day is drafted twice.
    Series.objects.select_for_update(no_key=True).get(pk=series.pk)
    last = last_day(series)
    after = at
    if last is not None:
        end = datetime.combine(last, time.max, ZoneInfo(series.timezone)).astimezone(UTC)
        after = max(at, end)
    return occurrences(
        series.rule, series.local_time, series.timezone, after, count, anchor=last or ANCHOR
    )


def _draft(series: Series, start: datetime, by: Person | None, at: datetime) -> Meeting:
    local = start.astimezone(ZoneInfo(series.timezone)).replace(tzinfo=None)
    made = meetings.create(series=series, starts_local=local, by=by, at=at)
    Occurrence.objects.create(series=series, on=local.date(), meeting=made)
    return made

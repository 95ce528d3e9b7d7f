"""Series as a programme chair sees them."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Count, Max, Q, QuerySet
from django.http import Http404

from events.models import Meeting, Series
from events.rules.recurrence import ANCHOR, occurrences


def last_day(series: Series) -> date | None:
    """The last day of the rule dealt with: where it was put, not where its meeting moved to."""
    planned = series.occurrences.aggregate(last=Max("on"))["last"]
    by_hand = series.meetings.filter(occurrence__isnull=True).order_by("-starts_at").first()
    if by_hand is None:
        return planned
    held = by_hand.starts_at.astimezone(ZoneInfo(by_hand.timezone)).date()
    return max(held, planned) if planned else held


def coming_days(series: Series, at: datetime, count: int) -> list[datetime]:
    """For a preview: the next starts of the rule from now on in UTC, planned already or not.
    Raises events.rules.recurrence.RuleInvalid."""
    anchor = (last_day(series) if series.pk else None) or ANCHOR
    just_before = at - timedelta(seconds=1)
    return occurrences(series.rule, series.local_time, series.timezone, just_before, count, anchor)


def with_coming(at: datetime) -> QuerySet[Series]:
    """All series with `coming_`: how many meetings lie ahead, drafts included."""
    ahead = Q(meetings__starts_at__gt=at) & ~Q(meetings__state=Meeting.State.CANCELLED)
    return Series.objects.select_related("venue").annotate(coming_=Count("meetings", filter=ahead))


def get_series(slug: str) -> Series:
    """The gateway; the view has asked for the right. Http404 where there is none."""
    found = Series.objects.select_related("venue").filter(slug=slug).first()
    if found is None:
        raise Http404
    return found

"""The vital signs, each with its rule in words and the people it counts."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from kit.queries import values
from pulse.queries import crowd, service
from pulse.rules import INDEX, RETURN_DAYS, SMALL, retention, tenure, year_before

MONTHS = 12


@dataclass(frozen=True)
class Sign:
    """One vital sign: `part` of `whole`, or a bare number in words.

    `people` are the ids behind it, `missing` those one would rather have in it.
    """

    key: str
    label: str | Promise
    rule: str
    part: int | None = None
    whole: int | None = None
    words: str = ""
    tone: str = ""
    people: frozenset[int] = field(default_factory=frozenset)
    missing: frozenset[int] = field(default_factory=frozenset)
    small: int = 20

    @property
    def percent(self) -> str:
        """The share in words; empty where there are too few people for one."""
        if self.part is None or not self.whole or self.whole < self.small:
            return ""
        return f"{number_format(100 * self.part / self.whole, 0)} %"

    @property
    def value(self) -> str:
        """What stands in large type."""
        if self.words or self.part is None:
            return self.words
        if self.percent:
            return self.percent
        return _("{part} of {whole}").format(part=self.part, whole=self.whole)


def signs(day: date, kind: str = "") -> list[Sign]:
    """All vital signs as at a day; those of meetings for one kind of them, or for all."""
    numbers = values(SMALL, INDEX, RETURN_DAYS)
    ago = year_before(day)
    fall = crowd.between(ago, day)
    found = [
        *_membership(day, fall, numbers[INDEX.key]),
        *_meetings(day, ago, fall.end, kind, numbers[RETURN_DAYS.key]),
        *service.signs(day, Sign),
    ]
    return [_sized(sign, numbers[SMALL.key]) for sign in found]


def _sized(sign: Sign, small: int) -> Sign:
    return Sign(**{**sign.__dict__, "small": small})


def _membership(day: date, fall: crowd.Waterfall, threshold: int) -> list[Sign]:
    now, then = fall.end, fall.start
    # Who came back after a gap counts as reinstated, not as retained.
    kept = now - fall.new - fall.reinstated
    renewal = retention(len(then), len(now), len(fall.new | fall.reinstated))
    years = tenure(renewal)
    first = _first_year(day)
    past = crowd.members(year_before(day, 3))
    change = 100 * (len(now) - len(past)) / len(past) if past else None
    tone = "" if change is None or abs(change) < threshold else "good" if change > 0 else "bad"
    return [
        Sign("members", _("Members"), _("Whose membership runs, grace days included."),
             words=str(len(now)), people=now),
        Sign("retention", _("Retention"),
             _("Members now, less those who joined within twelve months, of the members twelve "
               "months ago. Who came back after a gap is shown as reinstated."),
             part=len(kept), whole=len(then), people=kept, missing=then - now),
        Sign("first_year", _("First-year renewal"),
             _("Of those who first joined between two years and one year ago: still members."),
             part=len(first & now), whole=len(first), people=first & now, missing=first - now),
        Sign("tenure", _("Average stay"), _("1 / (1 - retention), in years."),
             words=_("{years} years").format(years=number_format(years, 1)) if years else "–"),
        Sign("index", _("Three-year index"),
             _("Members now against three years ago. {n} % more or fewer is a sign.").format(
                 n=threshold),
             words="–" if change is None else f"{change:+.0f} %" if len(past) >= 20
             else _("{then} then, {now} now").format(then=len(past), now=len(now)),
             tone=tone, people=now - past, missing=past - now),
    ]  # fmt: skip


def _first_year(day: date) -> frozenset[int]:
    return frozenset(
        pk for (pk,) in crowd.asked(
            "SELECT id FROM members_person WHERE merged_into_id IS NULL"
            " AND joined_on > %(first)s AND joined_on <= %(last)s",
            first=year_before(day, 2), last=year_before(day),
        )
    )  # fmt: skip


SHOWN = """
    SELECT r.person_id, a.person_id IS NOT NULL
    FROM events_rsvp r
    JOIN events_meeting m ON m.id = r.meeting_id AND m.state = 'closed'
    JOIN events_series s ON s.id = m.series_id
    LEFT JOIN events_attendance a ON a.meeting_id = r.meeting_id AND a.person_id = r.person_id
        AND a.voided_at IS NULL AND a.state IN ('present', 'late')
    WHERE r.state = 'going' AND m.starts_at > %(first)s AND m.starts_at < %(last)s::date + 1
      AND (%(kind)s = '' OR s.kind = %(kind)s)
"""


def _meetings(day: date, ago: date, now: frozenset[int], kind: str, return_days: int) -> list[Sign]:
    seen = frozenset(crowd.visits(ago, day, kind)) & now
    shown = crowd.asked(SHOWN, first=ago, last=day, kind=kind)
    first, again = _first_timers(day, ago, kind, return_days)
    return [
        Sign("reach", _("Reach"), _("Members seen at a meeting within twelve months."),
             part=len(seen), whole=len(now), people=seen, missing=now - seen),
        Sign("show_rate", _("Show rate"), _("Of all who had said yes: those who came."),
             part=sum(came for _pk, came in shown), whole=len(shown),
             people=frozenset(pk for pk, came in shown if came),
             missing=frozenset(pk for pk, came in shown if not came)),
        Sign("returned", _("First-timers who returned"),
             _("Of those who came for the first time, at least {n} days ago: seen again within {n} "
               "days.").format(n=return_days),
             part=len(again), whole=len(first), people=again, missing=first - again),
    ]  # fmt: skip


def _first_timers(
    day: date, ago: date, kind: str, days: int
) -> tuple[frozenset[int], frozenset[int]]:
    """Whose first visit ever lies in the year that ended `days` ago, and who came again in time."""
    window = timedelta(days=days)
    ever = crowd.visits(date(1900, 1, 1), day, kind)
    first = {
        pk: since for pk, (_n, since, _last) in ever.items() if ago - window < since <= day - window
    }
    rows = crowd.asked(
        """SELECT a.person_id, (m.starts_at AT TIME ZONE m.timezone)::date
        FROM events_attendance a JOIN events_meeting m ON m.id = a.meeting_id
        WHERE a.voided_at IS NULL AND a.state IN ('present', 'late') AND m.state = 'closed'
          AND a.person_id = ANY(%(people)s)""",
        people=list(first),
    )
    again = {pk for pk, on in rows if first[pk] < on <= first[pk] + window}
    return frozenset(first), frozenset(again)

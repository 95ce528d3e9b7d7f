"""Vital signs of who is a member, who stayed and who left."""

from datetime import date

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from pulse.queries.crowd import Crowd, asked
from pulse.queries.sign import Sign
from pulse.rules import retention, tenure, year_before

KEYS = ("members", "retention", "first_year", "tenure", "index")


def signs(day: date, crowd: Crowd, *, threshold: int, small: int) -> list[Sign]:
    """Five signs as at `day`, of a crowd known then, one and three years before. A change of
    `threshold` percent over three years is a sign; under `small` members it is told in counts."""
    fall = crowd.between(year_before(day), day)
    now, then = fall.end, fall.start
    # Who came back after a gap counts as reinstated, not as retained.
    kept = now - fall.new - fall.reinstated
    renewal = retention(len(then), len(now), len(fall.new | fall.reinstated))
    years = tenure(renewal)
    first = _first_year(day)
    past = crowd.on(year_before(day, 3))
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
             words="–" if change is None else f"{change:+.0f} %" if len(past) >= small
             else _("{then} then, {now} now").format(then=len(past), now=len(now)),
             tone=tone, people=now - past, missing=past - now),
    ]  # fmt: skip


def _first_year(day: date) -> frozenset[int]:
    return frozenset(
        pk for (pk,) in asked(
            "SELECT id FROM members_person WHERE merged_into_id IS NULL"
            " AND joined_on > %(first)s AND joined_on <= %(last)s",
            first=year_before(day, 2), last=year_before(day),
        )
    )  # fmt: skip

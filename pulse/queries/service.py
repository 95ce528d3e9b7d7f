"""Vital signs of what people do: months with a speaker, seats with a successor, many hands."""

from datetime import date

from dateutil.relativedelta import relativedelta
from django.utils.translation import gettext as _

from pulse.queries import crowd
from pulse.queries.sign import Sign

KEYS = ("booked", "successors", "hands")
AHEAD = 12
TOP = 10
BOOKED = """
    SELECT DISTINCT date_trunc('month', m.starts_at AT TIME ZONE m.timezone)::date
    FROM events_meeting m JOIN events_speaking s ON s.meeting_id = m.id AND s.state = 'confirmed'
    WHERE m.state IN ('draft', 'published') AND m.starts_at >= %(first)s AND m.starts_at < %(last)s
"""
ENDING = """
    SELECT t.person_id, EXISTS (
        SELECT 1 FROM roles_term n WHERE n.seat_id = t.seat_id AND n.kind <> 'shadow'
        AND lower(n.period) >= upper(t.period))
    FROM roles_term t
    WHERE t.kind <> 'shadow' AND t.period @> %(day)s::date AND upper(t.period) <= %(last)s
"""
HANDS = """
    SELECT person_id FROM roles_term
    WHERE kind <> 'shadow' AND period && daterange(%(first)s, %(day)s)
    UNION ALL
    SELECT s.person_id FROM events_dutysignup s JOIN events_duty d ON d.id = s.duty_id
    JOIN events_meeting m ON m.id = d.meeting_id
    WHERE s.state IN ('taken', 'confirmed') AND m.starts_at > %(first)s
      AND m.starts_at < %(day)s::date + 1
"""


def signs(day: date) -> list[Sign]:
    """Three signs as at `day`."""
    month = day.replace(day=1)
    booked = crowd.asked(BOOKED, first=month, last=month + relativedelta(months=AHEAD))
    ending = crowd.asked(ENDING, day=day, last=day + relativedelta(months=6))
    followed = [pk for pk, is_followed in ending if is_followed]
    hands = [pk for (pk,) in crowd.asked(HANDS, first=day - relativedelta(years=1), day=day)]
    counts = sorted(((hands.count(pk), pk) for pk in set(hands)), reverse=True)
    top = counts[:TOP]
    return [
        Sign("booked", _("Months with a speaker"), _("Of the next twelve, this one included."),
             words=_("{part} of {whole}").format(part=len(booked), whole=AHEAD),
             tone="" if len(booked) >= 3 else "warn"),
        Sign("successors", _("Seats with a successor"),
             _("Of the terms that end within six months: somebody is named to follow."),
             words=_("{part} of {whole}").format(part=len(followed), whole=len(ending)),
             tone="warn" if len(followed) < len(ending) else "",
             people=frozenset(followed),
             missing=frozenset(pk for pk, is_followed in ending if not is_followed)),
        Sign("hands", _("Work on ten shoulders"),
             _("Share of the roles and jobs of twelve months done by the ten who did most."),
             part=sum(n for n, _pk in top), whole=len(hands),
             people=frozenset(pk for _n, pk in top)),
    ]  # fmt: skip

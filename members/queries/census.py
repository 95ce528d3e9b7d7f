"""Everybody's standing on a day in one statement: for reports over the whole association.

The same rule as `rules.standing` and `with_standing`, which asks person by person; here each table
is read once, so that a hundred thousand people take less than half a second.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.db import connection

from kit.queries import value
from members.rules import RENEWAL_WINDOW, Standing

# What a period says by itself, as a number; 8 of them fit below each day, so that one `max` finds
# the last period begun and what it says. Followed by another, "due" is "active".
CODES = ("lapsed", "grace", "due", "active", "honorary", "resigned")
CENSUS = """
WITH said AS (
    SELECT person_id, lower(period) - DATE '0001-01-01' AS starts, CASE
        WHEN resigned_on <= %(day)s AND resigned_recorded_on <= %(day)s THEN 5
        WHEN upper(period) <= %(day)s THEN (upper(period) + grace_days > %(day)s)::int
        WHEN honorary THEN 4
        WHEN upper(period) <= %(soon)s AND basis <> 'between'
            AND (resigned_recorded_on IS NULL OR resigned_recorded_on > %(day)s) THEN 2
        ELSE 3 END AS code
    FROM members_membership
    WHERE recorded_on <= %(day)s AND (voided_on IS NULL OR voided_on > %(day)s)
), last AS (
    SELECT person_id, max(starts) AS latest,
        max(starts * 8 + code) FILTER (WHERE starts <= %(day)s - DATE '0001-01-01') AS begun
    FROM said GROUP BY person_id
), dead AS (
    SELECT DISTINCT person_id FROM members_death
    WHERE died_on <= %(day)s AND recorded_on <= %(day)s
        AND (voided_on IS NULL OR voided_on > %(day)s)
), asked AS (
    SELECT DISTINCT person_id FROM members_application
    WHERE applied_on <= %(day)s AND (closed_on IS NULL OR closed_on > %(day)s)
)
SELECT person.id, CASE
    WHEN dead.person_id IS NOT NULL THEN 'deceased'
    WHEN begun IS NOT NULL AND begun %% 8 = 2 AND latest > begun / 8 THEN 'active'
    WHEN begun IS NOT NULL THEN (%(codes)s::text[])[begun %% 8 + 1]
    WHEN asked.person_id IS NOT NULL THEN 'applied'
    ELSE 'prospect' END
FROM members_person AS person
LEFT JOIN last ON last.person_id = person.id
LEFT JOIN dead ON dead.person_id = person.id
LEFT JOIN asked ON asked.person_id = person.id
WHERE person.merged_into_id IS NULL
"""


def standings_on(day: date) -> Iterator[tuple[int, Standing]]:
    """(person's id, standing on `day`) of everybody on file, by what was recorded by its end."""
    with connection.cursor() as cursor:
        cursor.execute(CENSUS, _given(day))
        words = {state.value: state for state in Standing}
        yield from ((pk, words[state]) for pk, state in cursor.fetchall())


def headcount(day: date) -> dict[Standing, int]:
    """How many people stood how on `day`; every standing is named."""
    found = Counter(dict(standings_on(day)).values())
    return {state: found[state] for state in Standing}


def _given(day: date) -> dict[str, Any]:
    soon = day + timedelta(days=value(RENEWAL_WINDOW) + 1)
    return {"day": day, "soon": soon, "codes": list(CODES)}

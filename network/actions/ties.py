"""Ties are worked out from what other tables hold: all of them at night, a meeting once closed."""

from datetime import date, datetime

from django.db import connection, transaction

from events.models import Meeting
from kit.statements import put, whole_tables
from kit.turns import take_turns
from network.models import FoldedMeeting, Tie
from network.queries import sources

ADDED = """
    SELECT low, high, sum(weight * 2 ^ ((on_day - %(epoch)s::date) / %(half_life)s)) AS strength,
           count(*) AS contacts, min(on_day) AS first_on, max(on_day) AS last_on
    FROM ({contacts}) found GROUP BY low, high
"""
WRITE = """
    INSERT INTO network_tie (low_id, high_id, strength, contacts, first_on, last_on)
    SELECT low, high, strength, contacts, first_on, last_on FROM ({added}) added
"""
ADD = """{write}
    ON CONFLICT (low_id, high_id) DO UPDATE SET
        strength = network_tie.strength + excluded.strength,
        contacts = network_tie.contacts + excluded.contacts,
        first_on = least(network_tie.first_on, excluded.first_on),
        last_on = greatest(network_tie.last_on, excluded.last_on)
"""
ONE = "SELECT * FROM ({found}) f WHERE f.about = %(meeting)s"
OWN = """
    SELECT * FROM ({found}) f WHERE f.low = %(who)s
    UNION ALL SELECT * FROM ({found}) f WHERE f.high = %(who)s
"""
PAIR = "SELECT * FROM ({found}) f WHERE f.low = %(low)s AND f.high = %(high)s"
REMEMBER = """
    INSERT INTO network_foldedmeeting (meeting_id, closed_at)
    SELECT id, closed_at FROM events_meeting WHERE state = 'closed' AND closed_at IS NOT NULL
"""


@transaction.atomic
def recompute(*, today: date) -> int:
    """All ties anew, as of today; gives their number. Whoever reads meanwhile sees the old ones."""
    take_turns("ties")
    Tie.objects.all().delete()
    FoldedMeeting.objects.all().delete()
    with connection.cursor() as cursor:
        with whole_tables(cursor):
            cursor.execute(_sql(WRITE, sources.contacts()), sources.numbers(today))
            written = cursor.rowcount
        cursor.execute(REMEMBER)
    return written


def fold_closed(*, today: date) -> int:
    """Add the contacts of meetings closed since the last time; gives how many meetings.

    One that was closed before, reopened and closed again waits for the night.
    """
    done = FoldedMeeting.objects.values("meeting")
    new = Meeting.objects.filter(state=Meeting.State.CLOSED, closed_at__isnull=False)
    return sum(fold(meeting=one, today=today) for one in new.exclude(pk__in=done).order_by("pk"))


@transaction.atomic
def fold(*, meeting: Meeting, today: date) -> bool:
    """Add one closed meeting's contacts to the ties; False where that was done before."""
    take_turns("ties")
    closed: datetime | None = meeting.closed_at
    if closed is None:
        return False
    _row, new = FoldedMeeting.objects.get_or_create(meeting=meeting, defaults={"closed_at": closed})
    if not new:
        return False
    one = put(ONE, found=sources.contacts("meeting", "job"))
    with connection.cursor() as cursor:
        values = sources.numbers(today) | {"meeting": meeting.pk}
        cursor.execute(_sql(ADD, one), values)
    return True


def forget(*, person_id: int) -> int:
    """No tie of this person is left; gives how many there were."""
    mine = Tie.objects.filter(low=person_id) | Tie.objects.filter(high=person_id)
    return mine.delete()[0]


def join(*, person_id: int, today: date) -> None:
    """The ties of one person who has come to take part."""
    take_turns("ties")
    forget(person_id=person_id)
    own = put(OWN, found=sources.contacts())
    with connection.cursor() as cursor:
        values = sources.numbers(today) | {"who": person_id}
        cursor.execute(_sql(WRITE, own), values)


@transaction.atomic
def renew(*, one: int, other: int, today: date) -> None:
    """The tie of these two people anew, at once, from all that is on file."""
    fold_closed(today=today)
    take_turns("ties")
    low, high = sorted((one, other))
    Tie.objects.filter(low=low, high=high).delete()
    pair = put(PAIR, found=sources.contacts())
    with connection.cursor() as cursor:
        cursor.execute(_sql(WRITE, pair), sources.numbers(today) | {"low": low, "high": high})


def _sql(statement: str, contacts: str) -> str:
    return put(statement, write=WRITE, added=ADDED, contacts=contacts)

"""Who might write to an old friend whose membership has ended, and what."""

import uuid
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from events.models import Meeting
from events.queries.meetings import upcoming, visible_to
from kit.queries import value
from members.models import Membership, Person
from members.queries import members_on
from network.models import FriendNote, Participant
from network.queries import words
from network.queries.people import Known, known, reachable
from network.rules.old_friends import LAPSED_DAYS, OPEN_DAYS, QUARTER_DAYS, SAME_PAIR_DAYS, SHARED
from outbox.queries import local_day

# Both take part (else there is no tie), neither avoids the other, and they are not in touch.
PAIRS = """
    SELECT a.person_id, b.person_id
    FROM events_attendance a
    JOIN events_meeting m ON m.id = a.meeting_id AND m.state = 'closed'
    JOIN events_attendance b ON b.meeting_id = a.meeting_id AND b.voided_at IS NULL
        AND b.state IN ('present', 'late') AND b.person_id = ANY (%(friends)s::bigint[])
    JOIN network_tie t ON t.low_id = least(a.person_id, b.person_id)
        AND t.high_id = greatest(a.person_id, b.person_id)
    WHERE a.person_id = ANY (%(lapsed)s::bigint[]) AND a.voided_at IS NULL
        AND a.state IN ('present', 'late')
        AND NOT EXISTS (SELECT FROM network_avoidance v WHERE (v.writer_id, v.person_id)
            IN ((a.person_id, b.person_id), (b.person_id, a.person_id)))
        AND NOT EXISTS (SELECT FROM network_cadence c WHERE c.writer_id = b.person_id
            AND c.person_id = a.person_id AND (c.never OR c.snoozed_until > %(today)s))
        AND NOT EXISTS (SELECT FROM network_touch w WHERE w.writer_id = b.person_id
            AND w.person_id = a.person_id AND w.on > %(quiet)s)
        AND NOT EXISTS (SELECT FROM network_friendnote n WHERE n.friend_id = b.person_id
            AND n.person_id = a.person_id AND n.made_at > %(same)s)
    GROUP BY a.person_id, b.person_id, t.strength
    HAVING count(*) >= %(shared)s
    ORDER BY t.strength DESC, a.person_id, b.person_id
"""


def old_friends(at: datetime) -> list[tuple[Person, Person]]:
    """(lapsed person, friend) pairs to be brought together now, the strongest ties first."""
    day = local_day(at)
    quarter = at - timedelta(days=QUARTER_DAYS)
    notes = FriendNote.objects.filter(FriendNote.OPEN | Q(sent_at__gt=quarter))
    lapsed = findable(day).exclude(pk__in=notes.values("person"))
    asked = FriendNote.objects.filter(FriendNote.OPEN | Q(made_at__gt=quarter))
    taking_part = Participant.objects.filter(left_at=None).values("person")
    friends = members_on(day, grace=False).filter(pk__in=taking_part)
    friends = friends.exclude(pk__in=asked.values("friend"))
    given: dict[str, Any] = {
        "lapsed": list(lapsed.values_list("pk", flat=True)), "today": day, "shared": value(SHARED),
        "friends": list(friends.values_list("pk", flat=True)),
        "quiet": day - timedelta(days=QUARTER_DAYS), "same": at - timedelta(days=SAME_PAIR_DAYS),
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(PAIRS, given)
        pairs = cursor.fetchall()
    people = Person.objects.in_bulk({pk for pair in pairs for pk in pair})
    return [(people[one], people[other]) for one, other in pairs]


def findable(day: date) -> QuerySet[Person]:
    """Those whose membership ended some while ago and who agreed to be found."""
    lately = Membership.objects.filter(
        voided_on=None, period__endswith__gt=day - timedelta(days=value(LAPSED_DAYS))
    )
    return (
        reachable(day)
        .filter(network__findable=True)
        .exclude(pk__in=members_on(day).values("pk"))
        .exclude(pk__in=lately.values("person"))
    )


def draft_of(friend: Person, at: datetime) -> FriendNote | None:
    """The one draft that waits for this member, while it may be sent."""
    since = at - timedelta(days=OPEN_DAYS)
    rows = FriendNote.objects.filter(FriendNote.OPEN, friend=friend, made_at__gt=since)
    return rows.filter(person__in=findable(local_day(at))).select_related("person").first()


def get_draft(friend: Person, uid: uuid.UUID, at: datetime) -> FriendNote:
    """The gateway: the member's own draft that may be sent; Http404 for any other."""
    found = draft_of(friend, at)
    if found is None or found.uid != uid:
        raise Http404
    return found


def knows(note: FriendNote, at: datetime) -> Known | None:
    """The person as the friend knows them; None once nothing connects the two."""
    return next(iter(known(note.friend, [note.person], local_day(at))), None)


def text(note: FriendNote, one: Known, at: datetime) -> str:
    """The draft: a true shared memory, a question, and the next meeting; to be changed at will."""
    lines = [
        _("Hello {name},").format(name=one.person.first_name),
        " ".join(filter(None, (words.memory_between(one), _("How are you?")))),
        _next(at),
        note.friend.first_name,
    ]
    return "\n\n".join(filter(None, lines))


def _next(at: datetime) -> str:
    public = visible_to(None, None).filter(state=Meeting.State.PUBLISHED, starts_at__gt=at)
    meeting = upcoming(public, at).first()
    if meeting is None:
        return ""
    sentence = _("On {day} we meet again: “{topic}”. It would be good to see you there.")
    day = date_format(local_day(meeting.starts_at))
    return sentence.format(day=day, topic=meeting.topic or meeting.title)

"""Three people for a post, why, and who might ask each of them.

Reasons are facts an officer may see anyway: skills shown to members, attendance, jobs and seats.
Ties are read between participants who let themselves be named, and leave here as one name: who
is to ask. Whom somebody knows is told of nobody.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet

from events.models import DutySignup, Rsvp
from events.rules.duties import like, skill_words
from kit.queries import value
from members.models import Person
from members.queries import of_user, rolls
from network.models import Ask, NeverAsk, Participant
from network.queries.posts import JOBS, MANAGE, Post
from network.rules import ENOUGH, HALF_LIFE, at_epoch
from network.rules import asks as rules
from outbox.queries import local_day
from roles import rules as roles_rules
from roles.models import ProjectHelper, Term
from roles.queries import officer, running

YEAR = timedelta(days=365)
# Whoever has nothing of what `rules.reasons` asks for stays in the database.
FACTS = """
    SELECT * FROM (
    SELECT p.id, coalesce(came.times, 0) AS came,
           greatest(coalesce(term.largest, 0), coalesce(job.largest, 0), coalesce(help.largest, 0))
               AS largest,
           coalesce(term.seats, 0) AS seats,
           coalesce(term.done, false) OR coalesce(job.done, false) AS done,
           p.skills ILIKE ANY (%(skills)s::text[]) AND hidden.person_id IS NULL AS skill,
           knows.person_id IS NOT NULL AS knows
    FROM unnest(%(people)s::bigint[]) AS one(id) JOIN members_person p ON p.id = one.id
    LEFT JOIN members_visibility hidden ON hidden.person_id = p.id AND hidden.field = 'skills'
        AND hidden.audience <> 'members'
    LEFT JOIN (
        SELECT a.person_id, count(*) AS times FROM events_attendance a
        JOIN events_meeting m ON m.id = a.meeting_id AND m.state = 'closed'
            AND m.starts_at > %(since)s AND m.starts_at <= %(at)s
        WHERE a.voided_at IS NULL AND a.state IN ('present', 'late') GROUP BY 1
    ) came ON came.person_id = p.id
    LEFT JOIN (
        SELECT t.person_id, max(CASE r.body WHEN 'board' THEN 5 WHEN 'committee' THEN 4 ELSE 3 END)
                   AS largest,
               count(*) FILTER (WHERE t.period @> %(today)s::date) AS seats,
               bool_or(r.id = %(role)s) AS done
        FROM roles_term t JOIN roles_seat s ON s.id = t.seat_id
        JOIN roles_role r ON r.id = s.role_id
        WHERE t.voided_at IS NULL AND t.kind <> 'shadow' AND lower(t.period) <= %(today)s::date
        GROUP BY 1
    ) term ON term.person_id = p.id
    LEFT JOIN (
        SELECT s.person_id, max(CASE r.size WHEN 'quick' THEN 1 ELSE 2 END) AS largest,
               bool_or(r.id = %(role)s) AS done
        FROM events_dutysignup s JOIN events_duty d ON d.id = s.duty_id
        JOIN roles_role r ON r.id = d.role_id
        JOIN events_attendance a ON a.meeting_id = d.meeting_id AND a.person_id = s.person_id
            AND a.voided_at IS NULL AND a.state IN ('present', 'late')
        WHERE s.state IN ('taken', 'confirmed') GROUP BY 1
    ) job ON job.person_id = p.id
    LEFT JOIN (
        SELECT person_id, 2 AS largest FROM roles_projecthelper
        UNION SELECT lead_id, 2 FROM roles_project
    ) help ON help.person_id = p.id
    LEFT JOIN (
        SELECT DISTINCT
               CASE WHEN t.low_id = ANY (%(there)s::bigint[]) THEN t.high_id ELSE t.low_id END
                   AS person_id
        FROM network_tie t
        WHERE (t.low_id = ANY (%(there)s::bigint[]) OR t.high_id = ANY (%(there)s::bigint[]))
            AND t.strength >= %(enough)s
    ) knows ON knows.person_id = p.id AND EXISTS (
        SELECT FROM network_participant n
        WHERE n.person_id = p.id AND n.left_at IS NULL AND n.named)
    ) facts WHERE came >= %(comes)s OR largest > 0 OR done OR skill
"""
# The strongest tie of each, but nobody who would rather not meet the other. Where somebody has
# passed an ask on, the officer asks: a second name would tell of a second tie.
ASKERS = """
    SELECT DISTINCT ON (one.id) one.id, other.id
    FROM unnest(%(people)s::bigint[]) AS one(id)
    CROSS JOIN LATERAL (
        SELECT high_id AS id, strength FROM network_tie WHERE low_id = one.id
        UNION ALL SELECT low_id, strength FROM network_tie WHERE high_id = one.id
    ) other
    JOIN network_participant a ON a.person_id = one.id AND a.left_at IS NULL AND a.named
    JOIN network_participant b ON b.person_id = other.id AND b.left_at IS NULL AND b.named
    WHERE other.strength >= %(enough)s AND other.id = ANY (%(members)s::bigint[])
        AND NOT EXISTS (SELECT FROM network_avoidance v
            WHERE (v.writer_id, v.person_id) IN ((one.id, other.id), (other.id, one.id)))
        AND NOT EXISTS (SELECT FROM network_cadence c WHERE c.never
            AND (c.writer_id, c.person_id) IN ((one.id, other.id), (other.id, one.id)))
        AND NOT EXISTS (SELECT FROM network_ask k WHERE k.person_id = one.id
            AND k.state = 'passed' AND k.picked_at > %(since)s)
    ORDER BY one.id, other.strength DESC, other.id
"""


@dataclass(frozen=True)
class Candidate:
    """One of the three: why, and who might ask them; `knows_well` where a tie says so."""

    person: Person
    facts: rules.Facts
    reasons: list[rules.Reason]
    skills: list[str]
    asker: Person | None
    knows_well: bool


def candidates(post: Post, user: Any, at: datetime) -> list[Candidate]:
    """At most three, by name, with who might ask them. A constant number of queries."""
    day, viewer = local_day(at), of_user(user)
    members = rolls([day])[day]
    left_out = _left_out(post, at) | ({viewer.pk} if viewer else set())
    found = rules.three(_facts(post, list(members - left_out), day, at), post.size)
    people = Person.objects.in_bulk([one.person for one in found])
    known = askers(list(people), members, at)
    fallback = responsible(post, user, day)
    sees_attendance = user.has_perm("events.view_attendance")
    rows = [
        _candidate(post, people[one.person], one, known, fallback, sees_attendance) for one in found
    ]
    return sorted(rows, key=lambda row: (row.person.sort_name, row.person.pk))


def askers(people: list[int], members: Collection[int], at: datetime) -> dict[int, Person]:
    """Who knows each of these best, among current members who let themselves be named."""
    values: dict[str, Any] = {
        "people": people, "members": list(members), "enough": enough(local_day(at)),
        "since": at - timedelta(days=value(rules.SEASON)),
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(ASKERS, values)
        pairs = dict(cursor.fetchall())
    found = Person.objects.in_bulk(list(pairs.values()))
    return {one: found[other] for one, other in pairs.items()}


def responsible(post: Post, user: Any, day: date) -> Person | None:
    """The officer who asks where nobody's tie says more: who looks, else who holds the right."""
    rights = {"seat": roles_rules.APPOINT, "job": JOBS, "project": MANAGE}
    return of_user(user) or officer(rights[post.kind], day)


def _candidate(
    post: Post, person: Person, facts: rules.Facts, known: dict[int, Person],
    fallback: Person | None, sees_attendance: bool,
) -> Candidate:  # fmt: skip
    why = rules.reasons(facts, post.size)
    if not sees_attendance:
        why = [reason for reason in why if reason != rules.Reason.CAME]
    shown = person.skills.casefold()
    skills = [word for word in skill_words(post.skills) if word in shown] if facts.skill else []
    asker = known.get(person.pk)
    return Candidate(person, facts, why, skills, asker or fallback, asker is not None)


def _facts(post: Post, people: list[int], day: date, at: datetime) -> list[rules.Facts]:
    there = _there(post, day)
    values: dict[str, Any] = {
        "people": people, "today": day, "since": at - YEAR, "at": at,
        "role": post.role.pk if post.role else 0, "there": there, "enough": enough(day),
        "skills": like(skill_words(post.skills)),
        "comes": rules.COMES,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(FACTS, values)
        return [rules.Facts(*row) for row in cursor.fetchall()]


def enough(day: date) -> float:
    """The stored strength from which a tie counts on a day."""
    return at_epoch(value(ENOUGH), day, value(HALF_LIFE))


def _named() -> QuerySet[Participant]:
    return Participant.objects.filter(left_at=None, named=True)


def _there(post: Post, day: date) -> list[int]:
    """Participants who serve there already; nobody where that is one, whose ties it would tell."""
    if post.kind == "seat":
        role = post.about.role
        same = Q(seat__role__body="board") if role.body == "board" else Q(seat__role=role)
        people: Any = running(day).filter(same).values("person")
    elif post.kind == "job":
        held = DutySignup.objects.filter(state__in=DutySignup.SERVING)
        people = held.filter(duty__meeting=post.about.meeting_id).values("person")
    else:
        people = _helpers(post).values("person")
    found = list(_named().filter(person__in=people).values_list("person", flat=True))
    return found if len(found) > 1 else []


def _helpers(post: Post) -> QuerySet[ProjectHelper]:
    return ProjectHelper.objects.filter(project=post.about, left_at=None)


def _left_out(post: Post, at: datetime) -> set[int]:
    """Who is not to be asked: who said so, is being asked for anything, was asked for this within
    the season, or is there already."""
    found = Q(pk__in=NeverAsk.objects.values("person")) | Q(pk__in=asked(post, at).values("person"))
    for people in _taken(post, local_day(at)):
        found |= Q(pk__in=people)
    return set(Person.objects.filter(found).values_list("pk", flat=True))


def asked(post: Post, at: datetime) -> QuerySet[Ask]:
    """Asks that keep their person from being asked for this: open ones for anything, and those of
    this season for the same role or project that reached the person."""
    season = Q(
        asked_at__isnull=False, picked_at__gt=at - timedelta(days=value(rules.SEASON)),
        **({"role": post.role} if post.role else {"project": post.about}),
    )  # fmt: skip
    return Ask.objects.filter(Q(state__in=Ask.OPEN) | season)


def _taken(post: Post, day: date) -> list[Any]:
    if post.kind == "seat":
        same = Term.objects.filter(seat__role=post.about.role, period__endswith__gt=day)
        return [same.exclude(kind=Term.Kind.SHADOW).values("person")]
    if post.kind == "job":
        meeting = post.about.meeting_id
        held = DutySignup.objects.exclude(state=DutySignup.State.LEFT)
        no = Rsvp.objects.filter(meeting=meeting, state__in=["declined", "cancelled"])
        return [held.filter(duty__meeting=meeting).values("person"), no.values("person")]
    return [_helpers(post).values("person"), [post.about.lead_id]]

"""Whatever only some meetings, or some of their readers, have: read in one query for the page."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BigIntegerField, DateField, Exists, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject

from events.models import Attendance, DutySignup, Link, Meeting, Needs, Paper, Price, Rsvp
from events.queries.after import HERE
from events.queries.duties import HELD
from events.rules.door import CHECK_IN_UNTIL, PAGE_FROM, SELF_FROM
from kit.models import Setting
from kit.prepared import Given, Prepared
from kit.rules import Knob
from members.models import Person
from members.queries.waivers import between_jobs_on
from members.rules.grace import KEPT, Right
from roles.models import Role
from roles.queries import running

KNOBS: tuple[Knob[int], ...] = (SELF_FROM, PAGE_FROM, CHECK_IN_UNTIL, KEPT[Right.MEETINGS])
NEAR = timedelta(days=3)
MEETING = Given("meeting", BigIntegerField())
PERSON = Given("person", BigIntegerField())


@dataclass(frozen=True, kw_only=True)
class Aside:
    """What stands beside a meeting for one reader; the defaults are a meeting with none of it."""

    price: Price | None = None
    is_free: bool = False
    papers: list[Paper] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    needs: Needs | None = None
    was_seen: bool = False
    has_door_job: bool = False
    on_board: bool = False
    set_: Mapping[str, Any] = field(default_factory=dict)

    def value[T](self, knob: Knob[T]) -> T:
        """What the board has set, else the default; of `KNOBS` alone."""
        return self.set_.get(knob.key, knob.default)


def aside(meeting: Meeting, person: Person | None, day: date) -> Aside:
    """All of it in one query; `day` is the day on which a seat of the board counts."""
    given = {"meeting": meeting.pk, "person": person.pk if person else 0, "day": day}
    [row] = ASIDE.rows(**given)
    price, is_free, papers, links, needs, was_seen, has_door_job, on_board, chosen = row
    return Aside(
        price=Price(meeting=meeting, **json.loads(price)) if price else None,
        is_free=is_free,
        papers=[Paper(meeting=meeting, **json.loads(one)) for one in papers],
        links=[Link(meeting=meeting, **json.loads(one)) for one in links],
        needs=Needs(**json.loads(needs)) if needs else None,
        was_seen=was_seen,
        has_door_job=has_door_job,
        on_board=on_board,
        set_={one["key"]: one["value"] for one in map(json.loads, chosen)},
    )


def is_near(meeting: Meeting, at: datetime) -> bool:
    """Whether `at` is so close to the start that the door may be open."""
    return abs(meeting.starts_at - at) < NEAR


def _json(rows: QuerySet[Any], *columns: str) -> QuerySet[Any, Any]:
    return rows.values_list(JSONObject(**{name: F(name) for name in columns}), flat=True)


def _aside() -> QuerySet[Any, Any]:
    seat = Rsvp.objects.filter(meeting=MEETING, person=PERSON)
    seen = Attendance.objects.filter(
        meeting=MEETING, person=PERSON, voided_at__isnull=True, state__in=HERE
    )
    jobs = DutySignup.objects.filter(
        HELD, person=PERSON, duty__meeting=MEETING, duty__role__opens_door=True
    )
    board = running(Given("day", DateField())).filter(
        seat__role__body=Role.Body.BOARD, person=PERSON
    )
    papers = Paper.objects.filter(meeting=MEETING).order_by("kind")
    links = Link.objects.filter(meeting=MEETING).order_by("id")
    chosen = Setting.objects.filter(key__in=[knob.key for knob in KNOBS])
    price = Price.objects.filter(meeting=MEETING)
    needs = Needs.objects.filter(rsvp__in=seat)
    between = between_jobs_on(OuterRef("starts_at__date")).filter(person=PERSON)
    return (
        Meeting.objects.filter(pk=MEETING)
        .order_by()
        .values_list(
            Subquery(_json(price, "id", "member_cents", "guest_cents", "currency")[:1]),
            Exists(between),
            ArraySubquery(_json(papers, "id", "kind", "state", "audience")),
            ArraySubquery(_json(links, "id", "label", "url")),
            Subquery(_json(needs, "id", "rsvp_id", "diet", "access", "open_to_work")[:1]),
            Exists(seen),
            Exists(jobs),
            Exists(board),
            ArraySubquery(_json(chosen, "key", "value")),
        )
    )


ASIDE = Prepared(_aside)

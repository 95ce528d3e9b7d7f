"""Years of the ladder with outages, counted letter by letter against a calculation of its own."""

import random
from bisect import bisect_left
from collections import defaultdict
from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange

from members.actions import ladders, lapses
from members.models import Death, LetterHold, LetterSkip, Membership, Person
from outbox.models import Message
from tests.events.scenes import a_letterhead
from tests.members.factories import a_plan

pytestmark = [pytest.mark.broad, pytest.mark.django_db]
BEGIN = date(2024, 1, 1)
STAGES = (-60, -30, -15, -3, 0, 7, 21, 30, 60, 120)
OWN = (-14, 0, 14)
LAST_DAYS = 30


class Story:
    """One person: periods of twelve months, and how it ends."""

    def __init__(self, number, luck, days):
        self.number, self.has_own = number, luck.random() < 0.2
        start = BEGIN + timedelta(days=luck.randrange(-330, 300))
        self.periods, self.recorded = [], []
        recorded = start
        while start < BEGIN + timedelta(days=days):
            end = start + timedelta(days=365)
            self.periods.append((start, end))
            self.recorded.append(recorded)
            recorded = end + timedelta(
                days=luck.choice([-70, -45, -20, -2, 0, 5, 25, 45, 100, 400])
            )
            start = max(end, recorded) if recorded < end + timedelta(days=30) else recorded
        some_day = BEGIN + timedelta(days=luck.randrange(days))
        fate = luck.random()
        self.resigns = some_day if fate < 0.1 else None
        self.dies = some_day if 0.1 <= fate < 0.15 else None
        self.held = (some_day, some_day + timedelta(days=90)) if 0.15 <= fate < 0.2 else None
        self.skips = luck.choice(STAGES) if 0.2 <= fate < 0.25 else None


def expected(stories, mornings):
    """(person, period, stage) -> morning: each window's first morning, if nothing came between."""
    found = {}
    for story in stories:
        stages = OWN if story.has_own else STAGES
        for index, (_start, end) in enumerate(story.periods):
            if story.recorded[index] > mornings[-1]:
                continue
            later = story.recorded[index + 1 :][:1]
            stop = min([day for day in (story.resigns, story.dies, *later) if day] or [date.max])
            if story.resigns and story.recorded[index] > story.resigns:
                stop = min([day for day in (story.dies, *later) if day] or [date.max])
            last = end - timedelta(days=1)
            edges = [*stages[1:], stages[-1] + LAST_DAYS + 1]
            for stage, edge in zip(stages, edges, strict=True):
                first = max(last + timedelta(days=stage), story.recorded[index])
                over = min(last + timedelta(days=edge), stop)
                day = first_morning(mornings, first, over, story.held)
                if day and not (story.skips == stage and index == 0):
                    found[story.number, index, stage] = day
    return found


def first_morning(mornings, first, over, held):
    for place in range(bisect_left(mornings, first), len(mornings)):
        day = mornings[place]
        if day >= over:
            return None
        if not (held and held[0] <= day < held[1]):
            return day
    return None


def lived(stories, mornings, days):
    """The same years day by day in the database; an outage is a day without its morning."""
    common, own = a_plan(), a_plan()
    ladders.write(plan=own, steps=dict.fromkeys(OWN, True), by=None)
    people = Person.objects.bulk_create(
        Person(name=f"P {story.number}", sort_name=f"p {story.number}") for story in stories
    )
    todo = happenings(stories)
    rows: dict[tuple[int, int], int] = {}
    runs = set(mornings)
    for number in range(-400, days):
        today = BEGIN + timedelta(days=number)
        happen(todo[today], stories, people, rows, common, own)
        if number % 100 == 0:
            analyze()
        if today in runs:
            at = datetime.combine(today, time(5), tzinfo=UTC)
            lapses.announce(today=today, at=at)
    names = {pk: key for key, pk in rows.items()}
    sent = Message.objects.filter(kind="membership.notice").values_list("about", "not_before")
    return [((*names[a["membership"]], a["stage"]), when.date()) for a, when in sent]


def analyze():
    """What autovacuum would do: years pass here within one transaction."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE members_membership, members_person, outbox_message")


def happenings(stories):
    todo = defaultdict(list)
    for story in stories:
        for index, day in enumerate(story.recorded):
            todo[day].append((story.number, "period", index))
        for what in ("resigns", "dies"):
            day = getattr(story, what)
            if day:
                todo[day].append((story.number, what, 0))
        if story.held:
            todo[story.held[0]].append((story.number, "held", 0))
    return todo


def happen(todays, stories, people, rows, common, own):
    made = []
    for number, what, index in sorted(todays, key=lambda one: one[1] != "resigns"):
        story, person = stories[number], people[number]
        if what == "period":
            made.append((number, index, Membership(
                person=person, plan=own if story.has_own else common, dues_cents=1,
                currency="EUR", grace_days=30, recorded_on=story.recorded[index],
                period=DateRange(*story.periods[index]))))  # fmt: skip
        elif what == "resigns":
            open_ones = Membership.objects.filter(person=person, resigned_on=None)
            open_ones.update(resigned_on=story.resigns, resigned_recorded_on=story.resigns)
        elif what == "dies":
            Death.objects.create(person=person, died_on=story.dies, recorded_on=story.dies)
            Person.objects.filter(pk=person.pk).update(deceased_on=story.dies)
        else:
            at = datetime.combine(story.held[0], time(4), tzinfo=UTC)
            LetterHold.objects.create(person=person, until=story.held[1], held_at=at)
    Membership.objects.bulk_create(row for _number, _index, row in made)
    for number, index, row in made:
        rows[number, index] = row.pk
        if index == 0 and stories[number].skips is not None:
            LetterSkip.objects.create(membership=row, days=stories[number].skips,
                                      skipped_at=datetime(2024, 1, 1, tzinfo=UTC))  # fmt: skip


def with_outages(luck, days):
    """All mornings but single lost ones, and a few outages of up to six weeks."""
    lost = {luck.randrange(days) for _number in range(days // 20)}
    for _number in range(max(1, days // 200)):
        begins = luck.randrange(days)
        lost |= set(range(begins, begins + luck.randrange(3, 43)))
    return [BEGIN + timedelta(days=n) for n in range(days) if n not in lost]


@pytest.mark.parametrize(
    ("people", "days"),
    [(60, 240), pytest.param(5000, 3 * 365 + 1, marks=pytest.mark.long)],
)
def test_years_with_outages_send_exactly_the_letters_of_an_independent_count(people, days):
    luck = random.Random(people)
    founded = datetime(2020, 1, 1, tzinfo=UTC)
    a_letterhead(founded_at=founded, released_at=founded)
    stories = [Story(number, luck, days) for number in range(people)]
    mornings = with_outages(luck, days)

    sent = lived(stories, mornings, days)

    assert len(sent) == len(dict(sent))
    assert dict(sent) == expected(stories, mornings)
    assert len(sent) > people * days / 365

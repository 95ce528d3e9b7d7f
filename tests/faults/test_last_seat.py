"""Two hundred people want twenty seats, all at the same moment, over real HTTP."""

import random
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import psycopg
import pytest
from django.db import connection, connections
from django.urls import reverse
from django.utils import timezone

from events.actions import meetings, rsvp
from events.actions.refusals import Refused
from events.models import Meeting, Rsvp, Seating
from events.queries.promises import violations
from members.models import Person, User
from tests.events.scenes import a_letterhead, a_series, members
from tests.faults.web import press_at_once, signed_in, web_server
from tests.members.factories import a_plan

pytestmark = pytest.mark.django_db(transaction=True)

CLIENTS, SEATS = 200, 20


def database_url(name: str) -> str:
    values = connection.settings_dict
    login = f"{values['USER']}:{values['PASSWORD']}" if values["PASSWORD"] else values["USER"]
    return f"postgres://{login}@{values['HOST']}:{values['PORT']}/{name}"


def deadlocks() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
        return cursor.fetchone()[0]


def an_open_meeting(capacity: int) -> Meeting:
    at = timezone.now()
    start = (at + timedelta(days=30)).replace(tzinfo=None)
    series = a_series(capacity=capacity)
    meeting = meetings.create(series=series, starts_local=start, by=None, at=at)
    meetings.publish(meeting=meeting, by=None, at=at)
    return meeting


def a_crowd(size: int) -> list[str]:
    """Members with a log-in each; their cookies."""
    a_letterhead()
    a_plan()
    people = members(size)
    users = User.objects.bulk_create(
        User(email=f"log-in{person.pk}@example.org", password="!") for person in people
    )
    for person, user in zip(people, users, strict=True):
        person.user = user
    Person.objects.bulk_update(people, ["user"])
    return [signed_in(user) for user in users]


@pytest.mark.broad
def test_twenty_seats_go_to_twenty_and_everybody_else_waits_in_order():
    cookies, meeting = a_crowd(CLIENTS), an_open_meeting(SEATS)
    before = deadlocks()

    with web_server(database_url(connection.settings_dict["NAME"])) as port:
        codes = press_at_once(port, reverse("rsvp", args=[meeting.slug]), cookies, answer="going")

    time.sleep(1.2)  # PostgreSQL publishes its statistics once a second
    waiting = Rsvp.objects.filter(state="waitlisted").order_by("id")
    assert set(codes) == {303}
    assert Rsvp.objects.filter(state="going").count() == SEATS
    assert list(waiting.values_list("wait_number", flat=True)) == list(
        range(1, CLIENTS - SEATS + 1)
    )
    assert (deadlocks(), violations()) == (before, [])


@pytest.mark.broad
def test_without_the_guard_the_same_crowd_gets_more_seats_than_there_are():
    cookies, meeting = a_crowd(CLIENTS), an_open_meeting(SEATS)
    source, scratch = connection.settings_dict["NAME"], f"{connection.settings_dict['NAME']}_twin"
    connections.close_all()
    with psycopg.connect(database_url("postgres"), autocommit=True) as server:
        server.execute(f'DROP DATABASE IF EXISTS "{scratch}" WITH (FORCE)')
        server.execute(f'CREATE DATABASE "{scratch}" TEMPLATE "{source}"')
    try:
        with psycopg.connect(database_url(scratch), autocommit=True) as twin:
            drop = "ALTER TABLE events_seating DROP CONSTRAINT events_seating_never_oversold"
            twin.execute(drop)
            with web_server(database_url(scratch), "tests.faults.careless_rsvp") as port:
                path = reverse("rsvp", args=[meeting.slug])
                press_at_once(port, path, cookies, answer="going")
            going = twin.execute("SELECT count(*) FROM events_rsvp WHERE state = 'going'")
            assert going.fetchone()[0] > SEATS
    finally:
        with psycopg.connect(database_url("postgres"), autocommit=True) as server:
            server.execute(f'DROP DATABASE IF EXISTS "{scratch}" WITH (FORCE)')


@pytest.mark.broad
def test_answers_cancellations_and_capacity_changes_at_once_break_nothing():
    a_letterhead()
    people, meeting = members(12), an_open_meeting(5)
    before, until = deadlocks(), time.monotonic() + 5

    def act(seed: int) -> int:
        dice, done = random.Random(seed), 0
        try:
            while time.monotonic() < until:
                done += _one_act(dice, meeting, people)
        finally:
            connections.close_all()
        return done

    with ThreadPoolExecutor(6) as pool:
        acts = sum(pool.map(act, range(6)))

    time.sleep(1.2)
    assert acts > 50
    assert (deadlocks(), violations()) == (before, [])


def _one_act(dice: random.Random, meeting: Meeting, people: list[Person]) -> int:
    at, person = timezone.now(), dice.choice(people)
    try:
        if dice.random() < 0.15:
            capacity = dice.choice([3, 5, 6, 8])
            mode = dice.choice(["in_person", "online"])
            rsvp.set_capacity(meeting=meeting, mode=mode, capacity=capacity, by=None, at=at)
        else:
            rsvp.answer(
                meeting=meeting,
                person=person,
                answer=dice.choice(["going", "going", "cancelled"]),
                mode=dice.choice(["in_person", "in_person", "online"]),
                guests=["A Guest", "Another Guest"][: dice.randrange(3)],
                by=person,
                at=at,
            )
    except Refused:
        return 0
    assert Seating.objects.filter(meeting=meeting, taken__lt=0).count() == 0
    return 1

"""The rush at one door, over real HTTP: tickets and names, twice, again, revoked, forged."""

import http.client
import random
import statistics
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from django.db import connection
from django.utils import timezone

from association.actions import seed
from events.actions import meetings, rsvp
from events.models import Attendance, Meeting, Rsvp, Seating
from events.queries.promises import violations
from members.models import Person
from tests.events.scenes import a_series
from tests.faults.test_last_seat import database_url
from tests.faults.web import CSRF, signed_in, web_server
from tests.journeys.cast import an_association, an_officer, log_in_of, wall
from tests.members.factories import a_plan

pytestmark = [
    pytest.mark.broad,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("static_files"),
]

DEVICES, A_MINUTE = 4, 300
DOUBLES, RETRIES, REVOKED, FORGED = 0.10, 0.05, 0.03, 0.02


@dataclass(frozen=True)
class Tap:
    """A request at so many seconds after the first; `lost` where nobody waits for its answer."""

    after: float
    path: str
    code: str = ""
    lost: bool = False


@pytest.fixture
def meeting() -> Meeting:
    """Begun a minute ago."""
    an_association()
    now = timezone.now()
    start = wall(now - timedelta(minutes=1)).replace(microsecond=0)
    before = now - timedelta(days=3)
    made = meetings.create(series=a_series(), starts_local=start, by=None, at=before)
    meetings.publish(meeting=made, by=None, at=before)
    return made


def a_crowd(meeting: Meeting, size: int) -> list[Rsvp]:
    """So many people with a seat."""
    seed.crowd(members=size, seed=1, plan=a_plan(), at=timezone.now())
    people = Person.objects.exclude(name="A Secretary").order_by("id")[:size]
    before = timezone.now() - timedelta(days=2)
    Rsvp.objects.bulk_create(
        Rsvp(meeting=meeting, person=person, state="going", answered_at=before, via="demo")
        for person in people
    )
    Seating.objects.filter(meeting=meeting, mode="in_person").update(taken=len(people))
    return list(Rsvp.objects.select_related("person").order_by("id"))


def revoke(meeting: Meeting, answers: list[Rsvp]) -> list[str]:
    """Seats given back an hour ago; the codes that were good until then."""
    at = timezone.now() - timedelta(hours=1)
    for answer in answers:
        person = answer.person
        rsvp.cancel(meeting=meeting, person=person, by=person, at=at)
    return [answer.ticket.hex for answer in answers]


def a_rush(meeting: Meeting, comes: list[Rsvp], revoked: list[str], a_minute: int) -> list[Tap]:
    """Everybody once, at this pace: every second by ticket, the others by name; and the rest."""
    dice, door = random.Random(7), f"/meetings/{meeting.slug}/door/"
    taps = []
    for number, answer in enumerate(comes):
        after = number * 60 / a_minute
        ticket = number % 2
        path = f"{door}ticket/" if ticket else f"{door}in/{answer.person.uid}/"
        code = answer.ticket.hex if ticket else ""
        chance = dice.random()
        lost = DOUBLES <= chance < DOUBLES + RETRIES
        taps.append(Tap(after, path, code, lost))
        if chance < DOUBLES + RETRIES:
            taps.append(Tap(after + lost, path, code))
    forged = [uuid4().hex for _one in range(round(FORGED * len(comes)) or 1)]
    length = len(comes) * 60 / a_minute
    taps += [Tap(dice.random() * length, f"{door}ticket/", code) for code in [*revoked, *forged]]
    return sorted(taps, key=lambda tap: tap.after)


def measured(port: int, cookies: list[str], taps: list[Tap]) -> tuple[list[int], list[float]]:
    """Every tap at its moment, by the devices in turn: the status codes and seconds of those whose
    answer somebody waited for."""
    began = time.monotonic()

    def press(number: int) -> tuple[int, float]:
        tap = taps[number]
        time.sleep(max(0.0, began + tap.after - time.monotonic()))
        headers = {"Cookie": cookies[number % DEVICES], "X-CSRFToken": CSRF, "HX-Request": "true"}
        headers["Content-Type"] = "application/x-www-form-urlencoded"
        pressed = time.monotonic()
        with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=30)) as link:
            link.request("POST", tap.path, urlencode({"code": tap.code}), headers)
            if tap.lost:
                return 0, 0.0
            with link.getresponse() as response:
                response.read()
                return response.status, time.monotonic() - pressed

    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(press, range(len(taps))))
    return [code for code, _ in answers if code], [took for code, took in answers if code]


@pytest.mark.parametrize(
    ("number", "a_minute", "p95"),
    [
        pytest.param(100, 900, None, id="quick"),
        pytest.param(1500, A_MINUTE, 0.3, id="whole", marks=pytest.mark.long),
    ],
)
def test_a_rush_at_the_door_ends_in_one_record_each(meeting, number, a_minute, p95):
    log_in = log_in_of(an_officer("Secretary", "Secretary"))
    cookies = [signed_in(log_in) for _device in range(DEVICES)]
    answers = a_crowd(meeting, number + round(REVOKED * number))
    comes, revoked = answers[:number], revoke(meeting, answers[number:])
    taps = a_rush(meeting, comes, revoked, a_minute)

    with web_server(database_url(connection.settings_dict["NAME"])) as port:
        codes, seconds = measured(port, cookies, taps)

    live = Attendance.objects.filter(meeting=meeting, voided_at=None).values_list("person")
    assert sorted(live) == sorted((answer.person_id,) for answer in comes)
    refused = len(revoked) + (round(FORGED * number) or 1)
    assert {code: codes.count(code) for code in set(codes)} == {
        200: len(codes) - refused,
        409: refused,
    }
    assert violations() == []
    cuts = statistics.quantiles(seconds, n=100)
    print(f"{len(taps)} taps, p50 {cuts[49]:.3f} s, p95 {cuts[94]:.3f} s, p99 {cuts[98]:.3f} s")
    assert p95 is None or cuts[94] < p95

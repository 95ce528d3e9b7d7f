"""What needs an officer: an evening that nobody has closed, and lines that lead somewhere."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.test import Client

from association.queries.home import tools
from association.queries.todo import todo
from events.actions import closing
from events.models import Paper
from events.queries.minutes import without_minutes
from roles.models import Election
from tests.events.cast import an_officer, browser, evening, tonight
from tests.events.scenes import NOON, a_letterhead, a_series

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _an_association():
    a_letterhead()


def red(client: Client, slug: str, hours: int) -> bool:
    """Whether that meeting stands in red so many hours after its start."""
    with time_machine.travel(evening() + timedelta(hours=hours), tick=False):
        page = client.get("/").content.decode()
    return f'<span class="badge bad">now</span> <a href="/meetings/{slug}/door/">' in page


def test_a_meeting_stands_in_red_from_its_end_until_it_is_closed():
    meeting, client = tonight(), browser(an_officer("A Secretary", "Secretary"))
    before, after = red(client, meeting.slug, 1), red(client, meeting.slug, 30)

    closing.close(meeting=meeting, excused=set(), by=None, at=evening() + timedelta(hours=30))

    assert (before, after, red(client, meeting.slug, 31)) == (False, True, False)
    closing.reopen(meeting=meeting, by=None, at=evening() + timedelta(hours=32))
    assert red(client, meeting.slug, 33)


def test_the_treasurer_is_not_asked_to_close_it():
    meeting, client = tonight(), browser(an_officer("A Treasurer", "Treasurer"))

    assert not red(client, meeting.slug, 30)


@pytest.mark.broad
@pytest.mark.parametrize("role", ["Secretary", "Treasurer", "Organizer", "Membership"])
def test_every_line_and_tool_leads_to_a_page_its_reader_may_open(role):
    counts = (
        "held",
        "failed",
        "uncertain",
        "applied",
        "overdue",
        "paper",
        "files",
        "silent",
        "elections",
    )
    unwritten = {"slug": tonight().slug, "title": "A meeting", "on": "2026-06-15"}
    head = SimpleNamespace(
        is_quiet=True,
        dues_={"grace": 1, "due": 1},
        unwritten_=[unwritten],
        **{f"{n}_": 1 for n in counts},
    )
    client = browser(an_officer("An Officer", role))
    user = get_user_model().objects.get()

    lines = [line.url for line in todo(user, head=head, seats=[], at=evening())]
    pages = [address for address, words in tools(user)]

    assert lines
    assert [url for url in lines + pages if client.get(url).status_code != 200] == []


def test_a_ballot_that_is_over_stands_in_the_list_of_who_runs_it():
    Election.objects.create(
        title="The board", starts_on=NOON.date(), nominations_until=NOON.date(), state="open",
        begun_at=NOON, opened_at=NOON, record_on=NOON.date(), closes_at=evening(10),
    )  # fmt: skip
    secretary = browser(an_officer("A Secretary", "Secretary"))
    organizer = browser(an_officer("An Organizer", "Organizer"))

    told = {}
    for minutes in (5, 15):
        with time_machine.travel(evening(minutes), tick=False):
            told[minutes] = [
                "1 election waits for you" in one.get("/").text for one in (secretary, organizer)
            ]

    assert told == {5: [False, False], 15: [True, False]}


def test_minutes_are_asked_for_until_somebody_begins_them():
    board = a_series(kind="board", name="The board")
    meeting = tonight(series=board)
    client = browser(an_officer("A Secretary", "Secretary"))
    write = f"/meetings/{meeting.slug}/papers/minutes/write/"

    seen = []
    for step in ("open", "closed", "begun"):
        if step == "closed":
            closing.close(meeting=meeting, excused=set(), by=None, at=evening(180))
        if step == "begun":
            Paper.objects.create(meeting=meeting, kind="minutes", text="x", written_at=evening(190))
        with time_machine.travel(evening(200), tick=False):
            seen.append("The board" in client.get("/").text and write in client.get("/").text)

    assert seen == [False, True, False]


def test_an_evening_without_an_agenda_asks_for_no_minutes():
    plain, planned = tonight(), tonight()
    for meeting in (plain, planned):
        closing.close(meeting=meeting, excused=set(), by=None, at=evening(180))
    Paper.objects.create(meeting=planned, kind="agenda", text="x", written_at=evening())

    assert list(without_minutes(evening(200))) == [planned]

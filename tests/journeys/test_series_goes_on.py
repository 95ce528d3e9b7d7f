"""A series of ten years is brought in, read, and goes on: drafted, answered, reminded, held."""

import csv
import io
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from django.core.management import call_command
from playwright.sync_api import expect

from events.models import Meeting, Series, Speaking
from outbox.models import Message
from tests.journeys.cast import a_standing_member, an_association, an_officer

pytestmark = pytest.mark.django_db(transaction=True)

PAST = Path(__file__).resolve().parents[1] / "fixtures" / "monthly_meetings.csv"
ROWS = len(PAST.read_text(encoding="utf-8").splitlines()) - 1
MONDAY = datetime(2027, 3, 1, 9, tzinfo=UTC)
# The third Wednesday of March at 19:00 in Prague.
EVENING = datetime(2027, 3, 17, 18, tzinfo=UTC)


@pytest.fixture
def series(mailbox):
    """Read from the file, a first and a second time, on a Monday in March."""
    with time_machine.travel(MONDAY, tick=True):
        an_association()
        counts = {"created": ROWS, "updated": 0, "unchanged": 0, "errors": []}
        assert imported() == counts
        assert imported() == counts | {"created": 0, "unchanged": ROWS}
        yield Series.objects.get(name="Pražské Pyvo")


def imported() -> dict:
    out = io.StringIO()
    call_command("import_meetings", str(PAST), stdout=out)
    return json.loads(out.getvalue().splitlines()[-1])


@pytest.mark.broad
def test_the_archive_of_the_series_is_a_page_worth_reading(visit, series):
    page = visit()

    page.goto("/archive/")
    page.get_by_role("link", name="2025").click()
    expect(page.get_by_text("Panel discussion: LLM-based Code Assistants").first).to_be_visible()
    page.goto("/archive/speakers/")
    page.get_by_role("link", name="Petr Viktorin").click()

    talks = Speaking.objects.filter(printed_name="Petr Viktorin").values_list("talk__title")
    for (title,) in talks:
        expect(page.get_by_text(title).first).to_be_visible()
    assert len(talks) == 2
    assert page.locator("a", has_text="TBA").count() == 0


@pytest.mark.broad
def test_the_series_goes_on_from_its_rule_to_the_export(visit, sign_in_as, mailbox, series):
    organizer = an_officer("Organizer", "Organizer")
    member = a_standing_member("A Faithful Member")
    desk, page = sign_in_as(visit(), organizer), sign_in_as(visit(), member)

    desk.goto(f"/admin/events/series/{series.pk}/change/")
    desk.get_by_role("link", name="Draft the next dates").click()
    desk.get_by_role("button", name="Draft the next dates").click()
    expect(desk.get_by_text("1 draft made: 2027-03-17")).to_be_visible()
    meeting = Meeting.objects.get(series=series, state="draft")
    assert meeting.starts_at == EVENING
    address = f"/meetings/{meeting.slug}/"
    assert page.goto(address).status == 404

    desk.goto(f"/admin/events/meeting/{meeting.pk}/change/")
    desk.get_by_role("link", name="Publish").click()
    desk.get_by_role("button", name="Publish").click()
    expect(desk.get_by_text("Published.")).to_be_visible()
    page.goto(address)
    page.get_by_role("button", name="I'll come").click()
    expect(page.locator("#answer button[value=cancelled]")).to_be_visible()

    day_before = EVENING - timedelta(days=1)
    assert [ticked(day_before + timedelta(minutes=m)) for m in (-1, 0, 1)] == [0, 1, 0]
    mailbox.deliver(day_before + timedelta(minutes=2))
    assert "Wednesday 17 March 2027" in mailbox.last("faithful@example.org", "look forward")
    assert reminders() == [("faithful@example.org", "24h", "sent")]

    with time_machine.travel(EVENING + timedelta(minutes=2), tick=True):
        desk.goto("/")
        desk.get_by_role("link", name="Open the door").click()
        desk.get_by_role("button", name="Check in A Faithful Member").click()
        expect(desk.get_by_text("1 in, 0 to come")).to_be_visible()
        with desk.expect_download() as started:
            desk.get_by_role("link", name="CSV", exact=True).click()
    [row] = csv.DictReader(io.StringIO(started.value.path().read_text(encoding="utf-8")))
    assert (row["name"], row["answer"], row["attendance"]) == (member.name, "going", "present")
    assert row["starts_at"] == "2027-03-17T19:00:00+01:00"


def ticked(at: datetime) -> int:
    """How many reminders `tick` queues for those who are coming."""
    out = io.StringIO()
    call_command("tick", "--at", at.isoformat(), stdout=out)
    return json.loads(out.getvalue())["queued"].get("meeting.reminder", 0)


def reminders():
    rows = Message.objects.filter(kind="meeting.reminder").order_by("id")
    return [(row.to, row.about["stage"], row.state) for row in rows]

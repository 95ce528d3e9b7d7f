"""A programme chair plans a year, a speaker says yes by one link, and the evening is published."""

import re
from datetime import UTC, datetime

import pytest
import time_machine
from playwright.sync_api import expect

from events.models import Meeting, SpeakerAsk
from tests.journeys.cast import an_association, an_officer

pytestmark = [pytest.mark.broad, pytest.mark.django_db(transaction=True)]
MONDAY = datetime(2027, 3, 1, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _a_monday(mailbox):
    with time_machine.travel(MONDAY, tick=True):
        an_association()
        yield


def test_a_year_is_planned_a_speaker_confirms_and_the_evening_is_published(
    visit, sign_in_as, mailbox
):
    desk = sign_in_as(visit(), an_officer("Organizer", "Organizer"))

    desk.goto("/programme/series/new/")
    desk.get_by_label("Name").fill("Evening talks")
    desk.get_by_label("Which week").select_option("third")
    desk.get_by_label("Which day").select_option("WE")
    desk.get_by_label("August").check()
    desk.get_by_role("button", name="Save").click()
    desk.get_by_role("button", name="Make the dates of twelve months").click()
    dates = Meeting.objects.filter(series__name="Evening talks")
    assert dates.count() == 11
    assert not dates.filter(starts_at__month=8).exists()

    desk.goto("/programme/")
    desk.get_by_role("link", name="Ask a speaker").first.click()
    desk.get_by_label("Name").fill("Guest Speaker")
    desk.get_by_label("E-mail address").fill("speaker@example.net")
    desk.get_by_label("What you hope to hear about").fill("Bridges")
    desk.get_by_role("button", name="Send the letter").click()
    expect(desk.get_by_text("Guest Speaker")).to_be_visible()

    mailbox.deliver()
    speaker = visit()
    speaker.goto(mailbox.link("speaker@example.net", "/speak/"))
    speaker.get_by_role("button", name="Yes, I'll speak").click()
    expect(speaker.get_by_text("You are on the programme")).to_be_visible()
    speaker.get_by_label("Title of your talk").fill("Bridges that hold")
    speaker.get_by_label("About you").fill("Builds bridges.")
    expect(speaker.get_by_text(re.compile("Saved at"))).to_be_visible()
    ask = SpeakerAsk.objects.get()
    assert (ask.state, ask.title, ask.bio) == ("accepted", "Bridges that hold", "Builds bridges.")

    desk.goto("/programme/")
    desk.get_by_role("link", name="Bridges that hold").click()
    desk.get_by_role("button", name="Publish").click()
    guest = visit()
    guest.goto(f"/meetings/{ask.meeting.slug}/")
    expect(guest.get_by_role("heading", name="Bridges that hold").first).to_be_visible()
    expect(guest.get_by_text("Guest Speaker").first).to_be_visible()

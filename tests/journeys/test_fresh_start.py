"""A new association: set up, filled, and silent until an officer lets its letters go."""

import csv
import io
from datetime import UTC, date, datetime, timedelta
from email.utils import parseaddr

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import expect

from events.models import Meeting
from members.models import Person
from outbox.models import Message
from tests.events.scenes import a_series
from tests.journeys.cast import sign_in

pytestmark = [pytest.mark.broad, pytest.mark.django_db(transaction=True)]

MONDAY = datetime(2027, 3, 1, 9, tzinfo=UTC)
THURSDAY = MONDAY + timedelta(days=3)
OFFICER = "first@example.org"


@pytest.fixture(autouse=True)
def _monday():
    """A Monday in March; the clock goes on from there."""
    with time_machine.travel(MONDAY, tick=True):
        yield


def told(command: str, *words: str) -> str:
    """What a command prints."""
    out = io.StringIO()
    call_command(command, *words, stdout=out)
    return out.getvalue()


def twenty_people(folder):
    """Old members, their paid days ending in steps of four days around Monday."""
    file = folder / "people.csv"
    with file.open("w", newline="", encoding="utf-8") as target:
        sheet = csv.writer(target)
        sheet.writerow(["name", "email", "plan", "start", "period_end"])
        for number in range(20):
            ends = MONDAY.date() + timedelta(days=4 * number - 8)
            start = ends - timedelta(days=364)
            sheet.writerow([f"Member Nr{number}", f"nr{number}@example.org", "Member", start, ends])
    return str(file)


def morning(day: date) -> None:
    """What beat and worker do at nine on that day."""
    told("tick", "--at", f"{day}T09:05")
    told("deliver", "--at", f"{day}T09:06")


def release(page) -> None:
    """Counts and samples are looked at, then all letters go."""
    page.goto("/admin/outbox/message/held/")
    page.get_by_role("button", name="Release all and end the quiet").click()
    page.get_by_role("button", name="Yes, release").click()
    expect(page.get_by_text("21 letters are on their way.")).to_be_visible()


def publish_next(page, series) -> Meeting:
    """The next date of the series' rule, drafted and announced at the desk."""
    page.goto(f"/admin/events/series/{series.pk}/draft-next/")
    page.locator("[type=submit].default").click()
    meeting = Meeting.objects.get(series=series)
    page.goto(f"/admin/events/meeting/{meeting.pk}/publish/")
    page.locator("[type=submit].default").click()
    expect(page.get_by_text("Published.")).to_be_visible()
    return meeting


@pytest.mark.broad
def test_nothing_but_the_log_in_code_leaves_before_the_release(visit, mailbox, tmp_path):
    told(
        "setup", "--name=A Guild", "--person-name=First Officer", f"--email={OFFICER}",
        "--timezone=Europe/Berlin", "--sender=guild@example.org", "--no-input",
    )  # fmt: skip
    told("import_members", twenty_people(tmp_path))
    page = visit()
    sign_in(page, mailbox, OFFICER)
    days = [MONDAY.date() + timedelta(days=number) for number in range(3)]

    for day in days:
        morning(day)
    with time_machine.travel(THURSDAY, tick=True):
        publish_next(page, a_series(rule="FREQ=MONTHLY;BYDAY=3TU"))
        morning(THURSDAY.date())

        assert Person.objects.count() == 21
        assert stages("held") == [-60, -30, -15, -3, 0, 7]
        assert len(mailbox.letters(OFFICER)) == 2  # the test letter and the code
        assert len(mailbox.letters()) == 2
        page.goto("/")
        page.get_by_role("link", name="26 are waiting").click()
        row = page.get_by_role("row").filter(has_text="meeting.invitation")
        expect(row.get_by_role("cell").first).to_have_text("20")
        row.get_by_role("link", name="Read a letter of meeting.invitation").click()
        sample = page.get_by_role("region", name="The letter as plain text")
        expect(sample).to_contain_text("Will you come?")
        release(page)
        mailbox.deliver(timezone.now() + timedelta(minutes=5))

    gone = {parseaddr(letter["To"])[1] for letter in mailbox.letters()}
    assert gone == {OFFICER, *(f"nr{number}@example.org" for number in range(20))}
    assert (stages("sent"), stages("superseded")) == ([7], [-60, -30, -15, -3, 0])


def stages(state):
    """Steps of the renewal letters in that state."""
    rows = Message.objects.filter(kind="membership.notice", state=state)
    return sorted(about["stage"] for about in rows.values_list("about", flat=True))


def test_the_first_officer_sets_up_in_the_browser_with_the_printed_secret(visit, mailbox):
    address = told("setup", "--web").strip().partition("/setup/")[2]
    page = visit()

    page.goto(f"/setup/{address}")
    page.get_by_label("Name of the association").fill("A Guild")
    page.get_by_label("Time zone").fill("Europe/Berlin")
    page.get_by_label("Your name").fill("First Officer")
    page.get_by_label("Your e-mail address").fill(OFFICER)
    page.get_by_role("button", name="Set up").click()
    expect(page.get_by_text("All is set up.")).to_be_visible()
    sign_in(page, mailbox, OFFICER)

    expect(page.get_by_role("heading", name="What needs an officer")).to_be_visible()
    expect(page.get_by_text("Letters are held until you release them")).to_be_visible()
    assert visit().goto(f"/setup/{address}").status == 404

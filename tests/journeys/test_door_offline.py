"""The door with the network cut: prepared, gone on with, and sent when it is back."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone
from playwright.sync_api import expect

from events.actions import attendance, meetings, rsvp
from events.models import Attendance, DoorEntry, Meeting
from tests.events.scenes import a_series
from tests.journeys.cast import a_standing_member, an_association, an_officer, wall
from tests.journeys.test_offline import CONTROLLED, until

pytestmark = pytest.mark.django_db(transaction=True)

SHELL_KEPT = "(async () => Boolean(await caches.match('/door/')))()"
LISTS = """() => new Promise((done) => {
  const asked = indexedDB.open("door");
  asked.onsuccess = () => {
    const rows = asked.result.transaction("lists").objectStore("lists").getAll();
    rows.onsuccess = () => { asked.result.close(); done(rows.result.length); };
  };
})"""
AGE = """() => new Promise((done) => {
  const asked = indexedDB.open("door");
  asked.onsuccess = () => {
    const store = asked.result.transaction("lists", "readwrite").objectStore("lists");
    const rows = store.getAll();
    rows.onsuccess = () => {
      for (const one of rows.result) store.put({ ...one, wipe_at: "2020-01-01T00:00:00Z" });
    };
    store.transaction.oncomplete = () => { asked.result.close(); done(true); };
  };
})"""


@pytest.fixture
def meeting() -> Meeting:
    """Begun ten minutes ago; two members said yes."""
    an_association()
    now = timezone.now()
    start, before = now - timedelta(minutes=10), now - timedelta(days=2)
    made = meetings.create(
        series=a_series(capacity=9), starts_local=wall(start).replace(microsecond=0),
        by=None, at=before, fields={"topic": "Bridges"},
    )  # fmt: skip
    meetings.publish(meeting=made, by=None, at=before)
    for name in ("A Punctual Member", "A Later Member"):
        person = a_standing_member(name)
        rsvp.answer(meeting=made, person=person, answer="going", by=person, at=before)
    return made


def prepare(page, meeting):
    """Tonight's list on this phone."""
    page.goto(f"/meetings/{meeting.slug}/door/")
    until(page, CONTROLLED)
    until(page, SHELL_KEPT)
    page.get_by_role("button", name="Prepare tonight").click()
    expect(page.get_by_text("this phone works without network tonight")).to_be_visible()


def tap(page, name):
    page.get_by_label("Who is here?").fill(name.split()[1][:3])
    page.locator("[data-found]").get_by_role("button", name=f"Check in {name}").click()
    expect(page.get_by_text(f"{name} is in.")).to_be_visible()


def seen(meeting):
    rows = Attendance.objects.filter(meeting=meeting, voided_at__isnull=True)
    return set(rows.values_list("person__name", "method"))


@pytest.mark.broad
def test_an_evening_without_network_is_sent_after_logging_in_again(visit, sign_in_as, meeting):
    secretary = an_officer("Secretary", "Secretary")
    page = sign_in_as(visit(), secretary)
    prepare(page, meeting)

    page.context.set_offline(True)
    page.reload()
    expect(page.get_by_text("No network. Go on")).to_be_visible()
    tap(page, "A Punctual Member")
    tap(page, "A Later Member")
    page.get_by_role("button", name="Undo A Later Member").click()
    page.locator("summary").click()
    page.get_by_label("Name").fill("A Passer-by")
    page.locator("[data-walk-in] button.primary").click()
    expect(page.get_by_text("2 in, 1 to come")).to_be_visible()
    page.goto("about:blank")
    page.goto(f"/meetings/{meeting.slug}/door/")
    expect(page.get_by_text("Not sent yet: 4")).to_be_visible()
    assert seen(meeting) == set()

    page.goto("about:blank")
    Session.objects.all().delete()
    page.context.set_offline(False)
    page.goto("/door/")
    expect(page.get_by_text("the log-in has run out")).to_be_visible()
    sign_in_as(page, secretary)
    page.reload()

    expect(page.get_by_text("Everything is sent.")).to_be_visible()
    assert seen(meeting) == {("A Punctual Member", "name"), ("A Passer-by", "walk_in")}
    assert DoorEntry.objects.count() == 4


@pytest.mark.long
def test_another_log_in_sends_nothing_of_the_first(visit, sign_in_as, meeting):
    page = sign_in_as(visit(), an_officer("Secretary", "Secretary"))
    prepare(page, meeting)
    page.context.set_offline(True)
    page.goto("/door/")
    tap(page, "A Punctual Member")

    page.goto("about:blank")
    page.context.set_offline(False)
    sign_in_as(page, an_officer("Organizer", "Organizer"))
    page.goto("/door/")

    expect(page.get_by_text("belong to another log-in")).to_be_visible()
    assert seen(meeting) == set()


@pytest.mark.long
def test_two_phones_that_disagree_end_in_one_truth(visit, sign_in_as, meeting):
    secretary = an_officer("Secretary", "Secretary")
    first, second = (sign_in_as(visit(), secretary) for _phone in range(2))
    for page in (first, second):
        prepare(page, meeting)
        page.context.set_offline(True)
        page.goto("/door/")
        tap(page, "A Punctual Member")
    second.get_by_role("button", name="Undo A Punctual Member").click()

    for page in (second, first):
        page.context.set_offline(False)
        page.goto("/door/")
        expect(page.get_by_text("Everything is sent.")).to_be_visible()

    assert seen(meeting) == set()
    outcomes = DoorEntry.objects.order_by("id").values_list("act", "outcome")
    assert list(outcomes) == [("in", "done"), ("out", "done"), ("in", "overruled")]


@pytest.mark.long
def test_the_network_ends_while_somebody_taps_on_the_live_page(visit, sign_in_as, meeting):
    page = sign_in_as(visit(), an_officer("Secretary", "Secretary"))
    prepare(page, meeting)
    page.get_by_label("Who is here?").press_sequentially("pun")
    expect(page.locator("#to-come")).to_have_text("Found")

    page.context.set_offline(True)
    page.get_by_role("button", name="Check in").click()

    expect(page.get_by_text("Not sent yet: 1")).to_be_visible()
    page.context.set_offline(False)
    page.reload()
    expect(page.get_by_text("Everything is sent.")).to_be_visible()
    assert seen(meeting) == {("A Punctual Member", "name")}


@pytest.mark.long
def test_names_go_with_their_hour_and_at_signing_out_after_a_warning(visit, sign_in_as, meeting):
    page = sign_in_as(visit(), an_officer("Secretary", "Secretary"))
    prepare(page, meeting)
    page.evaluate(AGE)
    page.goto("/")
    until(page, f"({LISTS})().then((number) => number === 0)")

    prepare(page, meeting)
    page.context.set_offline(True)
    page.goto("/door/")
    tap(page, "A Punctual Member")
    page.goto("about:blank")
    page.context.set_offline(False)
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.accept()))
    page.goto("/")
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("link", name="Sign in").first).to_be_visible()

    assert asked == ["Entries from the door that are not sent yet: 1. Sign out and lose them?"]
    assert page.evaluate(f"({LISTS})()") == 0


REFRESH = "path => htmx.ajax('GET', path, {target: '#board', swap: 'outerHTML'})"


@pytest.mark.broad
def test_an_answer_on_its_way_is_not_lost_when_the_board_is_refreshed(visit, sign_in_as, meeting):
    page, path = sign_in_as(visit(), an_officer("Secretary", "Secretary")), meeting.slug
    page.goto(f"/meetings/{path}/door/")
    held = []
    page.route("**/door/in/**", lambda route: held.append(route))

    page.get_by_role("button", name="Check in A Punctual Member").click()
    until(page, "document.getElementById('door-q').matches(':focus')")
    page.evaluate(REFRESH, f"/meetings/{path}/door/?q=later")
    expect(page.get_by_role("button", name="Check in A Punctual Member")).to_have_count(0)
    held[0].continue_()

    expect(page.get_by_text("A Punctual Member is in.")).to_be_visible()
    expect(page.get_by_role("button", name="Undo A Punctual Member")).to_be_visible()


@pytest.mark.broad
def test_a_refresh_never_overtakes_a_tap(visit, sign_in_as, meeting):
    page, path = sign_in_as(visit(), an_officer("Secretary", "Secretary")), meeting.slug
    page.goto(f"/meetings/{path}/door/")
    old = page.request.get(f"/meetings/{path}/door/", headers={"HX-Request": "true"}).text()
    held = []
    page.route("**/door/?q=", lambda route: held.append(route))

    with page.expect_request("**/door/?q=", timeout=8000):
        pass
    page.get_by_role("button", name="Check in A Punctual Member").click()
    expect(page.get_by_role("button", name="Undo A Punctual Member")).to_be_visible()
    held[0].fulfill(body=old, content_type="text/html")

    page.wait_for_timeout(300)
    expect(page.get_by_role("button", name="Undo A Punctual Member")).to_be_visible()


@pytest.mark.long
def test_a_name_takes_three_letters_and_one_tap(visit, sign_in_as, meeting):
    page = sign_in_as(visit(), an_officer("Secretary", "Secretary"))
    page.goto(f"/meetings/{meeting.slug}/door/")

    begun = timezone.now()
    page.get_by_label("Who is here?").press_sequentially("pun")
    expect(page.locator("#to-come")).to_have_text("Found")
    page.get_by_role("button", name="Check in").click()
    expect(page.get_by_text("A Punctual Member is in.")).to_be_visible()

    assert timezone.now() - begun < timedelta(seconds=8)
    attendance.undo(
        meeting=meeting, person=Attendance.objects.get().person, by=None, at=timezone.now()
    )

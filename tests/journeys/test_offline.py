"""On the train without signal: the next meeting and one's ticket are on the phone, and say so."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from events.actions import meetings, rsvp, speaker_asks
from events.models import Meeting
from members.tokens import person_link
from tests.events.scenes import a_person, a_series, a_venue
from tests.journeys.cast import a_standing_member, an_association

pytestmark = pytest.mark.django_db(transaction=True)
KEPT = "(async () => Boolean(await caches.match('/next/pocket/')))()"
CONTROLLED = "navigator.serviceWorker.controller !== null"
NAMES = "(async () => (await caches.keys()).sort())()"


@pytest.fixture
def meeting():
    an_association()
    now = timezone.now()
    start = (now + timedelta(days=10)).replace(hour=19, minute=0, tzinfo=None)
    fields = {"topic": "Bridges that hold", "venue": a_venue(name="The Old Mill")}
    made = meetings.create(
        series=a_series(capacity=9), starts_local=start, by=None, at=now, fields=fields
    )
    meetings.publish(meeting=made, by=None, at=now)
    return made


@pytest.fixture
def member(meeting):
    person = a_standing_member("A Member")
    rsvp.answer(meeting=meeting, person=person, answer="going", by=person, at=timezone.now())
    return person


def until(page, script: str, *args) -> None:
    """Ask until the page says yes. (Playwright waits by eval, which our pages forbid.)"""
    for _ in range(100):
        if page.evaluate(script, *args):
            return
        page.wait_for_timeout(80)
    raise AssertionError(f"Never true: {script}")


def settle(page, path: str) -> None:
    """Open a page and wait until the phone has kept what it keeps."""
    page.goto(path)
    until(page, CONTROLLED)
    until(page, KEPT)


def test_the_next_meeting_opens_without_network_and_says_that_it_is_kept(
    visit, sign_in_as, meeting, member
):
    page = sign_in_as(visit(), member)
    settle(page, f"/meetings/{meeting.slug}/")

    page.context.set_offline(True)
    page.reload()

    expect(page.locator("h1")).to_have_text("Bridges that hold")
    expect(page.locator("main")).to_contain_text("The Old Mill")
    expect(page.locator(".notice")).to_contain_text(
        re.compile(r"Saved on \w+day \d+ \w+, \d\d:\d\d\. You are offline; this may have changed\.")
    )
    expect(page.locator(".ticket .qr")).to_be_visible()
    expect(page.locator("form, button, input")).to_have_count(0)


@pytest.mark.long
def test_the_kept_page_stands_for_the_ticket_and_the_shortcut_too(
    visit, sign_in_as, meeting, member
):
    page = sign_in_as(visit(), member)
    settle(page, "/")

    page.context.set_offline(True)
    for path in (f"/meetings/{meeting.slug}/ticket/", "/next/"):
        page.goto(path)
        expect(page.locator(".notice")).to_contain_text("Saved on")
        expect(page.locator(".ticket .name")).to_have_text("A Member")


@pytest.mark.broad
def test_any_other_page_says_that_there_is_no_network_and_what_there_is(
    visit, sign_in_as, meeting, member
):
    page = sign_in_as(visit(), member)
    settle(page, "/")

    page.context.set_offline(True)
    page.goto("/members/")

    expect(page.locator("h1")).to_have_text("You are offline")
    page.get_by_role("link", name="Bridges that hold").click()
    expect(page.locator(".notice")).to_contain_text("Saved on")


@pytest.mark.long
def test_the_page_wanted_opens_by_itself_when_the_network_is_back(visit, meeting):
    page = visit()
    settle(page, "/")
    page.context.set_offline(True)
    page.goto("/board/")
    expect(page.locator("h1")).to_have_text("You are offline")

    page.context.set_offline(False)

    expect(page.locator(".site-foot")).to_be_visible()
    assert page.url.endswith("/board/")


@pytest.mark.broad
def test_a_fresh_answer_is_on_the_phone_at_once(visit, sign_in_as, meeting):
    page = sign_in_as(visit(), a_standing_member("A Member"))
    settle(page, f"/meetings/{meeting.slug}/")

    page.locator("#answer button[value=going]").click()
    expect(page.locator("#answer button[value=cancelled]")).to_be_visible()
    until(
        page, "(async () => (await (await caches.match('/next/pocket/')).text()).includes('qr'))()"
    )

    page.context.set_offline(True)
    page.reload()
    expect(page.locator(".ticket .name")).to_have_text("A Member")


@pytest.mark.broad
def test_signing_out_leaves_nothing_of_mine_on_the_phone(visit, sign_in_as, meeting, member):
    page = sign_in_as(visit(), member)
    settle(page, "/")

    page.get_by_role("button", name="Sign out").click()
    until(page, KEPT)
    page.context.set_offline(True)
    page.goto(f"/meetings/{meeting.slug}/")

    expect(page.locator("h1")).to_have_text("Bridges that hold")
    expect(page.locator("main")).not_to_contain_text("A Member")
    expect(page.locator(".ticket")).to_have_count(0)


@pytest.mark.broad
def test_another_person_on_the_same_phone_sees_nothing_of_the_first(
    visit, sign_in_as, meeting, member
):
    page = sign_in_as(visit(), member)
    settle(page, "/")

    sign_in_as(page, a_standing_member("A Neighbour"))
    page.goto("/me/")
    until(
        page,
        "(async () => { const kept = await caches.match('/next/pocket/');"
        " return kept && !(await kept.text()).includes('A Member') })()",
    )

    page.context.set_offline(True)
    page.goto(f"/meetings/{meeting.slug}/")
    expect(page.locator(".ticket")).to_have_count(0)


@pytest.mark.long
def test_twelve_hours_after_its_end_the_meeting_is_gone_from_the_phone(
    visit, sign_in_as, meeting, member
):
    now = timezone.now()
    page = sign_in_as(visit(), member)
    Meeting.objects.update(
        starts_at=now - timedelta(hours=14), ends_at=now - timedelta(hours=12, seconds=-6)
    )
    settle_at = "(async () => !(await caches.match('/next/pocket/')))()"
    page.goto("/")
    until(page, CONTROLLED)

    page.wait_for_timeout(500)
    page.context.set_offline(True)
    page.goto(f"/meetings/{meeting.slug}/")

    expect(page.locator("h1")).to_have_text("You are offline")
    until(page, settle_at)


@pytest.mark.long
def test_a_new_release_replaces_the_shell_of_the_old_one(visit, meeting, monkeypatch):
    page = visit()
    settle(page, "/")
    before = page.evaluate(NAMES)

    monkeypatch.setattr("association.queries.release.release", lambda: "fresh")
    page.goto("/meetings/")
    page.evaluate("navigator.serviceWorker.ready.then((worker) => worker.update())")
    until(page, f"{NAMES}.then((names) => names.includes('shell-fresh'))")
    until(page, f"{NAMES}.then((names) => names.length === 2)")

    assert len([name for name in before if name.startswith("shell-")]) == 1
    assert page.evaluate(NAMES) == ["pocket", "shell-fresh"]
    page.reload()
    expect(page.locator("h1")).to_have_text("Meetings")


@pytest.mark.broad
def test_nothing_but_the_shell_and_the_next_meeting_is_kept(visit, sign_in_as, meeting, member):
    page = sign_in_as(visit(), member)
    settle(page, "/")
    for path in ("/me/", "/members/", f"/meetings/{meeting.slug}/", "/calendar.ics"):
        page.evaluate("(path) => fetch(path)", path)
    page.goto("/me/profile/")

    kept = page.evaluate(
        "(async () => { const all = []; for (const name of await caches.keys())"
        " for (const one of await (await caches.open(name)).keys())"
        " all.push(new URL(one.url).pathname); return all })()"
    )
    assert sorted(path for path in kept if not path.startswith("/static/")) == [
        "/door/", "/next/pocket/", "/offline/",
    ]  # fmt: skip


@pytest.fixture
def way(meeting):
    """The address of a speaker's page of where, when and whom to ring."""
    now, speaker = timezone.now(), a_person("A Speaker", "speaker@example.net")
    row = speaker_asks.ask(
        person=speaker, dates=[meeting], by=a_standing_member("The Chair"), at=now
    )
    speaker_asks.accept(ask=row, meeting=meeting, at=now)
    token = person_link("speak", speaker, at=now, days=60, about=row.pk)
    return f"/speak/{token}/logistics/"


@pytest.mark.broad
def test_a_speaker_finds_the_way_without_network_and_reads_since_when_it_is_kept(visit, way):
    page = visit()
    page.goto(way)
    expect(page.locator("main")).to_contain_text("The Old Mill")
    expect(page.get_by_text("Saved on")).to_be_hidden()
    until(page, CONTROLLED)
    until(page, "(path) => caches.match(path).then(Boolean)", way)

    page.context.set_offline(True)
    page.reload()

    expect(page.locator("main")).to_contain_text("The Old Mill")
    expect(page.get_by_role("main")).to_contain_text("The Chair")
    expect(page.locator(".notice")).to_contain_text(
        re.compile(r"Saved on \w+day \d+ \w+, \d\d:\d\d\. You are offline; this may have changed\.")
    )


@pytest.mark.broad
def test_a_speakers_way_is_gone_the_day_after_the_evening(visit, way):
    long_ago = timezone.now() - timedelta(days=2)
    Meeting.objects.update(starts_at=long_ago - timedelta(hours=2), ends_at=long_ago)
    page = visit()
    page.goto(way)
    until(page, CONTROLLED)
    until(page, "(path) => caches.match(path).then(Boolean)", way)

    page.context.set_offline(True)
    page.reload()

    expect(page.locator("h1")).to_have_text("You are offline")
    until(page, "(path) => caches.match(path).then((kept) => !kept)", way)

"""By keyboard alone: every stop is seen, marked and in reading order; nothing traps."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from events.actions import meetings, rsvp
from events.models import Attendance, Rsvp
from members.models import Person
from tests.events.scenes import a_series
from tests.journeys.barriers import PHONE, SIDEWAYS, SMALL
from tests.journeys.cast import a_standing_member, an_association, an_officer, sign_in, wall

pytestmark = pytest.mark.django_db(transaction=True)

# What has the focus: its place in the document, whether it is on the screen, and how it is marked.
STOP = """() => {
  const one = document.activeElement;
  if (one === document.body) return null;
  const box = one.getBoundingClientRect(), style = getComputedStyle(one);
  const parts = one.querySelectorAll ? one.checkVisibility({visibilityProperty: true}) : false;
  return {
    place: [...document.querySelectorAll('*')].indexOf(one),
    words: (one.innerText || one.getAttribute('aria-label') || one.name || one.tagName).trim(),
    seen: parts && box.width > 1 && box.bottom > 0 && box.top < innerHeight && box.right > 0
      && box.left < innerWidth,
    marked: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
  };
}"""


@pytest.fixture
def addresses(mailbox) -> dict[str, str]:
    """A meeting that runs and one to come, a member who comes to both."""
    an_association()
    member = a_standing_member("A Member")
    a_standing_member("A Late Member", "late@example.org")
    running, coming = evening(-0.3), evening(240)
    rsvp.answer(meeting=running, person=member, answer="going", by=member, at=days_ago(2))
    return {
        "meeting": coming.get_absolute_url(),
        "door": f"{running.get_absolute_url()}door/",
        "person": member.get_absolute_url(),
    }


def days_ago(days):
    return timezone.now() - timedelta(days=days)


def evening(in_hours):
    starts = wall(timezone.now() + timedelta(hours=in_hours))
    made = meetings.create(
        series=a_series(capacity=5), starts_local=starts, by=None, at=days_ago(3),
        fields={"topic": "Bridges that hold", "guest_limit": 2},
    )  # fmt: skip
    meetings.publish(meeting=made, by=None, at=days_ago(3))
    return made


def stops(page, most: int = 150) -> list[dict]:
    """Where Tab stops from the top of the page until it leaves it."""
    page.evaluate("document.activeElement.blur(); getSelection().collapse(document.body, 0)")
    found = []
    for _ in range(most):
        page.keyboard.press("Tab")
        stop = page.evaluate(STOP)
        if stop is None or (found and stop["place"] == found[0]["place"]):
            return found
        found.append(stop)
    raise AssertionError(f"a trap: {found[-5:]}")


def troubles(page, path: str) -> list[str]:
    """What is wrong with the walk through this page."""
    page.goto(path)
    found = stops(page)
    wrong = [f"{path} unseen: {one['words']}" for one in found if not one["seen"]]
    wrong += [f"{path} unmarked: {one['words']}" for one in found if not one["marked"]]
    # What lies over the page stands before it in the reading order as well.
    places = [one["place"] for one in found]
    if places != sorted(places):
        wrong.append(f"{path} out of order: {[one['words'] for one in found]}")
    # At the door the field has the focus from the start.
    starts = page.locator("[autofocus]").count() == 0
    if starts and found[0]["words"] != "Skip to the content":
        wrong.append(f"{path} begins with {found[0]['words']}")
    return wrong


def walk(page, paths, addresses) -> list[str]:
    return [one for path in paths for one in troubles(page, path.format(**addresses))]


STRANGER = ["/", "/meetings/", "{meeting}", "/archive/", "/board/", "/accounts/login/",
    "/accessibility/"]  # fmt: skip
MEMBER = ["/", "{meeting}", "/members/", "{person}", "/me/", "/me/profile/", "/me/privacy/"]
OFFICER = ["/", "{door}", "{door}walk-in/", "{door}close/", "/reports/attendance/", "/dues/"]


@pytest.mark.long
def test_a_stranger_walks_through_every_page_by_tab(visit, addresses):
    assert walk(visit(), STRANGER, addresses) == []


@pytest.mark.broad
def test_a_member_walks_through_every_page_by_tab(visit, sign_in_as, addresses):
    page = sign_in_as(visit(), Person.objects.get(name="A Member"))

    assert walk(page, MEMBER, addresses) == []


@pytest.mark.long
def test_an_officer_walks_through_every_page_by_tab(visit, sign_in_as, addresses):
    page = sign_in_as(visit(), an_officer("Secretary", "Secretary"))

    assert walk(page, OFFICER, addresses) == []


@pytest.mark.broad
def test_a_walk_sees_a_stop_without_a_mark(visit, addresses):
    page = visit()
    page.goto("/")
    page.evaluate("document.querySelector('.brand').style.outline = 'none'")

    assert [one["marked"] for one in stops(page)][:2] == [True, False]


@pytest.mark.broad
def test_the_skip_link_leads_past_the_head(visit, addresses):
    page = visit()
    page.goto("/meetings/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()

    page.keyboard.press("Tab")

    expect(page.get_by_label("Search topics, speakers, places")).to_be_focused()


@pytest.mark.broad
def test_what_is_pressed_at_the_door_is_large(visit, sign_in_as, addresses):
    page = sign_in_as(visit(), an_officer("Secretary", "Secretary"))
    found = []
    for path in ("{door}", "{door}walk-in/", "{door}?q=zzz", "{door}close/"):
        page.goto(path.format(**addresses))
        main = SMALL.replace("[...document.", "[...document.querySelector('main').")
        found += page.evaluate(main, 44)

    assert found == []


@pytest.mark.broad
def test_nothing_moves_for_those_who_want_no_motion(visit, addresses):
    page = visit(reduced_motion="reduce")
    page.goto(addresses["meeting"])

    moving = page.evaluate(
        """() => [...document.querySelectorAll('*')].map((one) => getComputedStyle(one))
          .filter((style) => style.transitionDuration !== '0s' || style.animationName !== 'none')
          .length"""
    )

    assert moving == 0


@pytest.mark.broad
def test_forced_colours_keep_edges_and_focus(visit, addresses):
    page = visit(forced_colors="active")
    page.goto(addresses["meeting"])
    page.keyboard.press("Tab")

    assert page.evaluate(STOP)["marked"]
    assert (
        page.locator(".card").first.evaluate("one => getComputedStyle(one).borderStyle") != "none"
    )


def tab_to(page, name: str) -> None:
    """Tab until something of this name has the focus."""
    for _ in range(80):
        page.keyboard.press("Tab")
        label = page.evaluate(
            """() => {
              const one = document.activeElement, named = one.labels && one.labels[0] || one;
              return named.textContent.replace(/\\s+/g, ' ').trim();
            }"""
        )
        if label.startswith(name):
            return
    raise AssertionError(f"Tab never came to {name}")


def press(page, name: str) -> None:
    tab_to(page, name)
    page.keyboard.press("Enter")


@pytest.mark.long
def test_a_member_answers_and_searches_at_320_px_without_a_mouse(visit, mailbox, addresses):
    page = visit()
    page.set_viewport_size(PHONE)
    sign_in(page, mailbox, "member@example.org", by_keyboard=True)
    page.goto(addresses["meeting"])
    press(page, "I'll come")
    expect(page.locator("#answer [role=status]")).to_have_text("You are coming")
    assert Rsvp.objects.filter(state="going").count() == 2

    press(page, "I can't make it after all")
    expect(page.locator("#answer [role=status]")).to_have_text("Not coming")

    page.goto("/members/")
    tab_to(page, "Search members")
    page.keyboard.type("late")
    expect(page.locator("#found .name")).to_have_text(["A Late Member"])
    assert page.evaluate(SIDEWAYS) == []


@pytest.mark.broad
def test_a_secretary_checks_in_at_320_px_without_a_mouse(visit, sign_in_as, addresses):
    page = sign_in_as(visit(), an_officer("Secretary", "Secretary"))
    page.set_viewport_size(PHONE)
    page.goto("/")
    press(page, "Open the door")
    expect(page.get_by_label("Who is here?")).to_be_focused()
    page.keyboard.type("mem")
    expect(page.locator("#to-come")).to_have_text("Found")

    press(page, "Check in A Member")
    expect(page.get_by_text("A Member is in.")).to_be_visible()
    assert Attendance.objects.get(voided_at=None).person.name == "A Member"

    press(page, "Undo A Member")
    expect(page.get_by_text("A Member is not in.")).to_be_visible()
    assert page.evaluate(SIDEWAYS) == []

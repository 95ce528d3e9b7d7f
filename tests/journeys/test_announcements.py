"""What somebody hears: the order of the main pages, and what is told when they change."""

from itertools import groupby

import pytest
from playwright.sync_api import expect

from members.models import Person
from tests.journeys.cast import an_officer
from tests.journeys.test_keyboard import addresses

pytestmark = [pytest.mark.broad, pytest.mark.django_db(transaction=True)]
__all__ = ["addresses"]

# Every text that comes into a live region, or takes the focus, in the order it is told.
LISTEN = """() => {
  window.told = [];
  const say = (text) => { if (text.trim()) told.push(text.trim().replace(/\\s+/g, ' ')); };
  const live = '[role=status], [role=alert], [aria-live]';
  new MutationObserver((changes) => changes.forEach((change) => {
    const place = (change.target.closest || change.target.parentElement.closest)
      .call(change.target.closest ? change.target : change.target.parentElement, live);
    if (place) [...change.addedNodes].forEach((node) => say(node.textContent));
  })).observe(document.body, {childList: true, subtree: true, characterData: true});
  document.addEventListener('focusin', (event) => say('focus: ' + (
    event.target.getAttribute('aria-labelledby')
      ? document.getElementById(event.target.getAttribute('aria-labelledby')).textContent
      : event.target.textContent || event.target.id)));
}"""


def told(page) -> list[str]:
    return page.evaluate("window.told")


def test_an_answer_brings_the_ear_to_the_answer(visit, sign_in_as, addresses):
    page = sign_in_as(visit(), Person.objects.get(name="A Member"))
    page.goto(addresses["meeting"])
    page.evaluate(LISTEN)

    page.get_by_role("button", name="I'll come").press("Enter")
    expect(page.locator("#answer")).to_be_focused()

    assert told(page)[-1] == "focus: Your answer"
    assert page.locator("#answer").aria_snapshot().splitlines()[:3] == [
        '- region "Your answer":',
        '  - heading "Your answer" [level=2]',
        "  - status: You are coming",
    ]  # fmt: skip


def test_a_search_says_how_many_it_found(visit, sign_in_as, addresses):
    page = sign_in_as(visit(), Person.objects.get(name="A Member"))
    page.goto("/members/")
    page.evaluate(LISTEN)

    page.get_by_label("Search members").press_sequentially("late")
    expect(page.locator("#found-told")).to_have_text("Found: 1")
    page.get_by_label("Search members").fill("nobody at all")
    expect(page.locator("#found-told")).to_have_text("Nothing found")

    # Whoever types slowly is searched for more than once: the same may be told again.
    heard = [text for text in told(page) if "ound" in text]
    assert [text for text, _again in groupby(heard)] == ["Found: 1", "Nothing found"]


def test_a_check_in_and_its_undoing_are_told(visit, sign_in_as, addresses):
    page = sign_in_as(visit(), an_officer("Secretary", "Secretary"))
    page.goto(addresses["door"])
    page.evaluate(LISTEN)

    page.get_by_role("button", name="Check in A Member").press("Enter")
    expect(page.get_by_text("A Member is in.")).to_be_visible()
    page.get_by_role("button", name="Undo A Member").press("Enter")
    expect(page.get_by_text("A Member is not in.")).to_be_visible()

    heard = [text for text in told(page) if text.startswith("A Member is")]
    assert [text.partition(".")[0] for text in heard] == ["A Member is in", "A Member is not in"]


def test_a_refused_form_tells_what_is_wrong_and_takes_the_focus(visit, sign_in_as, addresses):
    page = sign_in_as(visit(), Person.objects.get(name="A Member"))
    page.goto("/me/profile/")
    page.get_by_label("Name", exact=True).fill(" ")
    page.get_by_role("button", name="Save").click()

    expect(page.get_by_role("alert")).to_be_focused()
    expect(page.get_by_label("Name", exact=True)).to_have_attribute("aria-invalid", "true")


def test_a_meeting_is_read_in_the_order_it_matters(visit, addresses):
    page = visit()
    page.goto(addresses["meeting"])

    lines = page.locator("body").aria_snapshot().splitlines()
    marks = [line[2:].split(":")[0] for line in lines if line.startswith("- ")]
    assert [mark for mark in marks if mark.split()[0] in ("banner", "main", "contentinfo")] == [
        "banner", "main", "contentinfo",
    ]  # fmt: skip
    headings = [line.strip()[2:] for line in lines if line.strip().startswith("- heading")]
    assert headings[:2] == [
        'heading "Bridges that hold" [level=1]', 'heading "Your answer" [level=2]',
    ]  # fmt: skip

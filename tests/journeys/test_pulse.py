"""From a red sign on the first page an officer opens to a call that is written down."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from outbox.queries import local_day
from pulse.actions import followups
from tests.events.scenes import a_member
from tests.journeys.barriers import barriers
from tests.journeys.cast import a_standing_member, an_association, an_officer

pytestmark = [pytest.mark.broad, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def carer():
    """Four who left in three years, one who came and was never seen, and who looks after them."""
    an_association()
    at = timezone.now()
    today = local_day(at)
    for name in ("Ada", "Ben", "Cleo", "Dan"):
        start = today - timedelta(days=1200)
        a_member(f"{name} Gone", f"{name.lower()}@example.org", start=start)
    new = a_standing_member("New Silent", "new.silent@example.org", days=100)
    type(new).objects.filter(pk=new.pk).update(phone="+49 30 1234567")
    officer = an_officer("Membership", "Membership")
    followups.notice(today=today, at=at)
    return officer


def test_a_red_sign_leads_to_a_call_that_is_logged(carer, visit, sign_in_as):
    page = sign_in_as(visit(), carer)
    page.goto("/")
    page.get_by_role("link", name="The pulse").first.click()
    index = page.locator("article", has=page.locator("#sign-index"))
    expect(index.locator(".figure.bad")).to_have_text("4 then, 1 now")
    assert barriers(page, own=True) == []

    index.get_by_role("link", name="Who not").click()
    expect(page.get_by_text("Ada Gone")).to_be_visible()
    page.get_by_role("link", name="The pulse").first.click()
    page.get_by_role("link", name="Who should be called").first.click()
    call = page.locator("article", has_text="New Silent")
    expect(call.get_by_text("and not seen yet.")).to_be_visible()
    expect(call.get_by_role("link", name="Call New Silent")).to_have_attribute(
        "href", "tel:+49301234567"
    )
    assert barriers(page, own=True) == []

    call.get_by_role("button", name="I call New Silent").click()
    call.get_by_label("What came of it").fill("comes on Tuesday")
    call.get_by_role("button", name="Called New Silent").click()
    expect(page.get_by_text("Noted.")).to_be_visible()
    expect(page.get_by_text("Whoever has a reason to be called will stand here.")).to_be_visible()
    page.get_by_role("link", name="Called", exact=True).click()
    expect(page.get_by_text("comes on Tuesday")).to_be_visible()

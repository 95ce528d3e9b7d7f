"""What somebody may not see does not shine through: not in lists, search, order or counters."""

import re
import uuid

import pytest
from django.utils import timezone

from events.actions import meetings
from tests.events.scenes import a_draft
from tests.members.factories import a_login, a_member, a_person
from tests.security.scene import browser, evening, hidden

pytestmark = pytest.mark.django_db


def today():
    return timezone.now().date()


@pytest.fixture
def member():
    person = a_member("A Member", "member@example.org", start=today())
    a_login(person, "member@example.org")
    return person


def bare(response) -> tuple[int, str]:
    """Status and page without what differs from answer to answer."""
    text = re.sub(r"[A-Za-z0-9]{64}|nonce=\"[^\"]+\"", "", response.content.decode())
    return response.status_code, text


def names(response) -> list[str]:
    return [person.name for person in response.context["page"].people]


def test_the_order_of_the_directory_tells_nothing_of_a_hidden_name(member):
    a_member("Anna Aal", start=today())
    a_member("Zoe Zander", start=today())
    somebody = hidden(a_member("Mia Hidden", start=today()))
    client = browser(member)

    first = names(client.get("/members/"))
    after_hidden = names(client.get(f"/members/?after={somebody.pk}"))
    after_nobody = names(client.get("/members/?after=999999"))

    assert after_hidden == after_nobody == first


def test_an_invited_speaker_is_found_by_nobody_before_the_yes():
    meeting = evening(48)
    meeting.speakings.create(printed_name="Secret Guest", state="invited")
    meetings.refresh_search(meeting)

    page = browser().get("/meetings/?q=secret")

    assert list(page.context["page"]) == []


@pytest.mark.parametrize("path", ["/meetings/{}/", "/meetings/{}/calendar.ics"])
def test_a_draft_looks_like_nothing_to_a_member(member, path):
    draft = a_draft()
    client = browser(member)

    found = client.get(path.format(draft.slug))
    missing = client.get(path.format("no-such-meeting"))

    assert found.status_code == 404
    assert bare(found) == bare(missing)


@pytest.mark.parametrize(
    "path", ["/meetings/", "/archive/", "/calendar.ics", "/", "/meetings/?q=vault"]
)
@pytest.mark.parametrize("hours", [48, -100])
def test_a_meeting_for_members_is_shown_to_no_stranger(path, hours):
    meeting = evening(hours, topic="Vault", visibility="members")

    body = browser().get(path).content.decode()

    assert "Vault" not in body.replace('value="vault"', "")
    assert meeting.slug not in body


def test_a_stranger_answers_a_meeting_for_members_as_one_that_is_not_there():
    meeting = evening(48, visibility="members")
    client = browser()

    found = client.post(f"/meetings/{meeting.slug}/rsvp/", {"answer": "going"})
    missing = client.post("/meetings/none/rsvp/", {"answer": "going"})

    assert found.status_code == 404
    assert bare(found) == bare(missing)


def test_a_hidden_a_former_and_an_unknown_person_look_the_same(member):
    somebody = hidden(a_member("Mia Hidden", start=today()))
    outsider = a_person("An Outsider")
    client = browser(member)

    pages = [client.get(f"/members/{uid}/") for uid in (somebody.uid, outsider.uid, uuid.uuid4())]

    assert {page.status_code for page in pages} == {404}
    assert len({bare(page) for page in pages}) == 1

"""Officers' letters: written, looked at, tried, sent in one go, taken back, proven."""

import csv
import io
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from kit.models import Export
from members.actions import announcements as actions
from members.models import Announcement, Person
from outbox.actions.suppressions import opt_out
from outbox.delivery import deliver_due
from outbox.models import Message
from outbox.queries import local_day
from tests.events.scenes import a_letterhead, a_login, a_member, a_person
from tests.security.scene import browser, seated

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
WORDS = {"subject": "The hall", "text": "We **moved**.", "standings": ["active"]}


@pytest.fixture(autouse=True)
def letterhead():
    now = timezone.now()
    return a_letterhead(founded_at=now - 900 * DAY, released_at=now - 900 * DAY)


@pytest.fixture
def secretary():
    person = a_person("A Secretary", "secretary@example.org")
    a_login(person, "secretary@example.org")
    seated(person, "Secretary", "Secretary")
    return person


@pytest.fixture
def member():
    return a_current("A Member", "member@example.org")


def a_current(name: str, *address: str) -> Person:
    person = a_member(name, *address, start=local_day(timezone.now()) - 100 * DAY)
    Message.objects.all().delete()
    return person


def a_draft(by: Person, **fields) -> Announcement:
    values = {"subject": "The hall", "text": "We **moved**.", "sort": "news"} | fields
    audience = values.pop("audience", {"standings": ["active"]})
    return actions.write(**values, audience=audience, by=by, at=timezone.now())


def sent(by: Person, **fields) -> Announcement:
    letter = a_draft(by, **fields)
    browser(by).post(f"/letters/{letter.pk}/send/")
    letter.refresh_from_db()
    return letter


def test_an_officer_writes_a_letter_and_sees_whom_it_reaches(secretary, member):
    page = browser(secretary).post("/letters/new/", WORDS, follow=True)

    assert page.context["reach"] == {"all": 1, "mail": 1, "none": 0, "refused": 0}
    assert b"<strong>moved</strong>" in page.content
    assert Message.objects.count() == 0


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"subject": ""}, "subject"),
        ({"text": "x" * 20_001}, "text"),
        ({"meeting": "99999999999999999999"}, "meeting"),
        ({"answers": ["going"]}, "meeting"),
        ({"standings": ["deceased"]}, "standings"),
    ],
)
def test_bad_input_is_said_and_nothing_is_lost(secretary, wrong, field):
    page = browser(secretary).post("/letters/new/", WORDS | wrong)

    assert page.status_code == 422
    assert list(page.context["form"].errors) == [field]
    assert Announcement.objects.count() == 0


def test_the_names_are_shown_and_single_people_added_and_left_out(secretary, member):
    letter, other = a_draft(secretary), a_person("An Outsider")
    desk, path = browser(secretary), f"/letters/{letter.pk}/people/"

    assert b"An Outsider" in desk.get(path, {"q": "outs"}).content
    desk.post(f"{path}{other.uid}/add/")
    page = desk.post(f"{path}{member.uid}/leave/", follow=True)

    assert [one.name for one in page.context["page"]] == ["An Outsider"]
    assert [one.name for one in page.context["left_out"]] == ["A Member"]


def test_the_preview_is_the_letter_of_a_named_person(secretary, member):
    letter = a_draft(secretary)
    desk, path = browser(secretary), f"/letters/{letter.pk}/preview/"

    page = desk.get(path)
    sheet = desk.get(f"{path}{member.uid}/")

    assert page.context["shown"].subject == "The hall"
    assert page.context["shown"].text.startswith("Dear A,\n\nWe **moved**.\n\nA Secretary\n")
    assert b"<strong>moved</strong>" in sheet.content
    assert Message.objects.count() == 0


def test_a_test_goes_to_the_writer_alone(secretary, member):
    letter = a_draft(secretary)

    browser(secretary).post(f"/letters/{letter.pk}/test/")
    deliver_due(at=timezone.now())

    rows = Message.objects.values_list("to", "subject", "state")
    assert list(rows) == [("secretary@example.org", "Test: The hall", "sent")]


def test_sending_asks_first_and_then_queues_each_copy_once(secretary, member, mailoutbox):
    letter = a_draft(secretary)
    desk, path = browser(secretary), f"/letters/{letter.pk}/send/"

    assert b"Send to 1 person" in desk.get(path).content
    assert Message.objects.count() == 0
    assert [desk.post(path).status_code, desk.post(path).status_code] == [303, 404]

    assert list(Message.objects.values_list("kind", "category", "to", "dedupe_key")) == [
        ("letter.announcement", "announcements", "member@example.org",
         f"letter:{letter.pk}:{member.pk}")
    ]  # fmt: skip


def test_queueing_is_one_insert_whatever_the_number(secretary, django_assert_num_queries):
    for number in range(3):
        a_current(f"Member Nr{number}", f"m{number}@example.org")
    letter, everybody = a_draft(secretary), Person.objects.all()

    with django_assert_num_queries(7):
        actions.send(letter=letter, people=everybody, by=secretary, at=timezone.now())

    assert letter.count == 4


def test_answers_go_to_who_signed(secretary, member):
    sent(secretary)

    with time_machine.travel(timezone.now(), tick=False):
        deliver_due(at=timezone.now())

    copy = Message.objects.get()
    assert (copy.state, copy.to) == ("sent", "member@example.org")
    assert "A Secretary wrote to you for the association" in copy.text


def test_who_wants_no_announcements_gets_none_and_the_count_says_so(secretary, member):
    opt_out(address="member@example.org", category="announcements", at=timezone.now())
    letter = a_draft(secretary)

    page = browser(secretary).get(f"/letters/{letter.pk}/")
    sent_one = sent(secretary)
    deliver_due(at=timezone.now())

    assert page.context["reach"] == {"all": 1, "mail": 0, "none": 0, "refused": 1}
    assert Message.objects.get(about__letter=sent_one.pk).state == "suppressed"


def test_a_scheduled_letter_waits_and_can_be_taken_back(secretary, member):
    letter = a_draft(secretary)
    desk = browser(secretary)
    hour = (timezone.now() + 3 * DAY).strftime("%Y-%m-%dT%H:%M")

    desk.post(f"/letters/{letter.pk}/send/", {"send_at": hour})
    assert deliver_due(at=timezone.now()) == 0
    desk.post(f"/letters/{letter.pk}/cancel/")

    letter.refresh_from_db()
    assert (letter.state, letter.cancelled_by) == ("cancelled", secretary)
    assert list(Message.objects.values_list("state", "error")) == [
        ("superseded", "Taken back by A Secretary.")
    ]


def test_the_hour_is_on_the_associations_clock(secretary, member):
    letter = a_draft(secretary)
    year = timezone.now().year + 1

    browser(secretary).post(f"/letters/{letter.pk}/send/", {"send_at": f"{year}-07-01T09:00"})

    letter.refresh_from_db()
    assert letter.send_at.isoformat() == f"{year}-07-01T07:00:00+00:00"


def test_what_has_left_cannot_be_taken_back(secretary, member):
    letter = sent(secretary)
    deliver_due(at=timezone.now())

    page = browser(secretary).post(f"/letters/{letter.pk}/cancel/", follow=True)

    letter.refresh_from_db()
    assert letter.state == "queued"
    assert b"too late" in page.content


def test_nobody_with_an_address_is_said_and_the_draft_stays(secretary):
    letter = a_draft(secretary)

    page = browser(secretary).post(f"/letters/{letter.pk}/send/", follow=True)

    letter.refresh_from_db()
    assert (letter.state, letter.count) == ("draft", 0)
    assert b"nobody has an address" in page.content


def test_a_notice_reaches_everybody_and_is_proven(secretary, member):
    opt_out(address="member@example.org", category="announcements", at=timezone.now())
    a_current("B Paper")
    letter = sent(secretary, sort="notice", subject="=AGM")
    deliver_due(at=timezone.now())

    page = browser(secretary).get(f"/letters/{letter.pk}/proof.csv")

    body = b"".join(page.streaming_content).decode()
    rows = list(csv.DictReader(io.StringIO(body)))
    assert [(r["name"], r["address"], r["state"], bool(r["handed_over"])) for r in rows] == [
        ("A Member", "member@example.org", "sent", True),
        ("B Paper", "", "suppressed", False),
    ]
    assert rows[0]["subject"] == "'=AGM"
    assert "We **moved**." in rows[0]["said"]
    assert Export.objects.get().what == f"proof of letter {letter.pk}: =AGM"


@pytest.mark.broad
def test_the_proof_is_a_paper_too(secretary, member):
    letter = sent(secretary, sort="notice")

    page = browser(secretary).get(f"/letters/{letter.pk}/proof.pdf")

    assert page.content[:5] == b"%PDF-"


def test_who_may_write_letters_may_not_send_notices(member):
    organizer = a_person("An Organizer", "organizer@example.org")
    a_login(organizer, "organizer@example.org")
    seated(organizer, "Organizer", "Organizer")
    notice = a_draft(organizer, sort="notice")
    desk = browser(organizer)

    desk.post("/letters/new/", WORDS | {"sort": "notice"})

    assert Announcement.objects.latest("id").sort == "news"
    assert desk.post(f"/letters/{notice.pk}/send/").status_code == 404
    assert desk.post(f"/letters/{notice.pk}/copy/").status_code == 404


def test_a_set_comes_along_from_a_list(secretary, member):
    page = browser(secretary).get(
        "/letters/new/", {"standings": ["grace", "x"], "person": [member.uid, "x"], "meeting": "x"}
    )

    assert page.context["form"].initial["standings"] == ["grace"]
    assert list(page.context["people"]) == [member]


def test_a_draft_is_copied_and_thrown_away(secretary):
    letter = a_draft(secretary)
    desk = browser(secretary)

    desk.post(f"/letters/{letter.pk}/copy/")
    desk.post(f"/letters/{letter.pk}/discard/")

    left = Announcement.objects.get()
    assert (left.pk == letter.pk, left.subject) == (False, "The hall")


@pytest.mark.parametrize("number", [1, 3])
def test_names_cost_the_same_for_one_and_for_three(
    secretary, number, django_assert_max_num_queries
):
    for n in range(number):
        a_current(f"Member Nr{n}", f"m{n}@example.org")
    letter, desk = a_draft(secretary), browser(secretary)

    with django_assert_max_num_queries(12):
        page = desk.get(f"/letters/{letter.pk}/people/")
    assert len(page.context["page"]) == number


def test_without_the_right_there_is_no_desk(member):
    a_login(member, "member@example.org")

    assert browser(member).get("/letters/").status_code == 403
    assert Client().get("/letters/").status_code == 302

"""Agendas and minutes: written, approved, opened again, and read by whom they are for."""

import pytest
import time_machine

from events.actions import papers
from events.actions.refusals import NotPossible
from events.models import Link, Paper
from roles.models import Role
from tests.events.cast import an_officer, browser, tonight
from tests.events.scenes import NOON, a_letterhead, a_login, a_member, a_series

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today():
    a_letterhead()
    with time_machine.travel(NOON, tick=False):
        yield


def minutes(meeting, audience="members", *, approved=True) -> Paper:
    paper = papers.write(
        meeting=meeting, kind="minutes", text="# We **met**", audience=audience, by=None, at=NOON
    )
    if approved:
        papers.approve(paper=paper, where="the board", by=None, at=NOON)
    return paper


def a_reader(name="A Member"):
    person = a_member(name)
    a_login(person, f"{person.uid.hex}@example.org")
    return browser(person)


def status(client, meeting, kind="minutes") -> int:
    return client.get(f"/meetings/{meeting.slug}/papers/{kind}/").status_code


def test_a_secretary_writes_minutes_from_the_agenda_and_approves_them():
    meeting, secretary = tonight(), an_officer("A Secretary", "Secretary")
    papers.write(
        meeting=meeting, kind="agenda", text="1. Boats", audience="members", by=None, at=NOON
    )
    desk, path = browser(secretary), f"/meetings/{meeting.slug}/papers/minutes/"

    begun = desk.get(f"{path}write/").context["form"].initial
    desk.post(f"{path}write/", {"text": "Boats float.", "audience": "members"})
    desk.post(f"{path}approve/", {"where": "the board, 3 May"})

    paper = Paper.objects.get(kind="minutes")
    assert begun == {"text": "1. Boats", "audience": "members"}
    assert (paper.text, paper.state, paper.approved_by, paper.approved_in) == (
        "Boats float.", "approved", secretary, "the board, 3 May",
    )  # fmt: skip
    assert b"the board, 3 May" in desk.get(path).content


def test_what_is_approved_must_be_opened_again_to_change_it():
    meeting = tonight()
    paper = minutes(meeting)

    with pytest.raises(NotPossible):
        minutes(meeting, approved=False)

    assert papers.reopen(paper=paper, by=None, at=NOON)
    assert minutes(meeting, approved=False).state == "draft"


def test_papers_of_a_board_meeting_are_the_boards():
    meeting = tonight(series=a_series(kind="board"))
    secretary = browser(an_officer("A Secretary", "Secretary"))

    page = secretary.get(f"/meetings/{meeting.slug}/papers/minutes/write/")

    assert page.context["form"].initial["audience"] == "board"


@pytest.mark.parametrize(
    ("audience", "approved", "expected"),
    [
        ("public", True, [200, 200, 200, 200]),
        ("members", True, [404, 200, 200, 200]),
        ("board", True, [404, 404, 200, 200]),
        ("public", False, [404, 404, 200, 200]),
    ],
)
def test_stranger_member_board_and_treasurer_read_what_is_for_them(audience, approved, expected):
    meeting, on_board = tonight(), an_officer("On The Board")
    Role.objects.update(body=Role.Body.BOARD)
    treasurer = an_officer("A Treasurer", "Treasurer")
    minutes(meeting, audience, approved=approved)
    readers = [browser(), a_reader(), browser(on_board), browser(treasurer)]

    assert [status(reader, meeting) for reader in readers] == expected


def test_the_meetings_page_leads_to_what_the_reader_may_read():
    meeting = tonight()
    minutes(meeting, "board")
    minutes_link = f"/meetings/{meeting.slug}/papers/minutes/".encode()

    assert minutes_link not in a_reader().get(meeting.get_absolute_url()).content
    officer = browser(an_officer("A Secretary", "Secretary"))
    assert minutes_link in officer.get(meeting.get_absolute_url()).content


def test_no_paper_an_unknown_kind_and_empty_words_are_answered():
    meeting, desk = tonight(), browser(an_officer("A Secretary", "Secretary"))
    path = f"/meetings/{meeting.slug}/papers"

    assert desk.get(f"{path}/minutes/").status_code == 404
    assert desk.get(f"{path}/verse/write/").status_code == 404
    assert desk.post(f"{path}/minutes/write/", {"text": ""}).status_code == 422


def test_an_organizer_adds_a_link_and_takes_it_away():
    meeting, desk = tonight(), browser(an_officer("An Organizer", "Organizer"))
    path = f"{meeting.get_absolute_url()}links/"

    desk.post(path, {"label": "The film", "url": "https://example.org/film"})
    desk.post(path, {"label": "Bad", "url": "javascript:alert(1)"})
    shown = browser().get(meeting.get_absolute_url()).content

    assert b'<a href="https://example.org/film" rel="noopener">The film</a>' in shown
    assert Link.objects.count() == 1
    desk.post(f"{path}{Link.objects.get().pk}/remove/")
    assert Link.objects.count() == 0

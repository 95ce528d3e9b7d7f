"""The web server's process is killed around the commit of an answer: all is there, or nothing."""

import http.client
from pathlib import Path

import pytest
from django.db import connection
from django.urls import reverse

from events.models import Meeting, Rsvp, RsvpEvent, Seating
from events.queries.promises import violations
from outbox.models import Message
from tests.faults.figures import Line, note
from tests.faults.test_down import ask
from tests.faults.test_last_seat import a_crowd, an_open_meeting, database_url
from tests.faults.web import web_server

pytestmark = [
    pytest.mark.long,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("static_files"),
]

KILLS, PEOPLE = 5, 12
FAILING = "tests.faults.failing_web"


def answer_until_told(port: int, meeting: Meeting, cookies: list[str]) -> int:
    """Everybody answers, again where the line broke; gives how often it broke."""
    path, broken = reverse("rsvp", args=[meeting.slug]), 0
    for cookie in cookies:
        for _try in range(50):
            try:
                assert ask(port, path, cookie, answer="going").status == 303
                break
            except (OSError, http.client.HTTPException):
                broken += 1
                assert violations() == []
    return broken


@pytest.mark.parametrize("step", ["midway", "before", "after"])
def test_an_answer_is_there_whole_or_not_at_all(step: str, tmp_path: Path, monkeypatch) -> None:
    cookies, meeting = a_crowd(PEOPLE), an_open_meeting(PEOPLE)
    scene(step, tmp_path, monkeypatch)

    with web_server(database_url(connection.settings_dict["NAME"]), FAILING) as port:
        broken = answer_until_told(port, meeting, cookies)

    letters = Message.objects.filter(kind="rsvp.confirmation").count()
    going = Rsvp.objects.filter(state="going").count()
    recorded = RsvpEvent.objects.filter(state="going").values("pgh_obj_id").distinct().count()
    taken = Seating.objects.get(meeting=meeting, mode="in_person").taken
    note(Line(f"web killed: {step}", 1, KILLS, PEOPLE, letters - PEOPLE, PEOPLE - going, 0))
    assert broken >= KILLS
    assert (going, taken, letters, recorded, violations()) == (PEOPLE, PEOPLE, PEOPLE, PEOPLE, [])


def test_without_one_transaction_a_kill_leaves_half_an_answer(tmp_path: Path, monkeypatch) -> None:
    cookies, meeting = a_crowd(3), an_open_meeting(3)
    scene("midway", tmp_path, monkeypatch)
    monkeypatch.setenv("FAULT_CARELESS", "1")

    lost = pytest.raises((OSError, http.client.HTTPException))
    with web_server(database_url(connection.settings_dict["NAME"]), FAILING) as port, lost:
        ask(port, reverse("rsvp", args=[meeting.slug]), cookies[0], answer="going")

    assert violations() != []


def scene(step: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lots = folder / "lots"
    lots.mkdir()
    for number in range(KILLS):
        (lots / str(number)).touch()
    monkeypatch.setenv("FAULT_STEP", step)
    monkeypatch.setenv("FAULT_LOTS", str(lots))

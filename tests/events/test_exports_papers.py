"""Paper for the door: tagged PDFs with the right names, numbers and ribbons."""

import re

import pytest

from events.actions import sheets
from events.exports.papers import name_badges, sign_in_sheet
from events.models import Speaking
from events.queries.sheets import badges
from tests.events.cast import an_officer, evening, tonight
from tests.events.scenes import NOON, a_letterhead, a_person, members, say
from tests.members.test_views_board import unpacked

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting():
    a_letterhead()
    return tonight()


def test_the_sheet_is_tagged_and_numbered(meeting, monkeypatch):
    drawn = []
    monkeypatch.setattr("kit.pdf.render", lambda html, css: drawn.append(html))
    (member,) = members(1)
    say(meeting, member, "going", "A Guest")
    sheets.number(meeting=meeting)

    sign_in_sheet(meeting)

    lines = re.findall(r'"number">(\d+)</td><th scope="row">([^<]+?) ?<', drawn[0])
    assert lines == [("1", "A Guest"), ("2", member.name)]
    assert f"guest of {member.name}" in drawn[0]


def test_both_papers_are_tagged(meeting):
    for body in (sign_in_sheet(meeting), name_badges(meeting)):
        assert (body[:4], b"/StructTreeRoot" in unpacked(body)) == (b"%PDF", True)


def test_badges_carry_ribbons(meeting):
    earlier = tonight(topic="Before")
    type(earlier).objects.filter(pk=earlier.pk).update(starts_at=evening(-9000))
    chair, (member,) = an_officer("A Chair", "Organizer"), members(1)
    chair.terms.get().seat.role.__class__.objects.update(body="board")
    earlier.attendances.create(
        person=chair, state="present", method="name", arrived_at=NOON, recorded_at=NOON
    )
    meeting.rsvps.create(person=chair, state="going", answered_at=NOON)
    say(meeting, member, "going", "A Guest")
    speaker = a_person("A Speaker")
    Speaking.objects.create(
        meeting=meeting, person=speaker, printed_name="A Speaker", state="confirmed"
    )

    found = {badge.name: (badge.first, badge.ribbons) for badge in badges(meeting)}

    assert found == {
        "A Chair": ("A", ["Board"]),
        "A Guest": ("A", ["First time", "Guest"]),
        member.name: ("Member", ["First time"]),
        "A Speaker": ("A", ["First time", "Speaker"]),
    }

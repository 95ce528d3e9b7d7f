"""Paper for the door: tagged PDFs with the right names, numbers and ribbons."""

import io

import pytest
from pypdf import PdfReader

from events.actions import sheets
from events.exports.papers import name_badges, sign_in_sheet
from events.models import Rsvp, Speaking
from events.queries.sheets import badges
from tests.events.cast import an_officer, evening, tonight
from tests.events.scenes import NOON, a_letterhead, a_person, members, say

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting():
    a_letterhead()
    return tonight()


def test_the_sheet_is_tagged_and_numbered(meeting):
    pdf = pytest.importorskip("weasyprint") and PdfReader
    (member,) = members(1)
    say(meeting, member, "going", "A Guest")
    sheets.number(meeting=meeting)

    read = pdf(io.BytesIO(sign_in_sheet(meeting)))

    words = read.pages[0].extract_text()
    assert [found in words for found in ("A Guest", member.name, "1", "2")] == [True] * 4
    assert read.trailer["/Root"]["/MarkInfo"]["/Marked"] is True


def test_badges_carry_ribbons(meeting):
    earlier = tonight(topic="Before")
    type(earlier).objects.filter(pk=earlier.pk).update(starts_at=evening(-9000))
    chair, (member,) = an_officer("A Chair", "Organizer"), members(1)
    chair.terms.get().seat.role.__class__.objects.update(body="board")
    earlier.attendances.create(
        person=chair, state="present", method="name", arrived_at=NOON, recorded_at=NOON
    )
    say(meeting, chair)
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


def test_badges_of_an_empty_meeting_say_so(meeting):
    assert Rsvp.objects.count() == 0
    assert name_badges(meeting).startswith(b"%PDF")

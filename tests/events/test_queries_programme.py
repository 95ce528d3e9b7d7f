"""Which of the coming months nobody has promised to speak in."""

import pytest

from events.models import Speaking
from events.queries.programme import without_speaker
from outbox.models import Letterhead
from tests.events.scenes import NOON, a_draft, a_letterhead, a_series

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _association():
    a_letterhead()


def silent_months() -> int:
    return Letterhead.objects.values_list(without_speaker(NOON), flat=True).get()


def booked(days: int, state: str = "confirmed", **fields) -> None:
    meeting = a_draft(days, **fields)
    Speaking.objects.create(meeting=meeting, printed_name="Speaker", state=state)


def test_an_association_without_talks_is_not_reminded_of_speakers():
    a_series(kind="lunch")

    assert silent_months() == 0


def test_each_of_six_months_without_a_speaker_counts():
    booked(30)
    booked(32)
    a_draft(60)
    booked(90, "invited")

    assert silent_months() == 5


def test_a_year_that_is_not_planned_is_empty():
    a_series()

    assert silent_months() == 6

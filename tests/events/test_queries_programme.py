"""Which of the coming months nobody has promised to speak in."""

import pytest

from events.models import Speaking
from events.queries.programme import without_speaker
from tests.events.scenes import NOON, a_draft, a_letterhead, a_series

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _association():
    a_letterhead()


def booked(days: int, state: str = "confirmed", **fields) -> None:
    meeting = a_draft(days, **fields)
    Speaking.objects.create(meeting=meeting, printed_name="Speaker", state=state)


def test_an_association_without_talks_is_not_reminded_of_speakers():
    a_series(kind="lunch")

    assert without_speaker(NOON.date(), NOON) == 0


def test_each_of_six_months_without_a_speaker_counts():
    booked(30)
    booked(32)
    a_draft(60)
    booked(90, "invited")

    assert without_speaker(NOON.date(), NOON) == 5


def test_a_year_that_is_not_planned_is_empty():
    a_series()

    assert without_speaker(NOON.date(), NOON) == 6


@pytest.mark.parametrize("number", [1, 3])
def test_the_count_costs_one_query(number, django_assert_num_queries):
    for month in range(number):
        booked(30 + 30 * month)

    with django_assert_num_queries(1):
        without_speaker(NOON.date(), NOON)

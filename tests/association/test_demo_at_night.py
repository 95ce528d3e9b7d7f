"""The demo begins at any hour, also while its own town has tomorrow already."""

from datetime import UTC, date, datetime

import pytest
import time_machine

from association.actions import demo
from events.models import Meeting
from roles.models import Term
from roles.queries import board_on

pytestmark = [pytest.mark.broad, pytest.mark.django_db]
PAST_MIDNIGHT = datetime(2026, 7, 14, 22, 30, tzinfo=UTC)


def test_past_midnight_in_its_own_town_the_demo_begins_on_the_new_day() -> None:
    with time_machine.travel(PAST_MIDNIGHT, tick=False):
        made = demo.create(members=20, at=PAST_MIDNIGHT)

    assert made
    assert board_on(date(2026, 7, 15))
    assert Term.objects.filter(period__contains=date(2026, 7, 15)).exists()
    assert Meeting.objects.filter(state=Meeting.State.PUBLISHED).exists()

from datetime import date, timedelta

import pytest

from outbox.kinds import Superseded
from outbox.models import Message
from roles.actions import notices
from roles.letters import term_ending
from tests.roles.characters import AT, TODAY, person, seat, term

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def on(day: date) -> int:
    return notices.announce(today=day, at=AT + (day - TODAY))


def keys() -> list[str]:
    return sorted(Message.objects.values_list("dedupe_key", flat=True))


@pytest.mark.broad
def test_each_stage_is_announced_once_to_holder_and_board() -> None:
    treasurer, president = person("A treasurer"), person("A president")
    ends = term(seat("Treasurer"), treasurer, "2026-01-01", "2026-11-01")
    term(seat("President"), president, "2026-01-01", "2028-01-01")
    days = [date(2026, 4, 1) + DAY * n for n in range(260)]

    count = sum(on(day) for day in days)

    own = [f"term:{ends.pk}:{stage}" for stage in (180, 90, 60, 30)]
    assert keys() == sorted(own + [f"{key}:{president.pk}" for key in own])
    assert count == 8


def test_after_a_gap_only_the_newest_stage_goes_out() -> None:
    ends = term(seat("Treasurer"), person("A treasurer"), "2026-01-01", "2026-11-01")

    on(date(2026, 10, 20))

    assert keys() == [f"term:{ends.pk}:30"]


def test_nothing_is_said_once_a_successor_stands() -> None:
    where = seat("Treasurer")
    term(where, person("A treasurer"), "2026-01-01", "2026-11-01")
    term(where, person("A successor"), "2026-11-01", "2027-11-01")

    assert on(date(2026, 10, 20)) == 0


def test_a_letter_overtaken_by_a_successor_is_superseded() -> None:
    where = seat("Treasurer")
    term(where, person("A treasurer"), "2026-01-01", "2026-05-20")
    on(TODAY)
    message = Message.objects.get()
    before = term_ending(message, AT)

    term(where, person("A successor"), "2026-05-20", "2027-05-20")

    assert before.subject == "Your term as Treasurer ends on 19 May 2026"
    with pytest.raises(Superseded, match="A successor stands"):
        term_ending(message, AT)

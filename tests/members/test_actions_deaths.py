"""A death is recorded and taken back; what was reported in between stays reported."""

from datetime import UTC, date, datetime, timedelta

import pytest

from members.actions import deaths
from members.models import Death
from members.queries import standing
from members.queries.census import standings_on
from tests.members.factories import NOON, TODAY, a_login, a_member

pytestmark = pytest.mark.django_db
BEFORE, LATER = TODAY - timedelta(days=5), NOON + timedelta(days=10)


@pytest.fixture
def member():
    person = a_member("A Member", "member@example.org", start=date(2026, 1, 1))
    a_login(person, "member@example.org")
    return person


def test_a_death_learned_of_late_changes_no_report_of_before(member):
    before = dict(standings_on(BEFORE))

    deaths.record(person=member, on=BEFORE - timedelta(days=30), by=None, at=NOON)

    assert dict(standings_on(BEFORE)) == before
    assert standing(member, TODAY) == "deceased"


def test_a_death_taken_back_gives_standing_and_log_in_back(member):
    deaths.record(person=member, on=BEFORE, by=None, at=NOON)

    done = deaths.take_back(person=member, by=None, at=LATER)

    member.user.refresh_from_db()
    states = [standing(member, TODAY + timedelta(days=days)) for days in (0, 9, 10)]
    assert (done, states) == (True, ["deceased", "deceased", "active"])
    assert (member.deceased_on, member.user.is_active, member.link_epoch) == (None, True, 1)


def test_another_day_corrects_the_first(member):
    deaths.record(person=member, on=BEFORE, by=None, at=NOON)
    deaths.record(person=member, on=TODAY, by=None, at=NOON)

    assert list(Death.objects.order_by("id").values_list("died_on", "voided_on")) == [
        (BEFORE, TODAY),
        (TODAY, None),
    ]


def test_the_living_are_not_brought_back(member):
    assert deaths.take_back(person=member, by=None, at=NOON) is False


def test_a_death_lies_not_ahead(member):
    with pytest.raises(deaths.NotPossible):
        deaths.record(person=member, on=TODAY, by=None, at=datetime(2026, 6, 1, 12, tzinfo=UTC))

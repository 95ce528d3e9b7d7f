"""A plan's own ladder, one person's hold, one skipped step: and what goes out all the same."""

from datetime import UTC, date, datetime, timedelta

import pytest

from members.actions import holds, ladders, lapses
from members.models import LetterHold, LetterSkip, Membership
from outbox.kinds import Superseded, kind
from outbox.models import Message
from tests.events.scenes import a_letterhead
from tests.members.factories import a_member, last_membership

pytestmark = pytest.mark.django_db
LAST = date(2026, 6, 30)


@pytest.fixture(autouse=True)
def released():
    at = datetime(2020, 1, 1, tzinfo=UTC)
    return a_letterhead(founded_at=at, released_at=at)


@pytest.fixture
def member():
    return a_member("A Member", "member@example.org", start=date(2025, 7, 1))


def noon(offset):
    return datetime.combine(LAST + timedelta(days=offset), datetime.min.time(), UTC) + timedelta(
        hours=12
    )


def announce(*offsets):
    for offset in offsets:
        lapses.announce(today=LAST + timedelta(days=offset), at=noon(offset))


def stages(**chosen):
    rows = Message.objects.filter(kind="membership.notice", **chosen).order_by("id")
    return [row.about["stage"] for row in rows]


def write(member, steps):
    ladders.write(plan=last_membership(member).plan, steps=steps, by=None)


@pytest.mark.broad
def test_a_plan_with_its_own_ladder_sends_its_own_steps(member):
    other = a_member("Another Member", "other@example.org", start=date(2025, 7, 1))
    write(member, {-20: True, -5: False, 10: True})

    announce(*range(-70, 60))

    mine = stages(about__person=member.pk)
    assert (mine, stages(about__person=other.pk)[:3]) == ([-20, 10], [-60, -30, -15])


@pytest.mark.broad
def test_a_plan_with_all_steps_off_sends_nothing(member):
    write(member, {-30: False})

    announce(*range(-70, 150))

    assert stages() == []


def test_forgetting_a_ladder_returns_to_the_associations(member):
    write(member, {-20: True})
    ladders.forget(plan=last_membership(member).plan, by=None)

    announce(-30)

    assert stages() == [-30]


def test_nothing_goes_to_somebody_on_hold_until_its_day(member):
    holds.hold(person=member, by=None, at=noon(-40), until=LAST - timedelta(days=10))

    announce(*range(-35, 1))

    assert stages() == [-15, -3, 0]


def test_a_hold_calls_back_what_waits_and_lifting_it_lets_the_newest_go(member):
    announce(-30)
    holds.hold(person=member, by=None, at=noon(-30))
    held = stages(state="superseded")

    holds.lift(person=member, by=None, at=noon(-28))

    assert (held, stages(state="pending")) == ([-30], [-30])


def test_a_letter_does_not_leave_to_somebody_on_hold(member):
    announce(-30)
    LetterHold.objects.create(person=member, held_at=noon(-30))

    with pytest.raises(Superseded):
        kind("membership.notice").composer(Message.objects.latest("id"), noon(-30))


def test_a_second_hold_changes_the_first(member):
    holds.hold(person=member, by=None, at=noon(-30))
    holds.hold(person=member, by=None, at=noon(-29), until=LAST, reason="on a ship")

    assert LetterHold.objects.values_list("until", "reason").get() == (LAST, "on a ship")


def test_a_skipped_step_stays_away_and_the_next_one_comes(member):
    holds.skip(membership=Membership.objects.get(), days=-30, by=None, at=noon(-40))

    announce(*range(-30, -2))

    assert stages() == [-15, -3]


def test_a_step_skipped_while_it_waits_goes_out_after_all(member):
    row = Membership.objects.get()
    announce(-30)
    holds.skip(membership=row, days=-30, by=None, at=noon(-30))
    away = stages(state="superseded")

    holds.unskip(membership=row, days=-30, by=None, at=noon(-29))

    assert (away, stages(state="pending"), LetterSkip.objects.count()) == ([-30], [-30], 0)

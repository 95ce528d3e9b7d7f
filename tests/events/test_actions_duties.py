"""Jobs at meetings: taken once, given back, and the first yes of those asked steps in."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from events.actions import duties, duty_asks, duty_letters, meetings
from events.actions.duties import DutyRefused
from events.models import Duty, DutyAsk, DutySignup, Meeting
from events.queries import duties as queries
from events.queries.service import service
from tests.events.jobs import a_doer, a_duty, a_role, take
from tests.events.scenes import (
    NOON,
    a_letterhead,
    a_meeting,
    a_person,
    a_series,
    letters,
    members,
    say,
)

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=1)


@pytest.fixture(autouse=True)
def association():
    return a_letterhead()


def leave(signup, at=LATER):
    return duties.leave(signup=signup, by=signup.person, at=at)


def asked():
    return list(DutyAsk.objects.order_by("id").values_list("person__name", "state"))


def test_a_member_takes_a_job_once_however_often_they_tap():
    (member,) = members(1)
    duty = a_duty(a_role(), a_meeting())

    assert take(duty, member) == take(duty, member)


def test_a_full_job_is_refused_kindly():
    first, second = members(2)
    duty = a_duty(a_role(), a_meeting())
    take(duty, first)

    with pytest.raises(DutyRefused, match="Somebody was quicker"):
        take(duty, second)


def test_the_database_itself_refuses_a_second_holder_of_a_place():
    first, second = members(2)
    duty = a_duty(a_role(), a_meeting())
    take(duty, first)

    with pytest.raises(IntegrityError, match="place_once"), transaction.atomic():
        DutySignup.objects.create(duty=duty, person=second, place=1, taken_at=NOON)


def test_who_is_no_member_takes_no_job():
    with pytest.raises(DutyRefused, match="current members"):
        take(a_duty(a_role(), a_meeting()), a_person("A Stranger"))


def test_nobody_is_at_two_meetings_at_once():
    (member,) = members(1)
    take(a_duty(a_role(), a_meeting(3)), member)

    with pytest.raises(DutyRefused, match="another meeting at that time"):
        take(a_duty(a_role("Tea"), a_meeting(3, topic="Elsewhere")), member)


def test_a_slip_of_the_finger_is_given_back_and_nobody_is_asked():
    member, doer = members(2)
    role = a_role()
    a_doer(role, doer)
    signup = take(a_duty(role, a_meeting()), member)

    left = leave(signup, at=NOON + timedelta(minutes=5))

    assert (left.state, asked()) == ("left", [])


def test_who_cannot_make_it_starts_asking_the_qualified_in_order():
    member, stranger, doer, coming = members(4)
    role, meeting = a_role(), a_meeting()
    a_doer(role, doer, -7)
    a_doer(role, coming, -2)
    say(meeting, coming)
    signup = take(a_duty(role, meeting), member)

    leave(signup)

    assert asked() == [(coming.name, "asked"), (doer.name, "asked")]
    assert stranger.name not in dict(asked())


def test_the_first_yes_takes_the_job_and_the_organizer_is_told(association):
    member, one, two, organizer = members(4)
    role, meeting = a_role(), a_meeting(contact=organizer)
    a_doer(role, one)
    a_doer(role, two)
    duty = a_duty(role, meeting)
    signup = leave(take(duty, member))
    first, second = DutyAsk.objects.order_by("id")

    duties.step_in(ask=second, yes=True, by=second.person, at=LATER)

    held = DutySignup.objects.filter(duty=duty, state="taken").values_list("person", "place")
    first.refresh_from_db()
    signup.refresh_from_db()
    assert (list(held), signup.state, first.state) == ([(second.person_id, 1)], "left", "over")
    assert [row.about["stage"] for row in letters("duty.told")] == ["leaving", "filled"]


def test_the_second_yes_hears_that_somebody_was_quicker():
    member, one, two = members(3)
    role = a_role()
    for doer in (one, two):
        a_doer(role, doer)
    leave(take(a_duty(role, a_meeting()), member))
    first, second = DutyAsk.objects.order_by("id")
    duties.step_in(ask=first, yes=True, by=first.person, at=LATER)

    with pytest.raises(DutyRefused, match="quicker"):
        duties.step_in(ask=second, yes=True, by=second.person, at=LATER)


def test_a_no_asks_the_next_and_the_organizer_hears_when_nobody_is_left():
    member, doer, organizer = members(3)
    role = a_role()
    a_doer(role, doer)
    leave(take(a_duty(role, a_meeting(contact=organizer)), member))

    duties.step_in(ask=DutyAsk.objects.get(), yes=False, by=doer, at=LATER)

    assert asked() == [(doer.name, "no")]
    assert [row.about["stage"] for row in letters("duty.told")] == ["leaving", "nobody"]


def test_after_a_day_of_silence_the_next_are_asked_once():
    member, *doers = members(5)
    role = a_role()
    for doer in doers:
        a_doer(role, doer)
    leave(take(a_duty(role, a_meeting()), member))
    next_day = LATER + timedelta(hours=24)

    assert (len(asked()), duty_asks.keep(at=LATER + timedelta(hours=23))) == (3, 0)
    assert (duty_asks.keep(at=next_day), duty_asks.keep(at=next_day)) == (1, 0)


def test_who_can_come_after_all_keeps_the_job_and_nobody_else_is_asked():
    member, doer = members(2)
    role = a_role()
    a_doer(role, doer)
    signup = leave(take(a_duty(role, a_meeting()), member))

    kept = duties.confirm(signup=signup, by=member, at=LATER)

    assert (kept.state, asked()) == ("confirmed", [(doer.name, "over")])


def test_a_first_timer_gets_a_partner_who_has_done_it_and_is_told():
    newcomer, doer = members(2)
    role, meeting = a_role(), a_meeting()
    a_doer(role, doer)
    say(meeting, doer)

    signup = take(a_duty(role, meeting), newcomer)

    assert signup.partner == doer
    assert [row.about["person"] for row in letters("duty.partner")] == [doer.pk]


def test_the_usual_jobs_of_a_series_are_laid_out_once_and_a_zero_stays():
    series, role = a_series(), a_role()
    one, two = a_meeting(5, series=series), a_meeting(12, series=series)
    duties.plan(meeting=one, role=role, wanted=2, always=True, by=None, at=NOON)

    assert (duties.lay_out(at=NOON), duties.lay_out(at=NOON)) == (1, 0)
    assert Duty.objects.get(meeting=two).wanted == 2


def test_fewer_hands_than_have_taken_it_are_refused():
    duty = a_duty(a_role(), a_meeting())
    take(duty, members(1)[0])

    with pytest.raises(DutyRefused, match="1 have taken this job"):
        a_duty(duty.role, duty.meeting, wanted=0)


def test_each_job_is_reminded_at_seven_days_and_one_day_once():
    (member,) = members(1)
    take(a_duty(a_role(), a_meeting(10)), member)
    start = Meeting.objects.get().starts_at
    moments = [start - timedelta(days=days, hours=-1) for days in (8, 7, 7, 3, 1, 1)]

    assert [duty_letters.remind(at=at) for at in moments] == [0, 1, 0, 0, 1, 0]


def test_hours_come_from_attendance_and_thanks_go_out_once():
    (member,) = members(1)
    a_doer(a_role(size="evening", call_minutes=30), member)
    meeting = Meeting.objects.get()
    Meeting.objects.update(state="closed", closed_at=NOON)
    evening = meeting.ends_at + timedelta(hours=19)

    found = service(member, NOON.date())

    assert [(job.job, job.minutes) for job in found.jobs] == [("Greeter", 120)]
    assert (duty_letters.thank(at=evening), duty_letters.thank(at=evening)) == (1, 0)


def test_who_was_not_there_has_no_hours():
    (member,) = members(1)
    take(a_duty(a_role(), a_meeting()), member)

    assert service(member, NOON.date()).is_empty


def test_only_a_job_that_says_so_opens_the_door_and_only_while_held():
    greeter, tea = members(2)
    meeting = a_meeting()
    signup = take(a_duty(a_role(opens_door=True), meeting), greeter)
    take(a_duty(a_role("Tea"), meeting), tea)

    before = [queries.holds_door(person, meeting) for person in (greeter, tea, None)]
    leave(signup)

    assert (before, queries.holds_door(greeter, meeting)) == ([True, False, False], False)


def test_a_cancelled_meeting_asks_nobody():
    member, doer = members(2)
    role, meeting = a_role(), a_meeting()
    a_doer(role, doer)
    leave(take(a_duty(role, meeting), member))
    meetings.cancel(meeting=meeting, reason="Storm", by=None, at=LATER)

    assert duty_asks.keep(at=LATER + timedelta(days=2)) == 0

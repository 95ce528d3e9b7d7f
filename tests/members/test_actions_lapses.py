"""The lapse ladder: each step at most once, the newest only after a gap, nothing by surprise."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kit.models import Setting
from members.actions import deaths, lapses, memberships, people, preferences
from members.models import Email, Membership
from members.queries import falling_due
from members.queries.ladders import ladders
from members.rules import LADDER, notice_stage
from outbox.kinds import Superseded, kind
from outbox.models import Letterhead, Message
from tests.members.factories import a_member, a_person, a_plan, last_membership

pytestmark = pytest.mark.django_db

ZONE = ZoneInfo("Europe/Berlin")
LAST = date(2026, 6, 30)


@pytest.fixture(autouse=True)
def released():
    """An association that was released years ago."""
    at = datetime(2020, 1, 1, tzinfo=UTC)
    return Letterhead.objects.create(
        name="The Association", timezone="Europe/Berlin", sender="office@example.org",
        signer_name="The Chair", reply_to="office@example.org", founded_at=at, released_at=at,
    )  # fmt: skip


def noon(day):
    return datetime.combine(day, time(10), tzinfo=UTC)


def announce(offset):
    day = LAST + timedelta(days=offset)
    return lapses.announce(today=day, at=noon(day))


def stages():
    notices = Message.objects.filter(kind="membership.notice").order_by("id")
    return [message.about["stage"] for message in notices]


def paid_until_last_day(email="member@example.org"):
    return a_member("A Member", email, start=date(2025, 7, 1))


def compose(offset, message=None):
    message = message or Message.objects.filter(kind="membership.notice").latest("id")
    return kind("membership.notice").composer(message, noon(LAST + timedelta(days=offset)))


@pytest.mark.broad
def test_a_year_of_days_sends_each_step_once():
    paid_until_last_day()

    for offset in range(-200, 201):
        announce(offset)

    assert stages() == LADDER.default


def test_a_second_run_adds_nothing():
    paid_until_last_day()

    assert (announce(-30), announce(-30), announce(-29)) == (1, 0, 0)


def test_after_a_gap_only_the_newest_step_goes_out():
    paid_until_last_day()

    announce(-60)
    announce(8)

    assert stages() == [-60, 7]


def test_letters_leave_at_nine_on_the_associations_clock():
    paid_until_last_day()
    day = LAST - timedelta(days=30)

    lapses.announce(today=day, at=datetime.combine(day, time(0, 5), tzinfo=ZONE))

    message = Message.objects.get(kind="membership.notice")
    assert message.not_before == datetime.combine(day, time(9), tzinfo=ZONE)
    assert message.about == {
        "person": last_membership(Email.objects.get().person).person_id,
        "membership": Membership.objects.get().pk,
        "stage": -30,
    }


@pytest.mark.broad
def test_the_board_may_change_the_ladder():
    Setting.objects.create(key=LADDER.key, value=[-10, 5])
    paid_until_last_day()

    for offset in range(-100, 101):
        announce(offset)

    assert stages() == [-10, 5]


@pytest.mark.broad
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.integers(-200, 200), max_size=12).map(sorted))
def test_whatever_days_are_missed_each_step_goes_out_at_most_once(offsets):
    person = paid_until_last_day(email="")
    try:
        for offset in offsets:
            announce(offset)

        expected = [
            notice.stage
            for offset in offsets
            if (notice := notice_stage(last_day=LAST, today=LAST + timedelta(days=offset)))
        ]
        assert stages() == list(dict.fromkeys(expected))
    finally:
        Message.objects.all().delete()
        Membership.objects.filter(person=person).delete()
        person.delete()


@pytest.mark.broad
def test_sql_and_rule_agree_on_every_day():
    paid_until_last_day()
    for offset in range(-70, 160):
        day = LAST + timedelta(days=offset)
        due = falling_due(day, ladders=ladders()).first()
        rule = notice_stage(last_day=LAST, today=day)

        assert (due and due.stage_) == (rule and rule.stage)


def test_an_imported_member_hears_nothing_of_the_past():
    person, plan = a_person(email="member@example.org"), a_plan()
    memberships.join(
        person=person, plan=plan, start=date(2025, 7, 1), by=None,
        at=noon(date(2025, 7, 1)), silent_until=LAST + timedelta(days=10),
    )  # fmt: skip

    for offset in range(-70, 31):
        announce(offset)

    assert stages() == [21, 30]


def test_steps_due_before_the_release_stay_silent(released):
    released.released_at = noon(LAST - timedelta(days=10))
    released.save()
    paid_until_last_day()

    for offset in range(-10, 1):
        announce(offset)

    assert stages() == [-3, 0]


def act_pay(person, at):
    memberships.record_payment(person=person, method="cash", by=None, at=at)


def act_resign(person, at):
    memberships.resign(person=person, by=None, at=at)


def act_die(person, at):
    deaths.record(person=person, on=at.date(), by=None, at=at)


def act_opt_out(person, at):
    preferences.choose(person=person, wanted=set(), by=person, at=at)


@pytest.mark.parametrize("act", [act_pay, act_resign, act_die, act_opt_out])
def test_what_waits_is_called_back(act):
    person = paid_until_last_day()
    announce(-3)

    act(person, noon(LAST - timedelta(days=2)))

    assert Message.objects.get(kind="membership.notice").state == "superseded"


@pytest.mark.parametrize("act", [act_pay, act_resign, act_die])
def test_no_further_step_follows(act):
    act(paid_until_last_day(), noon(LAST - timedelta(days=2)))

    assert announce(0) == 0


@pytest.mark.parametrize("act", [act_pay, act_resign, act_die])
def test_the_letter_asks_again_when_it_leaves(act):
    person = paid_until_last_day()
    announce(-3)
    act(person, noon(LAST - timedelta(days=2)))

    with pytest.raises(Superseded):
        compose(-2)


def test_a_letter_overtaken_by_a_later_step_does_not_leave():
    paid_until_last_day()
    announce(-30)

    with pytest.raises(Superseded):
        compose(-15)


def test_a_notice_says_what_is_true_when_it_leaves():
    person = paid_until_last_day("old@example.org")
    announce(-30)
    people.add_email(
        person=person, address="new@example.org", by=None, at=noon(LAST), for_letters=True
    )

    letter = compose(-29)

    assert (letter.to, letter.subject) == ("new@example.org", "Your membership ends in 30 days")
    assert letter.context["last_day"] == "30 June 2026"
    assert "/renew/" in letter.context["action_url"]


def test_every_step_has_a_subject_of_its_own():
    paid_until_last_day()
    subjects = set()
    for stage in LADDER.default:
        announce(stage)
        subjects.add(compose(stage).subject)

    assert len(subjects) == len(LADDER.default)


def test_a_member_without_an_address_is_on_the_list_to_print():
    paid_until_last_day(email="")

    announce(-30)

    assert Message.objects.get(kind="membership.notice").to == ""
    assert compose(-30).to == ""


def test_letters_follow_to_whoever_takes_the_mail():
    child = paid_until_last_day(email="")
    parent = a_person("A Parent", "parent@example.org")
    people.edit(person=child, by=None, at=noon(LAST), mail_via=parent)

    announce(-30)

    assert Message.objects.get(kind="membership.notice").to == "parent@example.org"


def test_a_bounced_address_gives_way_to_the_other():
    person = paid_until_last_day("work@example.org")
    people.add_email(person=person, address="home@example.org", by=None, at=noon(LAST))
    Email.objects.filter(address="work@example.org").update(bounced_at=noon(LAST))

    announce(-30)

    assert Message.objects.get(kind="membership.notice").to == "home@example.org"


@pytest.mark.parametrize("count", [1, 30])
def test_a_run_is_one_statement_however_many_are_due(count, django_assert_max_num_queries):
    for number in range(count):
        a_member(f"Member {number}", f"m{number}@example.org", start=date(2025, 7, 1))

    with django_assert_max_num_queries(7):
        assert announce(-30) == count

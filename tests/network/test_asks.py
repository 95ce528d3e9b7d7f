"""Who should ask whom: the three names, what may be told of ties, the steps, and the pages."""

from datetime import date, timedelta

import pytest
import time_machine
from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.db.backends.postgresql.psycopg_any import DateRange
from django.urls import reverse

from events.models import Duty, DutySignup
from members.models import Person, Visibility
from network.actions import asks, participation, ties
from network.actions.asks import AskRefused
from network.models import Ask, Avoidance, NeverAsk, Participant
from network.queries.candidates import candidates
from network.queries.leaning import leaning
from network.queries.posts import open_posts
from network.rules.asks import Reason
from roles.actions import groups, projects, terms
from roles.models import Role, Seat
from tests.events.cast import browser
from tests.events.scenes import NOON, a_letterhead, a_login, a_meeting, a_member
from tests.network.cast import TODAY, a_friend, an_evening

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def now():
    with time_machine.travel(NOON, tick=False):
        yield NOON


def seated(person: Person, title: str, *rights: str, body: str = "board", days: int = 300):
    """A term since last month; the role has these rights."""
    role = Role.objects.get_or_create(title=title, defaults={"body": body})[0]
    role.groups.set([groups.ensure()[name] for name in rights])
    seat = Seat.objects.get_or_create(role=role, number=role.seats.count() + 1)[0]
    period = DateRange(TODAY - 30 * DAY, TODAY + days * DAY)
    return terms.appoint(seat=seat, person=person, period=period, by=None, at=NOON, via="setup")


@pytest.fixture
def chair(now):
    """The president, a member who takes no part in the network."""
    a_letterhead()
    person = a_member("Pia President", "pia@example.org", start=date(2026, 1, 1))
    seated(person, "President", "Board admin")
    a_login(person, "pia@example.org")
    return person


@pytest.fixture
def seat(chair):
    role = Role.objects.create(title="Tea garden", body="standing", skills="gardening, tea")
    return Seat.objects.create(role=role, number=1)


def the_post(chair, kind="seat"):
    return next(post for post in open_posts(chair.user, NOON) if post.kind == kind)


def three(chair, kind="seat"):
    return candidates(the_post(chair, kind), chair.user, NOON)


def met_often(*people):
    for weeks in (3, 6, 9, 12):
        an_evening(TODAY - timedelta(weeks=weeks), *people)
    ties.recompute(today=TODAY)


@pytest.fixture
def gardener(seat):
    return a_friend("Gus Gardener", skills="Gardening")


@pytest.fixture
def friend(gardener):
    """Knows the gardener well."""
    person = a_friend("Fay Friend")
    a_login(person, "fay@example.org")
    met_often(gardener, person)
    return person


def test_a_skill_shown_to_members_is_a_reason(chair, gardener):
    (one,) = three(chair)

    assert (one.person, one.reasons, one.skills) == (gardener, [Reason.SKILL], ["gardening"])


def test_a_hidden_skill_is_none(chair, gardener):
    Visibility.objects.create(person=gardener, field="skills", audience="nobody")

    assert three(chair) == []


def test_names_stand_by_name_whatever_the_reasons(chair, gardener):
    a_friend("Zoe Zeal", skills="tea, gardening")
    a_friend("Al Able", skills="tea")
    a_friend("Bo Able", skills="tea")

    found = [one.person.sort_name for one in three(chair)]

    assert (len(found), found) == (3, sorted(found))


def test_the_best_asker_is_who_knows_them_well(chair, gardener, friend):
    one = next(one for one in three(chair) if one.person == gardener)

    assert (one.asker, one.knows_well) == (friend, True)


@pytest.mark.parametrize("who", ["gardener", "friend"])
@pytest.mark.parametrize("how", ["left", "never joined", "not named", "avoids", "lapsed"])
def test_without_both_wanting_it_no_tie_is_told(chair, gardener, friend, who, how):
    person, other = (gardener, friend) if who == "gardener" else (friend, gardener)
    if how == "left":
        participation.leave(person=person, at=NOON)
    elif how == "never joined":
        Participant.objects.filter(person=person).delete()
    elif how == "not named":
        participation.let_be_named(person=person, named=False)
    elif how == "avoids":
        Avoidance.objects.create(writer=person, person=other)
    else:
        friend.memberships.update(period=DateRange(date(2024, 1, 1), date(2025, 1, 1)))

    one = next(one for one in three(chair) if one.person == gardener)

    assert (one.asker, one.knows_well) == (chair, False)


def test_no_tie_of_anybody_else_stands_on_the_page(chair, gardener, friend):
    stranger = a_friend("Nora Neighbour")
    met_often(gardener, stranger)
    met_often(gardener, friend)
    page = browser(chair).get(the_post(chair).url).text

    assert "Fay Friend knows Gus well and could ask." in page
    assert "Nora Neighbour knows" not in page


def test_knowing_people_there_is_told_only_where_several_are_there(chair, gardener, friend):
    role = the_post(chair).about.role
    seated(friend, role.title, body="standing")
    first = next(one for one in three(chair) if one.person == gardener)
    second = a_friend("Sam Second")
    seated(second, role.title, body="standing")

    now_two = next(one for one in three(chair) if one.person == gardener)

    assert (Reason.KNOWS in first.reasons, Reason.KNOWS in now_two.reasons) == (False, True)


def test_who_said_never_is_not_among_them(chair, gardener):
    asks.never_ask(person=gardener, by=gardener, at=NOON)

    assert three(chair) == []
    with pytest.raises(AskRefused):
        pick(chair, gardener)


def pick(chair, person, asker=None, kind="seat"):
    return asks.pick(
        post=the_post(chair, kind), person=person, asker=asker or chair, by=chair, at=NOON
    )


def test_once_a_season_for_the_same_job(chair, gardener, friend):
    ask = pick(chair, gardener, friend)
    asks.accept(ask=ask, by=friend, at=NOON)
    asks.answer(ask=ask, answer="later", by=friend, at=NOON)

    assert gardener not in [one.person for one in three(chair)]
    with pytest.raises(AskRefused):
        pick(chair, gardener, friend)
    Ask.objects.update(picked_at=NOON - timedelta(days=366))
    assert gardener in [one.person for one in three(chair)]


def test_whoever_is_being_asked_is_left_alone(chair, gardener, friend):
    pick(chair, gardener, friend)

    with pytest.raises(AskRefused):
        pick(chair, gardener, friend)


def test_passed_on_the_officer_asks_and_no_second_tie_is_told(chair, gardener, friend):
    ask = pick(chair, gardener, friend)
    asks.pass_on(ask=ask, by=friend, at=NOON)

    one = next(one for one in three(chair) if one.person == gardener)

    assert (one.asker, one.knows_well) == (chair, False)


def test_the_asker_accepts_first(chair, gardener, friend):
    ask = pick(chair, gardener, friend)

    with pytest.raises(AskRefused):
        asks.answer(ask=ask, answer="yes", by=friend, at=NOON)
    with pytest.raises(AskRefused):
        asks.tell_asked(ask=ask, by=friend, at=NOON)


def test_an_answer_stands(chair, gardener):
    ask = asks.answer(ask=pick(chair, gardener), answer="no", note="Busy.", by=chair, at=NOON)

    assert (ask.state, ask.note, ask.answered_at) == ("no", "Busy.", NOON)
    with pytest.raises(AskRefused):
        asks.answer(ask=ask, answer="yes", by=chair, at=NOON)


def test_never_again_is_told_with_the_answer(chair, gardener):
    asks.answer(ask=pick(chair, gardener), answer="no", never=True, by=chair, at=NOON)

    assert NeverAsk.objects.get().person == gardener


def test_every_step_is_in_history(chair, gardener):
    asks.answer(ask=pick(chair, gardener), answer="yes", by=chair, at=NOON)

    events = apps.get_model("network.AskEvent").objects.order_by("pgh_id")
    assert [event.state for event in events] == ["accepted", "yes"]


def test_leaving_the_network_calls_off_what_one_was_to_ask(chair, gardener, friend):
    ask = pick(chair, gardener, friend)

    participation.leave(person=friend, at=NOON)

    ask.refresh_from_db()
    assert ask.state == "withdrawn"


def test_a_yes_to_a_project_joins_it(chair, gardener):
    project = projects.begin(
        title="Shed", goal="A roof.", lead=chair, starts_on=TODAY, hands=2, by=chair, at=NOON
    )
    ask = asks.answer(
        ask=pick(chair, gardener, kind="project"), answer="yes", by=chair, at=NOON
    )  # fmt: skip

    asks.fill(ask=ask, by=chair, at=NOON)

    assert [row.person for row in project.helpers.all()] == [gardener]


def test_a_yes_to_a_job_takes_it(chair, gardener):
    role = Role.objects.create(title="Tea table", body="standing", size="quick", skills="garden")
    meeting = a_meeting(state="published", published_at=NOON)
    duty = Duty.objects.create(meeting=meeting, role=role)
    ask = asks.answer(ask=pick(chair, gardener, kind="job"), answer="yes", by=chair, at=NOON)

    asks.fill(ask=ask, by=chair, at=NOON)

    assert [row.person for row in duty.signups.all()] == [gardener]


def test_a_seat_is_never_filled_here(chair, gardener):
    ask = asks.answer(ask=pick(chair, gardener), answer="yes", by=chair, at=NOON)

    with pytest.raises(AskRefused):
        asks.fill(ask=ask, by=chair, at=NOON)


def test_what_hangs_on_one_person_names_nobody(chair, gardener, friend):
    role = Role.objects.create(title="Door", body="standing", size="quick")
    for number, row in enumerate(range(12)):
        meeting = an_evening(TODAY - timedelta(days=7 * row + 1), gardener, friend)
        duty = Duty.objects.create(meeting=meeting, role=role)
        who = friend if number == 0 else gardener
        DutySignup.objects.create(duty=duty, person=who, taken_at=NOON)
    seated(chair, "Treasurer")

    found = leaning(NOON)

    assert found.often == [("Door", 11, 12)]
    assert found.seats == [(2, "President, Treasurer")]
    text = browser(chair).get(reverse("asks")).text
    assert "Door: done by one person 11 times of 12. Who could learn it?" in text
    assert "Gus Gardener" not in text


def test_the_asker_sees_the_one_person_at_home_and_nobody_else_does(chair, gardener, friend):
    other = a_friend("Una Uninvolved")
    a_login(other, "una@example.org")
    ask = pick(chair, gardener, friend)

    assert "Would you ask Gus Gardener?" in browser(friend).get(reverse("home")).text
    assert "Gus Gardener" not in browser(other).get(reverse("home")).text
    statuses = [browser(one).get(reverse("ask", args=[ask.uid])).status_code
                for one in (friend, other, chair)]  # fmt: skip
    assert statuses == [200, 404, 404]


def test_through_the_pages_from_pick_to_answer(chair, gardener, friend):
    officer, asker = browser(chair), browser(friend)
    url = the_post(chair).url
    assert officer.post(url, {"person": gardener.uid}).status_code == 303
    ask = Ask.objects.get()
    assert (ask.asker, ask.state) == (friend, "proposed")
    for step in ("ask-accept", "ask-asked"):
        assert asker.post(reverse(step, args=[ask.uid])).status_code == 303
    bad = asker.post(reverse("ask-answer", args=[ask.uid]), {"answer": "perhaps"})
    assert bad.status_code == 422

    asker.post(reverse("ask-answer", args=[ask.uid]), {"answer": "yes", "note": "Gladly."})

    page = officer.get(url).text
    assert "Gus Gardener said yes." in page
    assert f"{reverse('seat-fill', args=[ask.seat_id])}?q=Gus%20Gardener" in page
    assert "1 person who was asked said yes." in officer.get(reverse("home")).text


def test_a_name_that_is_not_among_the_three_is_refused(chair, gardener):
    outsider = a_friend("Otto Outside")

    response = browser(chair).post(the_post(chair).url, {"person": outsider.uid})

    assert (response.status_code, Ask.objects.count()) == (409, 0)


def test_never_ask_me_is_ones_own_switch(chair, friend):
    client = browser(friend)
    client.post(reverse("ask-never"), {"never": "1"})
    assert NeverAsk.objects.get().person == friend
    assert "I may be asked again" in client.get(reverse("me")).text

    client.post(reverse("ask-never"), {"never": "0"})

    assert NeverAsk.objects.count() == 0


def test_the_seats_own_page_leads_to_the_names(chair, seat):
    page = browser(chair).get(reverse("seat", args=[seat.pk])).text

    assert reverse("ask-post", args=["seat", seat.pk]) in page


def test_a_member_sees_nothing_of_it(chair, seat, friend):
    client = browser(friend)

    assert client.get(reverse("asks")).status_code == 404
    assert client.get(reverse("ask-post", args=["seat", seat.pk])).status_code == 404


@pytest.mark.parametrize("number", [2, 5])
def test_three_names_cost_the_same_however_many_there_are(
    chair, seat, number, django_assert_num_queries
):
    people = [a_friend(f"Able Nr{n}", skills="tea") for n in range(number)]
    met_often(*people)
    client, url = browser(chair), the_post(chair).url
    client.get(url)

    with django_assert_num_queries(27):
        client.get(url)


@pytest.mark.parametrize("number", [1, 4])
def test_the_list_costs_the_same_however_much_is_open(
    chair, seat, number, django_assert_num_queries
):
    for n in range(number):
        Seat.objects.create(role=seat.role, number=10 + n)
    client = browser(chair)
    client.get(reverse("asks"))

    with django_assert_num_queries(20):
        client.get(reverse("asks"))


def test_the_desk_takes_the_same_steps(chair, gardener):
    ask = pick(chair, gardener)
    desk = browser(chair)

    def use(tool: str, **data: str):
        url = reverse(f"admin:network_ask_{tool}", args=[ask.pk])
        answer = desk.post(url, data)
        ask.refresh_from_db()
        return answer

    use("asked")
    assert ask.state == Ask.State.ASKED
    assert use("fill").status_code == 422  # No yes yet: the form says why.
    use("answer", answer="later", note="In spring.")
    assert (ask.state, ask.note) == (Ask.State.LATER, "In spring.")
    assert "settled already" in use("withdraw").text


def test_the_desk_lets_nobody_touch_what_they_may_not_fill(chair, gardener):
    ask = pick(chair, gardener)
    beyond = Group.objects.create(name="Log-ins")
    beyond.permissions.set(Permission.objects.filter(codename="add_user"))
    ask.seat.role.groups.set([beyond])

    refused = browser(chair).post(reverse("admin:network_ask_withdraw", args=[ask.pk]))

    ask.refresh_from_db()
    assert (refused.status_code, ask.state) == (403, Ask.State.ACCEPTED)

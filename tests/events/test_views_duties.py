"""The grid, the card and the links of jobs at meetings, as members meet them."""

from datetime import timedelta

import pytest

from events.actions import duties
from events.models import DutyAsk, DutySignup
from members.tokens import person_link
from tests.events.cast import an_officer, browser
from tests.events.jobs import a_doer, a_duty, a_role, take
from tests.events.scenes import NOON, a_letterhead, a_login, a_meeting, a_person, members

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def at_noon(time_machine):
    time_machine.move_to(NOON, tick=False)
    a_letterhead()


def signed_in(person):
    a_login(person, f"{person.uid.hex}@example.org")
    return browser(person)


def words(response) -> str:
    return " ".join(response.content.decode().split())


def test_a_member_takes_a_job_in_two_taps():
    (member,) = members(1)
    duty = a_duty(a_role(), a_meeting())
    client = signed_in(member)
    page = words(client.get("/duties/"))

    taken = client.post(f"/duties/{duty.pk}/take/")

    assert f'href="/duties/{duty.pk}/" class="button"' in page
    assert (taken.status_code, taken["Location"]) == (303, f"/duties/{duty.pk}/")
    assert "Smile" in words(client.get(f"/duties/{duty.pk}/"))


def test_a_taken_job_is_refused_with_a_sentence():
    first, second = members(2)
    duty = a_duty(a_role(), a_meeting())
    take(duty, first)

    response = signed_in(second).post(f"/duties/{duty.pk}/take/")

    assert (response.status_code, "Somebody was quicker" in words(response)) == (409, True)


def test_who_is_no_member_sees_no_names_in_the_grid():
    (member,) = members(1)
    take(a_duty(a_role(), a_meeting()), member)

    page = words(signed_in(a_person("A Guest")).get("/duties/"))

    assert (member.name in page, "taken" in page) == (False, True)


def test_a_job_at_a_members_meeting_is_missing_for_guests():
    duty = a_duty(a_role(), a_meeting(visibility="members"))

    assert signed_in(a_person("A Guest")).get(f"/duties/{duty.pk}/").status_code == 404


def test_a_reminder_confirms_with_one_tap_and_only_by_post():
    (member,) = members(1)
    signup = take(a_duty(a_role(), a_meeting()), member)
    path = f"/duties/mine/{person_link('duty', member, at=NOON, days=2, about=signup.pk)}/"

    browser().get(f"{path}?answer=yes")
    before = DutySignup.objects.get().state
    response = browser().post(path, {"answer": "yes"})

    assert (before, response.status_code) == ("taken", 303)
    assert DutySignup.objects.get().state == "confirmed"


def test_a_link_of_one_person_opens_no_job_of_another():
    one, two = members(2)
    signup = take(a_duty(a_role(), a_meeting()), one)
    token = person_link("duty", two, at=NOON, days=2, about=signup.pk)

    assert browser().post(f"/duties/mine/{token}/", {"answer": "no"}).status_code == 404


def test_who_is_asked_by_mail_takes_the_job_without_a_log_in():
    member, doer = members(2)
    role = a_role()
    a_doer(role, doer)
    signup = take(a_duty(role, a_meeting()), member)
    duties.leave(signup=signup, by=member, at=NOON + timedelta(hours=1))
    token = person_link("step-in", doer, at=NOON, days=2, about=DutyAsk.objects.get().pk)

    response = browser().post(f"/duties/step-in/{token}/", {"answer": "yes"}, follow=True)

    assert "Thank you for stepping in" in words(response)
    assert signup.duty.signups.get(state="taken").person == doer


def test_the_organizer_plans_the_jobs_of_every_meeting_of_a_series():
    role, meeting = a_role(), a_meeting()
    later = a_meeting(20, series=meeting.series)
    client = browser(an_officer("An organizer", "Organizer"))

    client.post(f"/meetings/{meeting.slug}/jobs/", {f"job_{role.pk}": "2", "always": "on"})
    duties.lay_out(at=NOON)

    assert [one.duties.get().wanted for one in (meeting, later)] == [2, 2]


@pytest.mark.parametrize("number", ["-1", "99999999999999999999", "two"])
def test_a_number_nobody_understands_changes_nothing(number):
    role, meeting = a_role(), a_meeting()
    client = browser(an_officer("An organizer", "Organizer"))

    response = client.post(f"/meetings/{meeting.slug}/jobs/", {f"job_{role.pk}": number})

    assert (response.status_code, meeting.duties.count()) == (422, 0)


def test_the_record_counts_hours_and_is_a_paper():
    (member,) = members(1)
    a_doer(a_role(), member)
    client = signed_in(member)

    page, paper = words(client.get("/me/service/")), client.get("/me/service.pdf")

    assert "1 job, 0.25 hours" in page
    assert paper.content.startswith(b"%PDF")


@pytest.mark.parametrize("jobs", [1, 3])
def test_the_grid_costs_the_same_however_many_jobs(jobs, django_assert_num_queries):
    helpers = members(jobs + 1)
    for number in range(jobs):
        take(a_duty(a_role(f"Job {number}"), a_meeting(number + 1), 2), helpers[number])
    client = signed_in(helpers[-1])
    client.get("/duties/")

    with django_assert_num_queries(11):
        client.get("/duties/")

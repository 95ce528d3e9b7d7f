"""The organizers' desk: lists, forms and object tools go through the same actions."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from events.models import Meeting, Rsvp
from members.models import User
from tests.events.scenes import (
    NOON,
    a_draft,
    a_letterhead,
    a_login,
    a_meeting,
    a_series,
    letters,
    members,
    say,
    states,
)

pytestmark = [pytest.mark.broad, pytest.mark.django_db]


@pytest.fixture(autouse=True)
def now(time_machine):
    time_machine.move_to("2026-06-15 12:00:00+00:00", tick=False)
    a_letterhead()


@pytest.fixture
def organizer(client):
    [person] = members(1)
    user = a_login(person, "organizer@example.org")
    User.objects.filter(pk=user.pk).update(is_superuser=True)
    client.force_login(user)
    return person


def tool(meeting, route, model="meeting"):
    return reverse(f"admin:events_{model}_{route}", args=[meeting.pk])


@pytest.mark.parametrize(
    "model",
    [
        "meeting",
        "series",
        "venue",
        "rsvp",
        "seating",
        "attendance",
        "doorentry",
        "sheetline",
        "backup",
        "guestask",
        "link",
        "paper",
        "price",
        "seatpayment",
        "speakerask",
        "topicidea",
    ],
)
def test_every_list_opens_and_searches(client, organizer, model):
    say(a_meeting(5), organizer)

    response = client.get(reverse(f"admin:events_{model}_changelist"), {"q": "bridges"})

    assert response.status_code == 200


def test_the_list_of_three_costs_as_many_queries_as_of_one(
    client, organizer, django_assert_num_queries
):
    url = reverse("admin:events_meeting_changelist")
    a_meeting(5)
    client.get(url)
    with django_assert_num_queries(9):
        client.get(url)
    a_meeting(6)
    a_draft(7)

    with django_assert_num_queries(9):
        client.get(url)


def test_a_new_meeting_starts_on_the_clock_of_its_series(client, organizer):
    data = {"series": a_series().pk, "starts": "2026-07-14T19:00", "topic": "Bridges",
            "guest_limit": 2, "visibility": "public", "credits_minutes": 0}  # fmt: skip

    response = client.post(reverse("admin:events_meeting_add"), data)

    assert response.status_code == 302
    meeting = Meeting.objects.get()
    assert meeting.starts_at.isoformat() == "2026-07-14T17:00:00+00:00"
    assert (meeting.state, meeting.slug[-10:]) == ("draft", "2026-07-14")


def test_words_change_in_the_form_and_the_state_does_not(client, organizer):
    meeting = a_meeting(5)
    url = reverse("admin:events_meeting_change", args=[meeting.pk])
    assert client.get(url).status_code == 200
    data = {"title": "Evening", "topic": "Ships", "guest_limit": 1, "visibility": "public",
            "credits_minutes": 0, "state": "cancelled",
            "answers_local": "2026-06-19T12:00"}  # fmt: skip
    for prefix in ("seatings", "talks", "speakings"):
        count = 1 if prefix == "seatings" else 0
        data |= {f"{prefix}-TOTAL_FORMS": count, f"{prefix}-INITIAL_FORMS": count}
    data["seatings-0-id"] = meeting.seatings.get().pk
    data["seatings-0-meeting"] = meeting.pk

    response = client.post(url, data)

    meeting.refresh_from_db()
    assert response.status_code == 302, response.context["errors"]
    assert (meeting.topic, meeting.state, meeting.sequence) == ("Ships", "published", 1)
    assert meeting.answers_until.isoformat() == "2026-06-19T10:00:00+00:00"
    assert "ships" in meeting.search_text


def test_publishing_and_cancelling_are_object_tools(client, organizer):
    meeting = a_draft(5)

    assert client.get(tool(meeting, "publish")).status_code == 200
    client.post(tool(meeting, "publish"))
    say(meeting, organizer)
    client.post(tool(meeting, "cancel"), {"reason": "Snow"})

    meeting.refresh_from_db()
    assert (meeting.state, meeting.cancel_reason) == ("cancelled", "Snow")
    assert len(letters("meeting.cancelled")) == 1


def test_moving_takes_wall_time_of_the_meetings_zone(client, organizer):
    meeting = a_meeting(5)

    response = client.post(
        tool(meeting, "move"), {"starts": "2026-07-01T18:30", "ends": "2026-07-01T20:00"}
    )

    meeting.refresh_from_db()
    assert response.status_code == 302
    assert meeting.starts_at.isoformat() == "2026-07-01T16:30:00+00:00"


def test_too_few_seats_are_refused_with_the_minimum(client, organizer):
    meeting = a_meeting(5, capacity=5)
    for person in members(3):
        say(meeting, person)

    response = client.post(tool(meeting, "capacity"), {"mode": "in_person", "capacity": 2})

    assert response.status_code == 422
    assert "3 seats are given away already" in response.text


def test_an_answer_for_somebody_takes_the_same_path(client, organizer):
    meeting, [person] = a_meeting(5), members(1)
    data = {"person": person.pk, "answer": "going", "mode": "in_person", "guests": "A Guest\n"}

    client.post(tool(meeting, "answer"), data)

    assert [row[:2] for row in states(meeting)] == [(person.name, "going"), ("A Guest", "going")]
    assert Rsvp.objects.first().answered_by == organizer


def test_a_seat_given_back_at_the_desk_goes_to_the_next(client, organizer):
    meeting, [seated, waiting] = a_meeting(5, capacity=1), members(2)
    say(meeting, seated)
    say(meeting, waiting)

    client.post(tool(Rsvp.objects.get(person=seated), "cancel", "rsvp"))

    assert [row[1] for row in states(meeting)] == ["cancelled", "going"]


def test_the_next_dates_of_a_series_are_drafted(client, organizer):
    series = a_series()

    client.post(tool(series, "draft-next", "series"), {"count": 2})

    assert [m.slug[-10:] for m in series.meetings.order_by("starts_at")] == [
        "2026-07-14",
        "2026-08-11",
    ]


def test_a_rule_that_makes_no_sense_is_refused(client, organizer):
    data = {"name": "X", "slug": "x", "kind": "talk", "rule": "EVERY DAY", "local_time": "19:00",
            "duration_minutes": 90, "timezone": "Atlantis", "guest_limit": 2}  # fmt: skip

    response = client.post(reverse("admin:events_series_add"), data)

    assert response.context["adminform"].form.errors.keys() == {"rule", "timezone"}


def test_a_member_without_rights_reaches_no_tool(client):
    [person] = members(1)
    client.force_login(a_login(person, "member@example.org"))
    meeting = a_draft(5)

    response = client.post(tool(meeting, "publish"))

    meeting.refresh_from_db()
    assert response.status_code in (302, 403)
    assert meeting.state == "draft"
    assert timezone.now() - NOON < timedelta(days=1)


def test_from_a_meeting_one_gets_to_the_door_and_the_files(client, organizer):
    meeting = a_meeting(5)

    page = client.get(reverse("admin:events_meeting_change", args=[meeting.pk]))

    base = f"/meetings/{meeting.slug}"
    assert [url for url, _title in page.context["tool_links"]][-3:] == [
        f"{base}/door/", f"{base}/attendance.csv", f"{base}/attendance.xlsx",
    ]  # fmt: skip

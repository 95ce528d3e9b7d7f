"""Days at the end of all calendars get a sentence, not a fault."""

import pytest
from django.urls import reverse

from members.models import User
from tests.events.scenes import a_draft
from tests.members.factories import a_person, a_plan
from tests.roles.characters import seat

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client):
    client.force_login(User.objects.create_superuser("operator@example.org", "a long password"))
    return client


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "0000-00-00", "10000-01-01"])
def test_nobody_joins_at_the_end_of_time(desk, day):
    path = reverse("admin:members_person_join", args=[a_person().pk])

    assert desk.post(path, {"plan": a_plan().pk, "start": day}).status_code == 422


@pytest.mark.parametrize("day", ["9999-12-31", "0000-00-00"])
@pytest.mark.parametrize("tool", ["appoint", "end", "hold_over"])
def test_no_term_ends_at_the_end_of_time(desk, tool, day):
    path = reverse(f"admin:roles_seat_{tool}", args=[seat("President", "Board admin").pk])
    form = {"person": a_person().pk, "kind": "appointed", "first_day": "2026-01-01"}

    assert desk.post(path, form | {"last_day": day, "reason": "x"}).status_code == 422


@pytest.mark.parametrize("day", ["0001-01-01T00:00", "9999-12-31T23:59"])
def test_no_meeting_moves_to_the_end_of_time(desk, day):
    path = reverse("admin:events_meeting_move", args=[a_draft().pk])

    assert desk.post(path, {"starts": day, "ends": day}).status_code == 422


def test_an_endless_number_names_no_meeting(desk):
    path = reverse("admin:events_meeting_changelist") + "9" * 5000 + "/change/"

    assert desk.get(path).status_code == 302


@pytest.mark.parametrize("asked", ["9999", "2147483648", "0", "x"])
def test_a_year_no_calendar_has_is_left_out_of_a_list(desk, asked):
    answer = desk.get(reverse("admin:kit_export_changelist"), {"at__year": asked})

    assert (answer.status_code, answer.headers["Location"][-4:]) == (302, "?e=1")


def test_a_column_without_a_name_is_nobodys(desk):
    path = reverse("admin:members_person_change", args=[a_person().pk])

    assert desk.get(path, {"_to_field": ""}).status_code == 400


@pytest.mark.parametrize("ticked", ["", "25:61", "9" * 5000])
def test_only_rows_with_a_number_are_ticked(desk, ticked):
    form = {"action": "write_to", "_selected_action": ticked}

    assert desk.post(reverse("admin:members_person_changelist"), form).status_code == 400


def test_a_picker_shows_the_form_again_for_what_is_no_row(desk):
    form = {"series": "25:61", "topic": "Bridges", "starts": "2027-05-04T19:00"}

    answer = desk.post(reverse("admin:events_meeting_add"), form)

    assert (answer.status_code, "Bridges" in answer.content.decode()) == (200, True)

import pytest
import time_machine

from association.actions import demo
from events.models import Meeting, Rsvp
from events.queries.promises import violations
from members.models import Person, User
from members.queries import members_on, standing
from outbox.models import Letterhead, Message
from roles.queries import board_on
from tests.association.conftest import AT

pytestmark = pytest.mark.django_db
TODAY = AT.date()


@pytest.fixture(scope="module", autouse=True)
def _demo(demo_of):
    demo_of(60)


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(AT, tick=False):
        yield


@pytest.mark.broad
def test_a_second_start_changes_nothing() -> None:
    before = Person.objects.count()

    assert demo.create(members=60, at=AT) is False
    assert Person.objects.count() == before


def test_each_log_in_opens_with_the_same_password_and_has_its_rights() -> None:
    log_ins = User.objects.in_bulk(field_name="email")
    rights = {
        "president": "roles.appoint", "treasurer": "members.add_payment",
        "secretary": "events.run_meeting", "organizer": "events.manage_meetings",
        "membership": "members.add_membership",
    }  # fmt: skip

    for name in [*rights, "member", "newcomer", "lapsed"]:
        assert log_ins[f"{name}@demo.example"].check_password("demo")
    granted = {n: log_ins[f"{n}@demo.example"].has_perm(right) for n, right in rights.items()}
    assert granted == dict.fromkeys(rights, True)


def test_the_people_stand_as_their_names_say() -> None:
    def stands(login: str) -> str:
        return standing(Person.objects.get(user__email=f"{login}@demo.example"), TODAY)

    assert [stands(login) for login in ("president", "member", "newcomer", "lapsed")] == [
        "active", "due", "active", "lapsed",
    ]  # fmt: skip
    assert 40 <= members_on(TODAY).count() <= 61


def test_there_is_a_meeting_tonight_one_full_and_two_years_of_talks() -> None:
    states = dict.fromkeys(("closed", "published"))
    for state in states:
        states[state] = Meeting.objects.filter(state=state).count()

    assert states == {"closed": 24, "published": 4}
    assert Rsvp.objects.filter(meeting__series__slug="lunch", state="waitlisted").count() > 0
    assert violations(AT) == []


def test_nothing_from_the_past_waits_to_be_sent() -> None:
    assert (Message.objects.count(), Letterhead.objects.get().is_quiet) == (0, False)


def test_one_board_seat_is_vacant() -> None:
    assert [view.seat.role.title for view in board_on(TODAY) if view.state == "vacant"] == [
        "Communications"
    ]

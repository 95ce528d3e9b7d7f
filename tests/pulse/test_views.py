"""The pulse in an officer's hands."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from pulse.actions import followups
from pulse.models import FollowUp
from tests.events.cast import an_officer, browser
from tests.events.scenes import NOON, a_letterhead
from tests.network.cast import TODAY
from tests.pulse.test_queries import joined

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    a_letterhead()
    with time_machine.travel(NOON, tick=False):
        yield browser(an_officer("A Chair", "Membership"))


def test_an_officer_goes_from_a_reason_to_a_logged_call_and_back(desk):
    joined("New Silent", TODAY - timedelta(days=100))
    followups.notice(today=TODAY, at=NOON)
    call = FollowUp.objects.get()
    before = desk.get(reverse("pulse-calls")).text

    desk.post(reverse("pulse-call-take", args=[call.pk]))
    desk.post(reverse("pulse-call-done", args=[call.pk]), {"outcome": "comes on Tuesday"})
    done = desk.get(reverse("pulse-calls"), {"box": "done"}).text
    desk.post(reverse("pulse-call-reopen", args=[call.pk]))
    call.refresh_from_db()

    assert "Joined on 7 March 2026, and not seen yet." in before
    assert "comes on Tuesday" in done
    assert (call.state, call.outcome, call.settled_at) == ("open", "", None)


def test_a_call_is_put_off_and_comes_back(desk):
    joined("New Silent", TODAY - timedelta(days=100))
    followups.notice(today=TODAY, at=NOON)

    desk.post(reverse("pulse-call-later", args=[FollowUp.objects.get().pk]))
    off = FollowUp.objects.get().state
    followups.notice(today=TODAY + timedelta(days=14), at=NOON + timedelta(days=14))

    assert (off, FollowUp.objects.get().state) == ("snoozed", "open")


def test_every_sign_opens_its_names(desk):
    joined("New One", TODAY - timedelta(days=10))
    page = desk.get(reverse("pulse"))

    names = {
        sign.key: desk.get(reverse("pulse-names", args=[sign.key])).status_code
        for sign in page.context["signs"]
    }

    assert set(names.values()) == {200}
    assert "New One" in desk.get(reverse("pulse-names", args=["new"])).text


@pytest.mark.parametrize("words", [{"on": "yesterday"}, {"on": "9999-99-99"}, {"kind": "\x01"}])
def test_nonsense_in_the_address_shows_today(desk, words):
    assert desk.get(reverse("pulse"), words).context["asked"].day == TODAY


def test_an_unknown_sign_is_not_found(desk):
    assert desk.get(reverse("pulse-names", args=["nothing"])).status_code == 404


def test_the_signs_as_a_file_are_recorded(desk):
    text = b"".join(desk.get(reverse("pulse-csv"))).decode()

    assert text.splitlines()[0] == "sign,value,part,whole,rule,as_at"
    assert len(text.splitlines()) == 12

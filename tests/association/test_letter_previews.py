"""Previews of letters: every kind has one, and none is written down."""

from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from members.models import User
from outbox import kinds
from outbox.models import Message
from tests.events.scenes import NOON, a_letterhead, a_meeting, members, say

pytestmark = pytest.mark.django_db


@pytest.fixture
def noon() -> Iterator[None]:
    """The moment at which the scenes of the meetings take place."""
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def officer(noon, client: Client, settings) -> Client:
    """Somebody who may read letters, in the demo."""
    settings.DEMO = True
    client.force_login(User.objects.create_superuser("officer@example.org"))
    return client


def test_every_registered_kind_can_be_chosen_and_answers(officer: Client):
    page = officer.get(reverse("letter-previews"))

    answers = [
        officer.get(reverse("letter-previews"), {"kind": name}).status_code
        for name in kinds.all_kinds()
    ]

    assert page.context["names"] == sorted(kinds.all_kinds())
    assert answers == [200] * len(answers)


def test_a_kind_without_a_fitting_row_says_so(officer: Client):
    page = officer.get(reverse("letter-previews"), {"kind": "rsvp.offer"}).content.decode()

    assert "No row here fits this letter yet." in page


def test_a_letter_is_shown_in_both_schemes_and_nothing_is_written(officer: Client, noon):
    a_letterhead()
    say(a_meeting(), members(1)[0])
    before = list(Message.objects.values_list())

    light, dark = (
        officer.get(reverse("letter-frame", args=["rsvp.confirmation"]), {"scheme": scheme})
        for scheme in ("light", "dark")
    )

    assert ("@media not all" in light.text, "@media all" in dark.text) == (True, True)
    assert "frame-ancestors 'self'" in dark["Content-Security-Policy"]
    assert list(Message.objects.values_list()) == before


def test_outside_of_the_demo_there_are_no_previews(officer: Client, settings):
    settings.DEMO = False
    pages = [reverse("letter-previews"), reverse("letter-frame", args=["rsvp.offer"])]

    assert [officer.get(page).status_code for page in pages] == [404, 404]

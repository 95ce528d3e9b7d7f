"""What of meetings goes when somebody is erased."""

from datetime import timedelta

import pytest

from events.actions import backups, speaker_asks
from events.models import Backup, SpeakerAsk
from members.actions import erasures
from members.models import ErasedPerson
from tests.events.scenes import NOON, a_letterhead
from tests.events.speakers import a_chair, a_request, a_speaker, accepted

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _an_association():
    a_letterhead()


def erase(person):
    erasures.erase(
        person=person, via=ErasedPerson.Via.RETENTION, by=None, at=NOON + timedelta(days=1)
    )


def test_a_request_that_waits_is_taken_back_and_chased_no_more():
    ask = a_request()

    erase(ask.person)

    assert SpeakerAsk.objects.get().state == "withdrawn"


def test_a_promised_talk_becomes_free_again():
    ask = accepted()

    erase(ask.person)

    ask.refresh_from_db()
    assert (ask.state, ask.speaking) == ("withdrawn", None)


def test_an_answered_request_stays_in_the_count():
    ask = a_request()
    speaker_asks.decline(ask=ask, words="", instead="", at=NOON)

    erase(ask.person)

    assert SpeakerAsk.objects.get().state == "declined"


def test_a_backup_speaker_is_one_no_longer():
    speaker = a_speaker()
    backups.add(person=speaker, topic="Bees", by=a_chair(), at=NOON)

    erase(speaker)

    assert Backup.objects.count() == 0

"""A speaker is asked, answers, and is the first or the second to choose a date."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import IntegrityError, connection

from events.actions import speaker_asks
from events.actions.refusals import NotPossible
from events.actions.speaker_asks import DateTaken
from events.models import SpeakerAsk, Speaking
from tests.events.scenes import NOON, a_draft, letters
from tests.events.speakers import a_chair, a_request, a_speaker, accepted

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=1)


def test_a_request_sends_one_letter_to_the_speaker():
    ask = a_request()

    [letter] = letters("speaker.ask")
    assert (letter.to, letter.about["ask"]) == ("speaker1@example.net", ask.pk)


def test_a_yes_puts_the_speaker_on_the_programme_and_tells_the_chair():
    ask = a_request(a_draft(60, topic=""), topic="Tides")

    assert speaker_asks.accept(ask=ask, meeting=ask.dates.get(), at=LATER)

    speaking = Speaking.objects.get(meeting=ask.meeting)
    assert (speaking.printed_name, speaking.state) == ("Speaker Nr1", "confirmed")
    assert ask.meeting.topic == "Tides"
    assert [row.state for row in letters("speaker.ask")] == ["superseded"]
    assert [row.about["person"] for row in letters("speaker.answered")] == [ask.asked_by_id]


def test_the_same_yes_twice_changes_nothing():
    ask = accepted()

    assert speaker_asks.accept(ask=ask, meeting=ask.meeting, at=LATER) is False


def test_the_second_to_choose_a_date_is_told_so():
    chair, date = a_chair(), a_draft(60)
    first = a_request(date, by=chair)
    second = a_request(date, by=chair, person=a_speaker(2))
    speaker_asks.accept(ask=first, meeting=date, at=LATER)

    with pytest.raises(DateTaken):
        speaker_asks.accept(ask=second, meeting=date, at=LATER)

    assert SpeakerAsk.objects.get(pk=second.pk).state == "asked"


def test_a_second_speaker_of_the_evening_may_be_asked_beside_the_first():
    ask = accepted()
    beside = a_request(ask.meeting, by=ask.asked_by, person=a_speaker(2), beside=True)

    assert speaker_asks.accept(ask=beside, meeting=ask.meeting, at=LATER)


def test_a_date_that_was_not_offered_cannot_be_taken():
    ask = a_request()

    with pytest.raises(NotPossible, match="not open any more"):
        speaker_asks.accept(ask=ask, meeting=a_draft(90), at=LATER)


@pytest.mark.parametrize(("later", "state"), [(False, "declined"), (True, "later")])
def test_a_no_is_kept_with_its_words(later, state):
    ask = a_request()

    speaker_asks.decline(ask=ask, at=LATER, later=later, words="In May", instead="A Friend")

    assert (ask.state, ask.words, ask.instead) == (state, "In May", "A Friend")


def test_a_no_after_a_yes_frees_the_date():
    ask = accepted()
    date = ask.meeting

    speaker_asks.decline(ask=ask, at=LATER)

    assert Speaking.objects.get(meeting=date).state == "withdrawn"
    other = a_request(date, by=ask.asked_by, person=a_speaker(2))
    assert speaker_asks.accept(ask=other, meeting=date, at=LATER)


def test_a_request_taken_back_cannot_be_accepted():
    ask = a_request()
    speaker_asks.withdraw(ask=ask, by=ask.asked_by, at=LATER)

    with pytest.raises(NotPossible, match="taken back"):
        speaker_asks.accept(ask=ask, meeting=ask.dates.get(), at=LATER)


def test_nobody_is_asked_twice_about_one_date():
    ask = a_request()

    with pytest.raises(NotPossible, match="asked already"):
        a_request(ask.dates.get(), person=ask.person, by=ask.asked_by)


def raced(date, asks) -> list[str]:
    """What each of them hears who taps at the same moment."""
    barrier, said = Barrier(len(asks)), []

    def tap(ask):
        try:
            barrier.wait(timeout=10)
            speaker_asks.accept(ask=ask, meeting=date, at=LATER)
            said.append("yours")
        except (DateTaken, IntegrityError):
            said.append("taken")
        finally:
            connection.close()

    threads = [Thread(target=tap, args=(ask,)) for ask in asks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return sorted(said)


def three_who_tap(date) -> list[SpeakerAsk]:
    chair = a_chair()
    return [a_request(date, by=chair, person=a_speaker(number)) for number in range(3)]


@pytest.mark.django_db(transaction=True)
def test_of_three_who_tap_at_once_one_has_the_date():
    date = a_draft(60)

    assert raced(date, three_who_tap(date)) == ["taken", "taken", "yours"]
    assert Speaking.objects.filter(meeting=date, state="confirmed").count() == 1


@pytest.mark.django_db(transaction=True)
def test_without_the_check_and_the_constraint_all_three_would_have_it(monkeypatch):
    name = "events_speakerask_date_once"
    date = a_draft(60)
    asks = three_who_tap(date)
    monkeypatch.setattr(speaker_asks, "is_taken", lambda *_: False)
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexdef FROM pg_indexes WHERE indexname = %s", [name])
        [definition] = cursor.fetchone()
        cursor.execute(f"DROP INDEX {name}")

    try:
        assert raced(date, asks) == ["yours", "yours", "yours"]
    finally:
        SpeakerAsk.objects.update(beside=True)
        with connection.cursor() as cursor:
            cursor.execute(definition)

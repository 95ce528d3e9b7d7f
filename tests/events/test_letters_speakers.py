"""What speakers and their chairs are written by themselves: when, in which words, until when."""

from datetime import timedelta

import pytest

from events import letters
from events.actions import speaker_asks, speaker_gifts, speaker_letters
from events.models import Attendance, Meeting, SpeakerAsk
from events.rules.speakers import CHASE_DAYS
from outbox.kinds import Superseded
from outbox.models import Message
from tests.events.scenes import NOON, a_draft, a_letterhead, a_person
from tests.events.speakers import a_request, a_speaker, accepted

pytestmark = pytest.mark.django_db
STEPS = sorted(CHASE_DAYS.default, reverse=True)


@pytest.fixture(autouse=True)
def _association():
    a_letterhead()


def evening(ask: SpeakerAsk) -> Meeting:
    return ask.dates.get()


def before(ask: SpeakerAsk, days: int):
    """A minute into the step so many days before the evening."""
    return evening(ask).starts_at - timedelta(days=days) + timedelta(minutes=1)


def queued(kind: str) -> list[str]:
    rows = Message.objects.filter(kind=kind, state="pending").order_by("id")
    return list(rows.values_list("about__stage", flat=True))


def subject(composer, kind: str, at) -> str:
    return composer(Message.objects.filter(kind=kind).latest("id"), at).subject


def test_every_step_has_a_subject_of_its_own_with_and_without_an_answer():
    waits, owes = a_request(), accepted(61, person=a_speaker(2), by=a_person("Another Chair"))

    said = []
    for ask in (waits, owes):
        for days in STEPS:
            speaker_letters.chase(at=before(ask, days))
            about = {"about__ask": ask.pk, "about__stage": str(days)}
            row = Message.objects.get(kind="speaker.chase", **about)
            said.append(letters.speakers.chase(row, before(ask, days)).subject)

    assert len(said) == len(set(said)) == 2 * len(STEPS)


def test_a_step_is_queued_once_however_often_it_is_looked_at():
    ask = a_request()

    counts = [speaker_letters.chase(at=before(ask, 42) + timedelta(hours=h)) for h in (-1, 0, 1, 2)]

    assert counts == [0, 1, 0, 0]


def test_after_an_outage_only_the_newest_step_goes_out():
    ask = a_request()

    speaker_letters.chase(at=before(ask, 7))

    assert queued("speaker.chase") == ["7"]


@pytest.mark.parametrize("later", [False, True])
def test_a_no_stops_what_waits_and_what_would_come(later):
    ask = a_request()
    speaker_letters.chase(at=before(ask, 42))

    speaker_asks.decline(ask=ask, at=before(ask, 41), later=later)

    assert [speaker_letters.chase(at=before(ask, days)) for days in (14, 7, 1)] == [0, 0, 0]
    assert queued("speaker.chase") == []


def test_a_yes_stops_the_question_and_begins_the_asking_for_words():
    ask = a_request()
    speaker_letters.chase(at=before(ask, 42))

    speaker_asks.accept(ask=ask, meeting=evening(ask), at=before(ask, 41))

    assert queued("speaker.chase") == []
    assert speaker_letters.chase(at=before(ask, 14)) == 1
    words = letters.speakers.chase(Message.objects.latest("id"), before(ask, 14)).context
    assert [str(gap) for gap in words["gaps"]] == [
        "the title of your talk", "a few lines about it", "a few lines about you", "your slides",
    ]  # fmt: skip


def test_who_has_given_everything_is_left_in_peace():
    ask = accepted()
    speaker_letters.chase(at=before(ask, 42))
    speaker_gifts.save(ask=ask, at=before(ask, 41), title="Steel", abstract="Hard.", bio="Forges.")

    with pytest.raises(Superseded, match="Everything is there"):
        subject(letters.speakers.chase, "speaker.chase", before(ask, 41))


def test_a_request_taken_back_is_never_chased():
    ask = a_request()
    speaker_asks.withdraw(ask=ask, by=ask.asked_by, at=NOON + timedelta(days=1))

    assert [speaker_letters.chase(at=before(ask, days)) for days in STEPS] == [0, 0, 0, 0]


def test_who_is_asked_late_is_not_reminded_of_steps_before_the_question():
    ask = a_request(a_draft(10, topic=""))

    assert speaker_letters.chase(at=NOON + timedelta(hours=1)) == 0
    assert speaker_letters.chase(at=before(ask, 7)) == 1


def test_a_cancelled_evening_chases_nobody():
    ask = a_request()
    Meeting.objects.filter(pk=evening(ask).pk).update(state="cancelled", cancelled_at=NOON)

    assert speaker_letters.chase(at=before(ask, 7)) == 0


def test_after_ten_days_of_silence_the_chair_hears_once():
    ask = a_request(by=a_person("A Chair", "chair@example.org"))
    ten = NOON + timedelta(days=10)

    counts = [
        speaker_letters.tell_chairs(at=ten + timedelta(minutes=minutes)) for minutes in (-1, 0, 1)
    ]

    assert counts == [0, 1, 0]
    row = Message.objects.get(kind="speaker.silent")
    assert row.to == "chair@example.org"
    assert letters.speakers.silent(row, ten).subject == f"No word from {ask.person.name} yet"


def test_an_answer_takes_the_word_of_silence_back():
    ask = a_request()
    speaker_letters.tell_chairs(at=NOON + timedelta(days=10))

    speaker_asks.accept(ask=ask, meeting=evening(ask), at=NOON + timedelta(days=10, hours=1))

    assert queued("speaker.silent") == []


def test_ten_days_before_the_evening_the_chair_hears_what_is_missing():
    ask = accepted()

    assert speaker_letters.tell_chairs(at=before(ask, 11)) == 0
    assert speaker_letters.tell_chairs(at=before(ask, 10)) == 1
    said = letters.speakers.silent(Message.objects.get(kind="speaker.silent"), before(ask, 10))
    assert said.subject == f"Still missing from {ask.person.name}"


def test_eighteen_hours_afterwards_the_speaker_is_thanked_with_the_number_who_came():
    ask = accepted()
    meeting = evening(ask)
    Meeting.objects.filter(pk=meeting.pk).update(state="published", published_at=NOON)
    Attendance.objects.create(
        meeting=meeting, person=ask.asked_by, method="name", state="present",
        recorded_at=meeting.ends_at, arrived_at=meeting.starts_at,
    )  # fmt: skip
    due = meeting.ends_at + timedelta(hours=18)

    counts = [speaker_letters.thank(at=due + timedelta(minutes=m)) for m in (-1, 0, 1)]

    assert counts == [0, 1, 0]
    said = letters.speakers.thanks(Message.objects.get(kind="speaker.thanks"), due)
    assert said.context["came"] == 1


def test_who_could_not_speak_after_all_is_not_thanked():
    ask = accepted()
    Meeting.objects.filter(pk=evening(ask).pk).update(state="published", published_at=NOON)
    speaker_asks.decline(ask=ask, at=before(ask, 3))

    assert speaker_letters.thank(at=evening(ask).ends_at + timedelta(hours=19)) == 0


def test_letters_to_a_speaker_are_answered_to_the_chair_who_asked():
    a_request(by=a_person("A Chair", "chair@example.org"))

    said = letters.speakers.ask(Message.objects.get(kind="speaker.ask"), NOON)

    assert (said.reply_to, said.signer) == ("chair@example.org", "A Chair")

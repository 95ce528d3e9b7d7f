"""A chair, a speaker, and a request between them."""

from datetime import datetime, timedelta

from events.actions import speaker_asks
from events.letters.speakers import speak_token
from events.models import Meeting, SpeakerAsk
from members.models import Person
from tests.events.cast import an_officer
from tests.events.scenes import NOON, a_draft, a_letterhead, a_person


def a_chair(name: str = "A Programme Chair") -> Person:
    """Somebody who may manage meetings."""
    return an_officer(name, "Organizer")


def a_speaker(number: int = 1, **fields) -> Person:
    """Somebody from outside with an address."""
    return a_person(f"Speaker Nr{number}", f"speaker{number}@example.net", **fields)


def a_request(
    *dates: Meeting, person: Person | None = None, by: Person | None = None,
    at: datetime = NOON, **words,
) -> SpeakerAsk:  # fmt: skip
    """Asked at NOON about one evening in 60 days, unless said otherwise."""
    days = dates or (a_draft(60, topic=""),)
    return speaker_asks.ask(
        person=person or a_speaker(), dates=days, by=by or a_chair(), at=at, **words
    )


def accepted(days: int = 60, **words) -> SpeakerAsk:
    """A speaker who has said yes a minute after NOON."""
    ask = a_request(a_draft(days, topic=""), **words)
    speaker_asks.accept(ask=ask, meeting=ask.dates.get(), at=NOON + timedelta(minutes=1))
    return ask


def link(ask: SpeakerAsk, path: str = "") -> str:
    """The address in the speaker's letter, made at NOON."""
    return f"/speak/{speak_token(ask, NOON)}/{path}"


__all__ = ["a_letterhead"]

"""The demo's year ahead: dates made, one speaker confirmed, one asked, topics members want."""

from datetime import datetime, timedelta

from events.actions import backups, occurrences, speaker_asks, speaker_gifts, topics
from events.models import Meeting, Series
from members.actions import people
from members.models import Person
from outbox.queries import local_day

BIO = """Sable Anvil has forged knives for thirty years and taught it for ten. She came to it from
physics and still measures everything."""
ABSTRACT = "Why steel gets hard, why it then breaks, and how to talk it out of both."
IDEAS = [
    ("How to price a repair", "president", "Teal Rivet", ("member", "newcomer", "treasurer")),
    ("An evening of failures", "member", "", ("organizer", "membership")),
    ("Working with your grown-up children", "secretary", "", ()),
]


def create(*, cast: dict[str, Person], at: datetime) -> None:
    """Drafts of half a year of the talks, requests to two speakers, ideas, a backup.

    The months after these dates stay empty, as on a real board. Changes the tables of events.
    """
    _dates(Series.objects.get(slug="evening"), cast["organizer"], at)
    _requests(cast["organizer"], at)
    for title, login, hint, seconds in IDEAS:
        idea = topics.suggest(
            title=title, by=cast[login], at=at - timedelta(days=9), speaker_hint=hint
        )
        for other in seconds:
            topics.second(idea=idea, by=cast[other], at=at - timedelta(days=4))
    topic = "Bread as an engineering problem"
    backups.add(person=cast["member"], topic=topic, by=cast["organizer"], at=at)


def _dates(series: Series, by: Person, at: datetime) -> None:
    last = local_day(at + timedelta(days=180))
    occurrences.draft_until(series=series, last=last, by=by, at=at)


def _requests(by: Person, at: datetime) -> None:
    """One speaker has said yes and given title and bio, another has not answered yet."""
    drafts = list(Meeting.objects.filter(series__slug="evening", state="draft", starts_at__gt=at))
    if len(drafts) < 3:
        return
    drafts.sort(key=lambda draft: draft.starts_at)
    asked = at - timedelta(days=12)
    sable = people.create(name="Sable Anvil", email="sable@demo.example", by=by, at=asked)
    yes = speaker_asks.ask(
        person=sable, dates=drafts[:2], by=by, at=asked, topic="Steel that stays sharp",
        audience="About 25 makers", costs="train and a bed",
    )  # fmt: skip
    speaker_asks.accept(ask=yes, meeting=drafts[0], at=asked + timedelta(days=2))
    speaker_gifts.save(
        ask=yes, at=asked + timedelta(days=3), title="Steel, patiently", abstract=ABSTRACT, bio=BIO
    )
    heron = people.create(name="Heron Glazier", email="heron@demo.example", by=by, at=asked)
    speaker_asks.ask(
        person=heron, dates=drafts[1:3], by=by, at=asked, topic="Windows of old houses",
        note="Maple heard you in the spring and has talked of nothing else since.",
    )  # fmt: skip

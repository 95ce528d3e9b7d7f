"""Members suggest topics and second them; a programme chair takes one or puts it aside."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from events.actions import meetings
from events.actions.refusals import NotPossible
from events.models import Meeting, TopicIdea, TopicSecond
from kit.text import clean, fold
from members.models import Person

State = TopicIdea.State
MOST_OPEN = 20


@transaction.atomic
def suggest(
    *, title: str, by: Person, at: datetime, about: str = "", speaker_hint: str = ""
) -> TopicIdea:
    """A new idea, seconded by who has it. The same words as an open idea second that one instead.

    Raises NotPossible without words, or with too many ideas open. Writes TopicIdea, TopicSecond.
    """
    title = clean(title)[:200]
    if not title:
        raise NotPossible(_("Please write the topic in a few words."))
    open_ideas = TopicIdea.objects.filter(state=State.OPEN)
    idea = next((one for one in open_ideas if fold(one.title) == fold(title)), None)
    if idea is None:
        if open_ideas.filter(suggested_by=by).count() >= MOST_OPEN:
            raise NotPossible(_("You have many ideas waiting. Let some be taken up first."))
        idea = TopicIdea.objects.create(
            title=title, about=about.strip(), speaker_hint=clean(speaker_hint)[:200],
            suggested_at=at, suggested_by=by,
        )  # fmt: skip
    second(idea=idea, by=by, at=at)
    return idea


@transaction.atomic
def second(*, idea: TopicIdea, by: Person, at: datetime) -> bool:
    """ "I'd come for that"; a second tap changes nothing. Writes TopicSecond."""
    if idea.state != State.OPEN:
        raise NotPossible(_("This idea is decided already. Thank you all the same."))
    return TopicSecond.objects.get_or_create(idea=idea, person=by, defaults={"at": at})[1]


def unsecond(*, idea: TopicIdea, by: Person, at: datetime) -> bool:
    """Take it back; True if there was something to take back. Writes TopicSecond."""
    return bool(TopicSecond.objects.filter(idea=idea, person=by).delete()[0])


@transaction.atomic
def take(*, idea: TopicIdea, meeting: Meeting, by: Person | None, at: datetime) -> None:
    """The idea becomes the topic of a meeting to come. Raises NotPossible once decided or where
    the meeting has begun. Writes TopicIdea and Meeting."""
    if meeting.starts_at <= at:
        raise NotPossible(_("Choose a meeting that is still to come."))
    _decide(idea, State.TAKEN, by, at, meeting)
    meetings.edit(meeting=meeting, by=by, at=at, topic=idea.title)


@transaction.atomic
def put_aside(*, idea: TopicIdea, by: Person | None, at: datetime) -> None:
    """Not for us, or not now. Raises NotPossible once decided. Writes TopicIdea."""
    _decide(idea, State.CLOSED, by, at, None)


@transaction.atomic
def reopen(*, idea: TopicIdea, by: Person | None, at: datetime) -> None:
    """Undo of both decisions; a meeting keeps its topic. Writes TopicIdea."""
    nothing = {"decided_at": None, "decided_by": None, "meeting": None}
    TopicIdea.objects.filter(pk=idea.pk).update(state=State.OPEN, **nothing)


def _decide(
    idea: TopicIdea, state: str, by: Person | None, at: datetime, meeting: Meeting | None
) -> None:
    decided = {"decided_at": at, "decided_by": by, "meeting": meeting}
    if not TopicIdea.objects.filter(pk=idea.pk, state=State.OPEN).update(state=state, **decided):
        raise NotPossible(_("This idea is decided already. Thank you all the same."))
    idea.refresh_from_db()

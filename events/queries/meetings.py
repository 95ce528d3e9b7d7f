"""Meetings as a viewer may see them."""

from datetime import datetime
from typing import Any

from django.db.models import (
    BigIntegerField,
    Exists,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    TextField,
)
from django.http import Http404
from django.urls import reverse

from events.models import (
    Link,
    Meeting,
    Paper,
    Price,
    Rsvp,
    Seating,
    SpeakerAsk,
    SpeakerConsent,
    SpeakerFile,
    Speaking,
    Talk,
    Venue,
)
from events.rules.texts import search_text
from kit.prepared import Given, PreparedObjects
from kit.text import fold
from members.models import Person
from members.queries import of_user

MANAGE = "events.manage_meetings"
State = Meeting.State
ON_THE_PROGRAMME = (Speaking.State.CONFIRMED,)
THIS = Given("meeting", BigIntegerField())


def visible_to(person: Person | None, user: Any) -> QuerySet[Meeting]:
    """Meetings this viewer may see: all for organizers, no drafts for others, the members' own
    meetings for those who are or were members."""
    shown = Meeting.objects.exclude(state=State.DRAFT)
    if not is_insider(person):
        shown = shown.filter(visibility=Meeting.Visible.PUBLIC)
    if user is not None and user.is_authenticated and user.has_perm(MANAGE):
        return Meeting.objects.all()
    return shown


def _one() -> QuerySet[Meeting]:
    """With what most meetings have none of: its page asks for that only where there is some."""
    here = {"meeting": OuterRef("pk")}
    found = Meeting.objects.filter(slug=Given("slug", TextField())).order_by()
    return found.annotate(
        priced_=Exists(Price.objects.filter(**here)),
        papered_=Exists(Paper.objects.filter(**here)),
        linked_=Exists(Link.objects.filter(**here)),
    )


MEETING = PreparedObjects(
    _one, related=["venue", "series"], extra=["priced_", "papered_", "linked_"]
)


def get_meeting(slug: str, user: Any) -> Meeting:
    """The gateway: the meeting with venue and series; Http404 where this log-in may not see it."""
    found = MEETING.first(slug=slug)
    if found is None or not may_see(found, user):
        raise Http404
    return found


def may_see(meeting: Meeting, user: Any) -> bool:
    """Whether this log-in may see the meeting; rights are asked only where it matters."""
    public = meeting.visibility == Meeting.Visible.PUBLIC
    if meeting.state != State.DRAFT and (public or is_insider(of_user(user))):
        return True
    return bool(user.is_authenticated and user.has_perm(MANAGE))


def is_insider(person: Person | None) -> bool:
    """Whether somebody is or once was a member: they see members' meetings, guests do not."""
    return person is not None and person.joined_on is not None


def upcoming(meetings: QuerySet[Meeting], at: datetime, text: str = "") -> QuerySet[Meeting]:
    """Those not over yet, soonest first, by any words of topic, speaker or place."""
    found = meetings.filter(ends_at__gt=at)
    for word in fold(text).split()[:6]:
        found = found.filter(search_text__contains=word)
    return found.select_related("venue").order_by("starts_at", "id")


def next_meeting(user: Any, at: datetime) -> Meeting | None:
    """The next announced meeting this log-in's person goes to, else the next one it may see."""
    person = of_user(user)
    shown = upcoming(visible_to(person, user).filter(state=State.PUBLISHED), at)
    mine = shown.filter(rsvps__person=person, rsvps__state=Rsvp.State.GOING) if person else None
    return (mine.first() if mine is not None else None) or shown.first()


def for_cards(meetings: QuerySet[Meeting], person: Person | None) -> QuerySet[Meeting]:
    """With what a card shows: seats, confirmed speakers and the viewer's own answer."""
    mine = Rsvp.objects.filter(person=person) if person else Rsvp.objects.none()
    return meetings.prefetch_related(
        "seatings",
        Prefetch("speakings", Speaking.objects.filter(state__in=ON_THE_PROGRAMME), "speakers"),
        Prefetch("rsvps", mine, to_attr="mine"),
    )


TALKS = PreparedObjects(lambda: Talk.objects.filter(meeting=THIS))


def _speakings() -> QuerySet[Speaking]:
    """With what the speaker gave us to publish: `bio_`, and `photo_` (its uid) while allowed;
    `page_` is the uid of who has a page in the archive that everybody may see."""
    asks = SpeakerAsk.objects.filter(speaking=OuterRef("pk"), state=SpeakerAsk.State.ACCEPTED)
    allowed = SpeakerConsent.objects.filter(
        ask=OuterRef("ask"), what=SpeakerConsent.What.PHOTO, withdrawn_at=None
    )
    photos = SpeakerFile.objects.filter(
        Exists(allowed),
        what=SpeakerFile.What.PHOTO,
        removed_at=None,
        ask__speaking=OuterRef("pk"),
        ask__state=SpeakerAsk.State.ACCEPTED,
    )
    before = Speaking.objects.filter(
        person=OuterRef("pk"),
        state__in=ON_THE_PROGRAMME,
        meeting__state=State.CLOSED,
        meeting__visibility=Meeting.Visible.PUBLIC,
    )
    known = Person.objects.filter(Exists(before), pk=OuterRef("person"), merged_into=None)
    return Speaking.objects.filter(meeting=THIS, state__in=ON_THE_PROGRAMME).annotate(
        bio_=Subquery(asks.values("bio")[:1]),
        photo_=Subquery(photos.values("uid")[:1]),
        page_=Subquery(known.values("uid")[:1]),
    )


SPEAKINGS = PreparedObjects(_speakings, extra=["bio_", "photo_", "page_"])


def programme(meeting: Meeting) -> tuple[list[Talk], list[Speaking]]:
    """The talks, each with its confirmed `speakers`, and speakers without a talk. Two queries.

    A speaker has `bio_`, `photo_url` and `page_url`, each "" or None where there is none to show.
    """
    speakings: list[Any] = SPEAKINGS.objects(meeting=meeting.pk)
    talks = TALKS.objects(meeting=meeting.pk)
    for row in speakings:
        row.photo_url = reverse("speaker-file", args=[row.photo_]) if row.photo_ else ""
        row.page_url = reverse("archive-speaker", args=[row.page_]) if row.page_ else ""
    for talk in talks:
        talk.speakers = [row for row in speakings if row.talk_id == talk.pk]  # type: ignore[attr-defined]
    return talks, [row for row in speakings if row.talk_id is None]


def seatings(meeting: Meeting) -> list[Seating]:
    """The seats of each mode, in the order they were made."""
    return list(Seating.objects.filter(meeting=meeting).order_by("id"))


def searchable(meeting: Meeting) -> str:
    """The search text of a meeting as its rows stand now."""
    talks = Talk.objects.filter(meeting=meeting).values_list("title", flat=True)
    confirmed = Speaking.objects.filter(meeting=meeting, state__in=ON_THE_PROGRAMME)
    names = confirmed.values_list("printed_name", "affiliation")
    venue = meeting.venue
    place = [venue.name, venue.city] if venue else []
    speakers = [piece for row in names for piece in row]
    return search_text([meeting.title, meeting.topic, meeting.summary, *talks, *speakers, *place])


def in_public_feed(since: datetime) -> QuerySet[Meeting]:
    """Public meetings for the feed: announced or cancelled, not ended before `since`."""
    told = Q(state__in=[State.PUBLISHED, State.CLOSED]) | Q(
        state=State.CANCELLED, published_at__isnull=False
    )
    return (
        Meeting.objects.filter(told, visibility=Meeting.Visible.PUBLIC, ends_at__gte=since)
        .select_related("venue", "series")
        .order_by("starts_at", "id")
    )


def feed_version(at: datetime) -> tuple[str, datetime | None]:
    """What changes whenever the feed may: a tag, and the moment of the last change.

    The history of meetings and venues grows by a row with every change, so its newest rows tell.
    """
    newest = []
    tracked: tuple[Any, ...] = (Meeting, Venue)
    for model in tracked:
        log = model.pgh_event_model.objects.order_by("-pgh_id")
        newest.append(log.values_list("pgh_id", "pgh_created_at").first() or (0, None))
    tag = "-".join([*(str(number) for number, _at in newest), at.date().isoformat()])
    return tag, max((changed for _number, changed in newest if changed), default=None)

"""What an officer brings along to a new letter, and how one looks to one reader."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.http import QueryDict

from association.queries.audiences import ANSWERS, SEEN, STANDINGS
from events.models import Meeting
from members.models import Announcement, Person
from members.queries import address_for
from outbox import kinds
from outbox.models import Message
from outbox.rendering import Preview, preview

MOST = 200


def asked_for(query: QueryDict) -> dict[str, Any]:
    """A set from an address: `standings`, `answers`, `seen` (words), `meeting` (its slug) and
    `person` (uids). What fits nothing is left out."""
    found: dict[str, Any] = {
        "standings": _known(query, "standings", [one.value for one in STANDINGS]),
        "answers": _known(query, "answers", [key for key, _label in ANSWERS]),
        "seen": _known(query, "seen", [key for key, _label in SEEN]),
        "people": _people(query.getlist("person")[:MOST]),
    }
    slug = query.get("meeting", "").replace("\x00", "")
    meeting = Meeting.objects.filter(~Q(state="draft"), slug=slug).first() if slug else None
    found["meeting"] = meeting.pk if meeting else None
    return {key: value for key, value in found.items() if value}


def as_read_by(letter: Announcement, person: Person, at: datetime) -> Preview:
    """The letter as this person would get it now; nothing is put into the outbox."""
    shown = Message(
        id=0,
        kind=letter.kind,
        category=kinds.kind(letter.kind).category,
        to=address_for(person) or "nobody@invalid",
        about={"letter": letter.pk, "person": person.pk, "preview": True},
        dedupe_key="preview",
        created_at=at,
    )
    return preview(shown, at)


def _known(query: QueryDict, name: str, allowed: list[Any]) -> list[str]:
    return [value for value in query.getlist(name) if value in allowed]


def _people(uids: list[str]) -> list[int]:
    good = []
    for text in uids:
        try:
            good.append(UUID(text))
        except ValueError:
            continue
    alive = Person.objects.filter(uid__in=good, merged_into__isnull=True)
    return list(alive.order_by("sort_name", "id").values_list("pk", flat=True))

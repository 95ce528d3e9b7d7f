"""Openings that stand, who introduces, and one's own introductions."""

import uuid
from datetime import date

from django.db.models import F, Q, QuerySet
from django.http import Http404

from members.models import Person
from members.queries import members_on
from network.models import Introduction, Opening

WORDS = 6


def is_member(person: Person | None, day: date) -> bool:
    """Whether openings are for this person: members of that day, also those between jobs."""
    return person is not None and members_on(day).filter(pk=person.pk).exists()


def standing(day: date, text: str = "") -> QuerySet[Opening]:
    """Openings that stand on `day`, newest first; each word in title, employer, place or text."""
    found = Opening.objects.filter(ends_on__gte=day, closed_at=None).select_related("poster")
    for word in text.split()[:WORDS]:
        named = Q(title__icontains=word) | Q(employer__icontains=word)
        found = found.filter(named | Q(place__icontains=word) | Q(text__icontains=word))
    return found.order_by("-made_at", "-id")


def get_opening(uid: uuid.UUID, viewer: Person, day: date) -> Opening:
    """One that stands, or that the viewer posted or has an introduction at; Http404 for others."""
    mine = Introduction.objects.filter(Q(seeker=viewer) | Q(introducer=viewer))
    known = Q(poster=viewer) | Q(pk__in=mine.values("opening"))
    stands = Q(ends_on__gte=day, closed_at=None)
    rows = Opening.objects.filter(known | stands, uid=uid)
    found = rows.select_related("poster").first()
    if found is None:
        raise Http404
    return found


def introducers(opening: Opening, day: date) -> list[Person]:
    """Members who offered to introduce, in the order of offering."""
    rows = opening.introducers.filter(person__in=members_on(day)).select_related("person")
    return [row.person for row in rows]


def own_asks(opening: Opening, viewer: Person) -> dict[int, Introduction]:
    """What the viewer asked at this opening: introducer's id -> row."""
    rows = Introduction.objects.filter(opening=opening, seeker=viewer)
    return {row.introducer_id: row for row in rows}


def introductions_of(viewer: Person) -> QuerySet[Introduction]:
    """Those the viewer asked for or is asked for, those that wait first."""
    mine = Introduction.objects.filter(Q(seeker=viewer) | Q(introducer=viewer))
    mine = mine.exclude(state=Introduction.State.WITHDRAWN, introducer=viewer)
    rows = mine.select_related("opening", "seeker", "introducer")
    return rows.order_by(F("answered_at").desc(nulls_first=True), "-made_at", "-id")


def get_introduction(uid: uuid.UUID, **whose: Person) -> Introduction:
    """One's own (`seeker=` or `introducer=`); Http404 for anybody else's."""
    rows = Introduction.objects.select_related("opening", "seeker", "introducer")
    found = rows.filter(uid=uid, **whose).first()
    if found is None:
        raise Http404
    return found

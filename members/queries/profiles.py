"""One person's page as one member sees it, each field as its owner chose."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404

from members.met import met
from members.models import Email, Person, Portrait, Visibility, photo_url
from members.queries.people import get_person, of_user
from members.rules import FIELDS, is_visible

# These stand by themselves on a page, not among the lines.
APART = ("name", "photo", "links")


@dataclass(frozen=True)
class Profile:
    """What one looks at of a person: (label, value) pairs, links, and the photo's address."""

    fields: list[tuple[Any, str]]
    links: list[str]
    photo: str


def profile(
    person: Person,
    viewer: Person | None,
    *,
    everything: bool = False,
    audience: str = "",
) -> Profile:
    """What the viewer may see of this person, the name aside.

    With `audience` ("members" or "met"): what any member, or anybody met, may see, as the person
    is shown their own page.
    """
    visible = set(FIELDS) if everything else _seen_fields(person, viewer, audience)
    shown = [
        (label, _addresses(person) if field == "email" else getattr(person, field))
        for field, (label, _default) in FIELDS.items()
        if field in visible and field not in APART
    ]
    links = person.links.values_list("url", flat=True) if "links" in visible else []
    photo = Portrait.objects.filter(person=person).values_list("uid", flat=True).first()
    return Profile(
        [(label, value) for label, value in shown if value],
        list(links),
        photo_url(photo) if photo and "photo" in visible else "",
    )


def _seen_fields(person: Person, viewer: Person | None, audience: str = "") -> set[str]:
    """The names of the fields of this person that the viewer, or that audience, may see."""
    chosen = dict(Visibility.objects.filter(person=person).values_list("field", "audience"))
    known = audience == "met" if audience else person.pk in met(viewer, [person.pk])
    return {field for field in FIELDS if is_visible(field, chosen, met=known)}


def get_portrait(uid: UUID, user: Any, *, day: date) -> Portrait:
    """The gateway to a photo: for whoever may see it on its person's page, else Http404."""
    found = Portrait.objects.select_related("person").filter(uid=uid).first()
    if found is None:
        raise Http404
    person, viewer = get_person(found.person.uid, user, day=day), of_user(user)
    own = viewer is not None and viewer.pk == person.pk
    sees_all = own or user.has_perm("members.view_person")
    if not sees_all and "photo" not in _seen_fields(person, viewer):
        raise Http404
    return found


def _addresses(person: Person) -> str:
    mine = Email.objects.filter(person=person).order_by("-for_letters", "id")
    return ", ".join(mine.values_list("address", flat=True))

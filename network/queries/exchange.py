"""What members look for and offer, and where the two fit."""

from collections.abc import Sequence
from datetime import date

from members.models import Person, Visibility
from network.models import Exchange
from network.rules.exchange import meets


def exchange_of(person: Person, day: date) -> Exchange | None:
    """What this person looks for and offers, while it lasts."""
    return Exchange.objects.filter(person=person, ends_on__gte=day).first()


def fitting(viewer: Person, people: Sequence[Person], day: date) -> tuple[Person, str, str] | None:
    """The first of these people who offers what the viewer looks for, else who looks for what the
    viewer offers: (person, "helps" or "wants", the words). Two queries."""
    rows = {
        row.person_id: row
        for row in Exchange.objects.filter(person__in=[viewer, *people], ends_on__gte=day)
    }
    own = rows.get(viewer.pk)
    seeks, offers = (own.seeks, own.offers) if own else ("", "")
    hidden = _hide_skills(people)
    for one in people if seeks else ():
        theirs = rows.get(one.pk)
        skills = "" if one.pk in hidden else one.skills
        said = meets(seeks, f"{theirs.offers if theirs else ''},{skills}")
        if said:
            return one, "helps", said
    for one in people:
        theirs = rows.get(one.pk)
        said = meets(f"{offers},{viewer.skills}", theirs.seeks) if theirs else ""
        if said:
            return one, "wants", said
    return None


def _hide_skills(people: Sequence[Person]) -> set[int]:
    """Those who do not show their skills to all members."""
    rows = Visibility.objects.filter(person__in=people, field="skills")
    chosen = rows.exclude(audience=Visibility.Audience.MEMBERS)
    return set(chosen.values_list("person", flat=True))

"""After a restore: whoever was erased since the copy was made is erased again."""

from datetime import datetime
from typing import Any

from members.actions.erasures import erase
from members.models import ErasedPerson, Person
from members.personal import Refused
from members.rules import erased_marks

AGAIN = "Erased before, and again after a restore."


def again(*, listed: dict[str, dict[str, Any]], at: datetime) -> tuple[int, list[str]]:
    """Erase whoever is on the list and on file with a name. Gives how many, and in words who
    could not be erased and why. Writes what `erase` writes, in a transaction for each person."""
    people = _people(listed)
    done, refused = 0, []
    for mark, entry in listed.items():
        person = people.get(mark)
        if person is None or hasattr(person, "erasure"):
            continue
        try:
            done += erase(person=person, at=at, **_how(person, entry, people))
        except Refused as reason:
            refused.append(f"{person.uid}: {reason}")
    return done, refused


def _people(listed: dict[str, dict[str, Any]]) -> dict[str, Person]:
    """Mark -> person on file, of all who are on the list and of those who erased them."""
    wanted = set(listed) | {entry["by"] for entry in listed.values()}
    return {
        mark: person
        for person in Person.objects.select_related("erasure").iterator()
        for mark in erased_marks(str(person.uid))
        if mark in wanted
    }


def _how(person: Person, entry: dict[str, Any], people: dict[str, Person]) -> dict[str, Any]:
    """By whom and how, as far as that person is on file too."""
    if entry["via"] == ErasedPerson.Via.SELF:
        return {"via": entry["via"], "by": person}
    by = people.get(entry["by"])
    if by and entry["via"] == ErasedPerson.Via.OFFICER:
        return {"via": entry["via"], "by": by, "reason": AGAIN}
    return {"via": ErasedPerson.Via.RETENTION, "by": None, "reason": AGAIN}

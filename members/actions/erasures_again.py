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
    marked = _people_on(listed)
    done, refused = 0, []
    for person, entry in marked.items():
        try:
            done += erase(person=person, at=at, **_how(person, entry))
        except Refused as reason:
            refused.append(f"{person.uid}: {reason}")
    return done, refused


def _people_on(listed: dict[str, dict[str, Any]]) -> dict[Person, dict[str, Any]]:
    found = {}
    for person in Person.objects.filter(erasure=None).iterator():
        mark = next((mark for mark in erased_marks(str(person.uid)) if mark in listed), "")
        if mark:
            found[person] = listed[mark]
    return found


def _how(person: Person, entry: dict[str, Any]) -> dict[str, Any]:
    """By whom and how, as far as that person is on file too."""
    if entry["via"] == ErasedPerson.Via.SELF:
        return {"via": entry["via"], "by": person}
    by = entry["by"] and next(
        (one for one in Person.objects.iterator() if entry["by"] in erased_marks(str(one.uid))),
        None,
    )
    if by and entry["via"] == ErasedPerson.Via.OFFICER:
        return {"via": entry["via"], "by": by, "reason": AGAIN}
    return {"via": ErasedPerson.Via.RETENTION, "by": None, "reason": AGAIN}

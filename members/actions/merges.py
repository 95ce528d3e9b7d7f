"""Two rows that are one human become one, and two again where that was a mistake."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from members.actions.people import audiences, derive
from members.merging import handlers
from members.models import Email, Membership, Merge, NotTheSame, Person, User
from members.rules import NotPossible

# Filled from the other where the one who stays has nothing there.
FILLED = (
    "known_as", "phone", "postal_address", "headline", "employer", "city", "skills", "timezone",
    "language", "deceased_on",
)  # fmt: skip
DAYS = ("deceased_on", "joined_on")


@dataclass(frozen=True)
class Preview:
    """What a merge would do: (column, rows) that move, fields filled, and what forbids it."""

    moves: list[tuple[str, int]]
    fields: dict[str, tuple[Any, Any]]
    refusal: str


def preview(*, winner: Person, loser: Person, by: Person | None) -> Preview:
    """Look before merging; writes nothing."""
    moves = [(c, h.count(winner=winner, loser=loser)) for c, h in handlers().items()]
    refusal = ""
    try:
        _check(winner, loser, by)
    except NotPossible as problem:
        refusal = str(problem)
    return Preview([one for one in moves if one[1]], _filled(winner, loser), refusal)


@transaction.atomic
def merge(*, winner: Person, loser: Person, by: Person | None, at: datetime) -> Merge:
    """Everything that names `loser` names `winner` from now on; the loser stays as a tombstone.

    Empty fields are filled; the earlier first day counts; of two log-ins the winner's stays open.
    Writes every table that names a person, by the handlers of the merge socket. Raises
    NotPossible where memberships overlap or `by` may not.
    """
    pks = sorted([winner.pk, loser.pk])
    locked = {
        one.pk: one
        for one in Person.objects.select_for_update(no_key=True).filter(pk__in=pks).order_by("pk")
    }
    winner, loser = locked[winner.pk], locked[loser.pk]
    _check(winner, loser, by)
    moved: dict[str, Any] = {"letters": _quiet(winner, loser), "columns": {}}
    for column, handler in handlers().items():
        ids = handler.move(winner=winner, loser=loser, by=by, at=at)
        if ids:
            moved["columns"][column] = ids
    # A handler may have changed the rows themselves.
    winner.refresh_from_db()
    loser.refresh_from_db()
    if winner.mail_via_id == loser.pk:
        moved["mail_via"] = loser.pk
        winner.mail_via = None
    moved["user"] = _log_in(winner, loser)
    moved["fields"] = _fill(winner, loser)
    loser.merged_into, loser.search_text = winner, ""
    loser.save()
    derive(winner, audiences(winner))
    winner.save()
    return Merge.objects.create(winner=winner, loser=loser, moved=moved, merged_by=by, merged_at=at)


@transaction.atomic
def undo(*, merge: Merge, by: Person | None, at: datetime) -> None:
    """Two again: what moved goes back, fields get back what stood there unless changed since.

    Answers that were cancelled as spare stay cancelled: their seats may be others' by now.
    Raises NotPossible where one of the two was merged again since.
    """
    row = Merge.objects.select_for_update(no_key=True).get(pk=merge.pk)
    winner = Person.objects.select_for_update(no_key=True).get(pk=row.winner_id)
    loser = Person.objects.select_for_update(no_key=True).get(pk=row.loser_id)
    later = Merge.objects.filter(pk__gt=row.pk, undone_at=None)
    if row.undone_at or later.filter(winner=winner).exists() or later.filter(loser=winner).exists():
        raise NotPossible(_("One of the two was merged again since: undo that one first."))
    loser.merged_into = None
    _fields_back(winner, row.moved["fields"])
    if row.moved.get("mail_via"):
        winner.mail_via = loser
    _log_in_back(winner, loser, row.moved["user"])
    winner.save()
    loser.save()
    for column, ids in row.moved["columns"].items():
        handler = handlers().get(column)
        if handler:
            handler.back(ids, winner=winner, loser=loser)
    Email.objects.filter(pk__in=row.moved["letters"], person=loser).update(for_letters=True)
    for person in (winner, loser):
        person.refresh_from_db()
        derive(person, audiences(person))
        person.save(update_fields=["sort_name", "search_text"])
    row.undone_by, row.undone_at = by, at
    row.save(update_fields=["undone_by", "undone_at"])


@transaction.atomic
def say_two(*, one: Person, other: Person, by: Person | None, at: datetime) -> None:
    """These two are not the same: they are no longer proposed. Writes NotTheSame."""
    first, second = sorted((one, other), key=lambda person: person.pk)
    if first.pk != second.pk:
        NotTheSame.objects.get_or_create(
            first=first, second=second, defaults={"said_by": by, "said_at": at}
        )


def _check(winner: Person, loser: Person, by: Person | None) -> None:
    if winner.pk == loser.pk:
        raise NotPossible(_("These are the same row already."))
    if winner.merged_into_id or loser.merged_into_id:
        raise NotPossible(_("One of the two was merged into somebody else already."))
    for person in (winner, loser):
        # Whoever takes over somebody's addresses and seats takes over their rights.
        if by is not None and not (by.user and by.user.has_perm("members.change_email", person)):
            words = _("{name} holds more rights than you: somebody else must do this.")
            raise NotPossible(words.format(name=person.name))
    overlap = _overlap(winner, loser)
    if overlap:
        words = _("Both have a membership from {day} on: take one of the two back first.")
        raise NotPossible(words.format(day=overlap))


def _overlap(winner: Person, loser: Person) -> date | None:
    """The first day of a period of the loser that meets one of the winner."""
    own = Membership.objects.filter(person=winner, voided_on=None).values_list("period", flat=True)
    for period in own:
        met = Membership.objects.filter(person=loser, voided_on=None, period__overlap=period)
        found = met.order_by("period__startswith").first()
        if found is not None:
            return max(found.period.lower, period.lower)
    return None


def _quiet(winner: Person, loser: Person) -> list[int]:
    """At most one address takes the letters: the winner's, where there is one."""
    if not Email.objects.filter(person=winner, for_letters=True).exists():
        return []
    mine = Email.objects.filter(person=loser, for_letters=True)
    ids = list(mine.values_list("pk", flat=True))
    mine.update(for_letters=False)
    return ids


def _filled(winner: Person, loser: Person) -> dict[str, tuple[Any, Any]]:
    """Column -> (before, after) of the winner."""
    found = {
        name: (getattr(winner, name), getattr(loser, name))
        for name in FILLED
        if getattr(loser, name) and not getattr(winner, name)
    }
    days = [day for day in (winner.joined_on, loser.joined_on) if day]
    if days and winner.joined_on != min(days):
        found["joined_on"] = (winner.joined_on, min(days))
    notes = [*winner.extra.get("notes", []), *loser.extra.get("notes", [])]
    extra = loser.extra | winner.extra | ({"notes": notes} if notes else {})
    if extra != winner.extra:
        found["extra"] = (winner.extra, extra)
    return found


def _fill(winner: Person, loser: Person) -> dict[str, list[Any]]:
    changed = _filled(winner, loser)
    for name, (_before, after) in changed.items():
        setattr(winner, name, after)
    return {name: [_plain(one) for one in pair] for name, pair in changed.items()}


def _fields_back(winner: Person, fields: dict[str, list[Any]]) -> None:
    for name, pair in fields.items():
        before, after = (date.fromisoformat(v) if name in DAYS and v else v for v in pair)
        if getattr(winner, name) == after:
            setattr(winner, name, before)


def _log_in(winner: Person, loser: Person) -> dict[str, int]:
    """The loser's log-in opens the winner, or is closed where the winner has one."""
    if loser.user_id is None:
        return {}
    if winner.user_id is None:
        user, loser.user = loser.user, None
        loser.save(update_fields=["user"])
        winner.user = user
        return {"moved": user.pk} if user else {}
    User.objects.filter(pk=loser.user_id).update(is_active=False)
    return {"closed": loser.user_id}


def _log_in_back(winner: Person, loser: Person, kept: dict[str, int]) -> None:
    if kept.get("moved") and winner.user_id == kept["moved"]:
        user, winner.user = winner.user, None
        winner.save(update_fields=["user"])
        loser.user = user
    if kept.get("closed"):
        User.objects.filter(pk=kept["closed"]).update(is_active=True)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value

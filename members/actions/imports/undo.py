"""A whole batch taken back: what it made goes, what it changed is as before."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.apps import apps
from django.db import models, transaction
from django.utils.translation import gettext as _

from kit.turns import take_turns
from members.actions.imports.accept import CHUNK, TURN, Progress
from members.actions.imports.write import COLUMNS
from members.actions.people import derive
from members.models import (
    Death,
    Email,
    ImportBatch,
    ImportedPerson,
    Membership,
    Person,
    Plan,
    Visibility,
)
from members.rules import NotPossible
from outbox.models import Suppression

DAYS = ("joined_on",)
# What belongs to a person and goes with them, or is the import's own.
OWN = {"members.Email.person", "members.Visibility.person", "members.ImportedPerson.person",
       "members.Membership.person", "members.Person.mail_via",
       "members.Death.person"}  # fmt: skip


@transaction.atomic
def undo(
    *,
    batch: ImportBatch,
    by: Person | None,
    at: datetime,
    progress: Progress = lambda rows: None,
) -> int:
    """Undo an import, all or nothing; gives the number of people concerned.

    New people, addresses, periods and plans are deleted; changed columns get back what stood
    there, unless somebody has changed them since. Addresses are stopped and released as before.
    Raises NotPossible where somebody relies on it by now: a later import, a payment, an answer.
    """
    take_turns(TURN)
    row = ImportBatch.objects.select_for_update(no_key=True).get(pk=batch.pk)
    if row.undone_at:
        raise NotPossible(_("This import is undone already."))
    lines = ImportedPerson.objects.filter(batch=row)
    count = lines.count()
    _refuse_used(row, lines)
    _take_back(lines, progress)
    _besides(row, at)
    row.undone_by, row.undone_at = by, at
    row.save(update_fields=["undone_by", "undone_at"])
    lines.delete()
    return count


def _refuse_used(batch: ImportBatch, lines: models.QuerySet[ImportedPerson]) -> None:
    """Whoever came with the file and is needed elsewhere by now is named."""
    later = ImportedPerson.objects.filter(batch_id__gt=batch.pk, batch__undone_at=None)
    if later.filter(person__in=lines.values("person")).exists():
        raise NotPossible(_("A later import has changed these people: undo that one first."))
    new = lines.filter(created=True).values("person")
    made = [pk for pks in lines.exclude(memberships=[]).values_list("memberships", flat=True)
            for pk in pks]  # fmt: skip
    used = set(Person.objects.filter(pk__in=new, user__isnull=False)[:5])
    used |= set(_used_people(new))
    periods = set(Membership.objects.filter(person__in=new).exclude(pk__in=made)[:5])
    periods |= set(_used_periods(made))
    used |= {membership.person for membership in periods}
    if used:
        names = ", ".join(sorted(person.name for person in used)[:5])
        words = _("Not undone: since then something was recorded about {names}.")
        raise NotPossible(words.format(names=names))


def references(to: type[models.Model]) -> Iterable[tuple[type[models.Model], Any]]:
    """(table, column) of every foreign key to `to`, history aside."""
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if field.related_model is to and not hasattr(model, "pgh_id"):
                yield model, field


def _used_people(new: Any) -> Iterable[Person]:
    for model, field in references(Person):
        if f"{model._meta.label}.{field.name}" in OWN:
            continue
        used = model._default_manager.filter(**{f"{field.name}__in": new})
        yield from Person.objects.filter(pk__in=used.values(field.name)[:5])


def _used_periods(made: list[int]) -> Iterable[Membership]:
    if made:
        for model, field in references(Membership):
            used = model._default_manager.filter(**{f"{field.name}__in": made})
            yield from Membership.objects.filter(pk__in=used.values(field.name)[:5])


def _take_back(lines: models.QuerySet[ImportedPerson], progress: Progress) -> None:
    done, last = 0, 0
    while chunk := list(lines.filter(pk__gt=last).order_by("pk")[:CHUNK]):
        last, done = chunk[-1].pk, done + len(chunk)
        memberships = [pk for line in chunk for pk in line.memberships]
        Membership.objects.filter(pk__in=memberships)._raw_delete("default")
        Email.objects.filter(pk__in=[pk for line in chunk for pk in line.emails]).delete()
        _restore([line for line in chunk if line.fields])
        progress(done)
    new = list(lines.filter(created=True).values_list("person_id", flat=True))
    lines.filter(created=True)._raw_delete("default")
    for start in range(0, len(new), CHUNK):
        mine = new[start : start + CHUNK]
        Person.objects.filter(mail_via__in=mine).update(mail_via=None)
        Email.objects.filter(person__in=mine).delete()
        Visibility.objects.filter(person__in=mine).delete()
        Death.objects.filter(person__in=mine).delete()
        Person.objects.filter(pk__in=mine)._raw_delete("default")


def _restore(lines: list[ImportedPerson]) -> None:
    people = Person.objects.in_bulk([line.person_id for line in lines])
    chosen: dict[int, dict[str, str]] = {pk: {} for pk in people}
    for pk, name, audience in Visibility.objects.filter(person__in=people).values_list(
        "person_id", "field", "audience"
    ):
        chosen[pk][name] = audience
    for line in lines:
        person = people[line.person_id]
        for name, pair in line.fields.items():
            before, after = (_value(name, one) for one in pair)
            if getattr(person, name) == after:
                setattr(person, name, before)
        derive(person, chosen[person.pk])
    Person.objects.bulk_create(
        people.values(), update_conflicts=True, unique_fields=["id"], update_fields=COLUMNS
    )


def _value(name: str, kept: Any) -> Any:
    return date.fromisoformat(kept) if name in DAYS and kept else kept


def _besides(batch: ImportBatch, at: datetime) -> None:
    reason, kept = Suppression.Reason.IMPORT, batch.besides
    stopped = Suppression.objects.filter(address__in=kept.get("stopped", []), category="")
    stopped.filter(reason=reason).delete()
    Suppression.objects.bulk_create(
        [
            Suppression(address=one, category="", reason=reason, created_at=at)
            for one in kept.get("lifted", [])
        ],
        ignore_conflicts=True,
    )
    plans = Plan.objects.filter(pk__in=kept.get("plans", []))
    plans.filter(memberships=None, applications=None).delete()

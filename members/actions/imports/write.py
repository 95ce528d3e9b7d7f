"""What rows come to, written set by set; and a line of each for undoing."""

from datetime import date, datetime
from typing import Any

from kit.copying import copy_in
from kit.text import fold
from members.actions.imports.take import PERSON_FIELDS, Done
from members.models import Death, ImportBatch, ImportedPerson, Membership, Person, Plan
from outbox.models import Suppression

# Columns of a person that an import may write.
COLUMNS = (
    "name", "sort_name", "search_text", "extra", "mail_via", *PERSON_FIELDS.values(),
)  # fmt: skip


def write(batch: ImportBatch, found: list[Done], at: datetime) -> None:
    """Write these. Changes Plan, Person, Email, Membership, Suppression, ImportedPerson."""
    memberships = [made for done in found for made in done.memberships]
    emails = [made for done in found for made in done.emails]
    _plans(batch, memberships)
    copy_in([done.person for done in found if done.created])
    # One INSERT ... ON CONFLICT DO UPDATE: an UPDATE with a CASE per row takes minutes.
    Person.objects.bulk_create(
        [done.person for done in found if done.fields and not done.created],
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=COLUMNS,
    )
    copy_in(emails)
    _deaths(found)
    copy_in(memberships)
    _letters(batch, found, at)
    copy_in([_line(batch, done) for done in found])


def _deaths(found: list[Done]) -> None:
    """Known since the day itself, as periods are known since they began."""
    dead = [(done.person, done.person.deceased_on) for done in found if done.created]
    Death.objects.bulk_create(
        [Death(person=one, died_on=day, recorded_on=day) for one, day in dead if day]
    )


def _line(batch: ImportBatch, done: Done) -> ImportedPerson:
    kept = {} if done.created else done.fields
    return ImportedPerson(
        batch=batch,
        person=done.person,
        row=done.row.number,
        created=done.created,
        fields={name: [_plain(one) for one in pair] for name, pair in kept.items()},
        emails=[email.pk for email in done.emails],
        memberships=[made.pk for made in done.memberships],
    )


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _plans(batch: ImportBatch, memberships: list[Membership]) -> None:
    new = {fold(made.plan.name): made.plan for made in memberships if made.plan.pk is None}
    if new:
        Plan.objects.bulk_create(new.values())
        batch.besides.setdefault("plans", []).extend(plan.pk for plan in new.values())
    for made in memberships:
        # The plan was made after the membership took it; the column is filled from it anew.
        made.plan = made.plan


def _letters(batch: ImportBatch, found: list[Done], at: datetime) -> None:
    """Stop and release addresses, and remember which."""
    reason = Suppression.Reason.IMPORT
    stop = [address for done in found for address in done.stop]
    lift = [address for done in found for address in done.lift]
    if lift:
        Suppression.objects.filter(address__in=lift, category="", reason=reason).delete()
        batch.besides.setdefault("lifted", []).extend(lift)
    if stop:
        Suppression.objects.bulk_create(
            [Suppression(address=one, category="", reason=reason, created_at=at) for one in stop],
            ignore_conflicts=True,
        )
        batch.besides.setdefault("stopped", []).extend(stop)

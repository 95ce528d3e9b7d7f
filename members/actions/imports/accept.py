"""The import itself: rows in, people and memberships out, in one transaction."""

import hashlib
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kit.text import fold
from members.actions.imports.known import Known, read_known
from members.actions.imports.periods import Unfitting, new_membership
from members.actions.people import derive
from members.imports import Field, Problem, Row, Table, read_members
from members.models import Email, ImportBatch, Membership, Person, Plan
from outbox.models import Suppression
from outbox.queries import letterhead, local_day

PERSON_FIELDS = {
    Field.KNOWN_AS: "known_as",
    Field.PHONE: "phone",
    Field.EMPLOYER: "employer",
    Field.CITY: "city",
    Field.SKILLS: "skills",
    Field.HEADLINE: "headline",
    Field.POSTAL: "postal_address",
    Field.JOINED: "joined_on",
}
FLAGS = (Field.OPTED_OUT, Field.ARCHIVED, Field.UNDELIVERABLE)
BATCH = 2000


@dataclass
class Result:
    """What an import did, counted in rows of the file; with errors nothing was written."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    errors: list[Problem] = field(default_factory=list)
    new_plans: list[str] = field(default_factory=list)


@dataclass
class Work:
    """What is to be written, collected row by row."""

    new_people: list[Person] = field(default_factory=list)
    changed: list[Person] = field(default_factory=list)
    emails: list[Email] = field(default_factory=list)
    memberships: list[Membership] = field(default_factory=list)
    stop: list[str] = field(default_factory=list)
    lift: list[str] = field(default_factory=list)


class _Rollback(Exception):
    """Leaves the transaction without writing."""


def import_members(
    *, raw: bytes, filename: str, by: Person | None, at: datetime, dry_run: bool = False
) -> Result:
    """Import a CSV or XLSX file of people, all or nothing; a dry run writes nothing.

    Writes Person, Email, Plan (new names, without dues), Membership, Suppression, ImportBatch.
    A missing column keeps what is on file, an empty cell clears it.
    """
    table = read_members(raw)
    result = Result()
    if table.problems:
        result.errors = sorted(table.problems, key=lambda problem: problem.row)
        return result
    try:
        with transaction.atomic():
            work = _work(table, result, at)
            if result.errors or dry_run:
                raise _Rollback
            _write(work, at)
            if result.created or result.updated:
                _remember(raw, filename, result, by, at)
    except _Rollback:
        return result
    return result


def _work(table: Table, result: Result, at: datetime) -> Work:
    known, work, today = read_known(table.rows), Work(), local_day(at)
    head = letterhead()
    currency = head.currency if head else "EUR"
    for row in table.rows:
        _take(row, known, work, result, table, today, currency)
    result.new_plans = [plan.name for plan in known.plans.values() if plan.pk is None]
    if table.problems:
        result.created = result.updated = result.unchanged = 0
        result.errors = sorted(table.problems, key=lambda problem: problem.row)
    return work


def _take(
    row: Row, known: Known, work: Work, result: Result, table: Table, today: date, currency: str
) -> None:
    if known.is_unclear(row):
        table.problem(
            row.number, Field.NAME, _("Several people without an address bear this name.")
        )
        return
    person = known.person(row)
    is_new = person is None
    if person is None:
        person = Person(name=row.name)
    before = len(work.memberships)
    changed = _fill(person, row, known)
    try:
        membership = new_membership(row, person, known, today=today, currency=currency)
    except Unfitting as problem:
        table.problem(row.number, problem.column, str(problem))
        return
    if membership is not None:
        work.memberships.append(membership)
        if person.joined_on is None:
            person.joined_on, changed = membership.period.lower, True
    stopped = _suppress(row, known, work)
    if is_new:
        work.new_people.append(person)
        if row.email:
            work.emails.append(
                Email(
                    person=person,
                    address=row.values[Field.EMAIL],
                    canonical=row.email,
                    for_letters=True,
                )
            )
        result.created += 1
        return
    if changed:
        work.changed.append(person)
    if changed or stopped or len(work.memberships) > before:
        result.updated += 1
    else:
        result.unchanged += 1


def _fill(person: Person, row: Row, known: Known) -> bool:
    """Put the row's values into the person; True if anything differs. Does not save."""
    wanted: dict[str, object] = {"name": row.name}
    for column, attribute in PERSON_FIELDS.items():
        if column in row.values:
            wanted[attribute] = row.values[column]
    if wanted.get("joined_on", "") is None and person.joined_on is not None:
        # The first day of membership is known from the periods; an empty cell does not undo it.
        del wanted["joined_on"]
    kept = {key: text for key, text in person.extra.items() if key not in row.extra}
    wanted["extra"] = kept | {key: text for key, text in row.extra.items() if text}
    changed = any(getattr(person, name) != value for name, value in wanted.items())
    for name, value in wanted.items():
        setattr(person, name, value)
    derive(person, known.audiences.get(person.pk, {}) if person.pk else {})
    return changed


def _suppress(row: Row, known: Known, work: Work) -> bool:
    """Opt-out, archived and undeliverable columns become a suppression; empty ones take it back."""
    flags = [row.values[column] for column in FLAGS if column in row.values]
    if Field.SUBSCRIBED in row.values:
        flags.append(not row.values[Field.SUBSCRIBED])
    if not row.email or not flags:
        return False
    if any(flags) and row.email not in known.suppressed:
        work.stop.append(row.email)
    elif not any(flags) and row.email in known.imported_stops:
        work.lift.append(row.email)
    else:
        return False
    return True


def _write(work: Work, at: datetime) -> None:
    plans = {fold(m.plan.name): m.plan for m in work.memberships if m.plan.pk is None}
    Plan.objects.bulk_create(plans.values())
    Person.objects.bulk_create(work.new_people, batch_size=BATCH)
    attributes = ["name", "sort_name", "search_text", "extra", *PERSON_FIELDS.values()]
    Person.objects.bulk_update(work.changed, attributes, batch_size=BATCH)
    Email.objects.bulk_create(work.emails, batch_size=BATCH)
    Membership.objects.bulk_create(work.memberships, batch_size=BATCH)
    Suppression.objects.filter(address__in=work.lift, category="", reason="import").delete()
    Suppression.objects.bulk_create(
        [Suppression(address=a, category="", reason="import", created_at=at) for a in work.stop],
        ignore_conflicts=True,
    )


def _remember(raw: bytes, filename: str, result: Result, by: Person | None, at: datetime) -> None:
    ImportBatch.objects.create(
        kind="members",
        filename=filename[:255],
        sha256=hashlib.sha256(raw).hexdigest(),
        counts={
            "created": result.created,
            "updated": result.updated,
            "unchanged": result.unchanged,
        },
        imported_by=by,
        imported_at=at,
    )

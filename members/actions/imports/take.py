"""One row after the other becomes what is to be written, or a question."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from kit.text import fold
from members.actions.imports.answers import KEEP, NEW, SKIP, TO_CONFIRM, Answers, Conflict, Result
from members.actions.imports.known import Known, via_key
from members.actions.imports.periods import Unfitting, Untold, new_membership
from members.actions.people import derive
from members.imports import Field, Row, Table
from members.models import Email, Membership, Person
from members.queries.likely import Newcomer, likely

PERSON_FIELDS = {
    Field.KNOWN_AS: "known_as",
    Field.PHONE: "phone",
    Field.EMPLOYER: "employer",
    Field.CITY: "city",
    Field.SKILLS: "skills",
    Field.HEADLINE: "headline",
    Field.POSTAL: "postal_address",
    Field.JOINED: "joined_on",
    Field.LANGUAGE: "language",
}
FLAGS = (Field.OPTED_OUT, Field.ARCHIVED, Field.UNDELIVERABLE)


@dataclass
class Done:
    """What one row comes to."""

    row: Row
    person: Person
    created: bool
    fields: dict[str, list[Any]] = field(default_factory=dict)
    emails: list[Email] = field(default_factory=list)
    memberships: list[Membership] = field(default_factory=list)
    stop: list[str] = field(default_factory=list)
    lift: list[str] = field(default_factory=list)
    via: str = ""

    @property
    def changed(self) -> bool:
        """Whether anything is to be written."""
        parts = (self.fields, self.emails, self.memberships, self.stop, self.lift, self.via)
        return self.created or any(parts)


class Doubt(Exception):
    """Somebody must say what this row is; or, without choices, it cannot be done."""

    def __init__(
        self, column: Field, message: str, choices: list[tuple[str, str]] | None = None
    ) -> None:
        super().__init__(message)
        self.column, self.choices = column, choices or []


@dataclass
class Taker:
    """Reads the rows of a file, chunk by chunk, against what is on file."""

    table: Table
    answers: Answers
    result: Result
    today: date
    currency: str
    by: Person | None
    # person -> row: no two rows are about one.
    taken: dict[int, int] = field(default_factory=dict)
    # row key -> key of who reads the letters, of rows that name one.
    via: dict[str, tuple[int, str]] = field(default_factory=dict)
    newcomers: dict[tuple[str, str], int] = field(default_factory=dict)

    def take(self, rows: list[Row], known: Known) -> list[Done]:
        """What these rows come to; doubts and problems go to the result and the table."""
        likely_ones = self._likely(rows, known) if self.answers.ask else {}
        found = []
        for row in rows:
            try:
                done = self._row(row, known, likely_ones.get(row.number, []))
            except Doubt as doubt:
                self._doubt(row, doubt)
            except Untold as problem:
                if not self.answers.ask:
                    self._doubt(row, Doubt(problem.column, str(problem)))
            except Unfitting as problem:
                keep = [(KEEP, _("Keep what is on file"))] if problem.keep else []
                self._doubt(row, Doubt(problem.column, str(problem), keep))
            else:
                found += [done] if done else []
        return found

    def _row(self, row: Row, known: Known, twins: list[tuple[str, str]]) -> Done | None:
        if known.is_erased(row):
            self.result.erased += 1
            self.result.unchanged += 1
            return None
        person = self._whom(row, known, twins)
        done = Done(row, person or Person(name=row.name), created=person is None)
        if person is None and row.uid:
            done.person.uid = row.uid
        self._once(row, done)
        done.fields = self._fill(done.person, row, known)
        self._death(done)
        self._addresses(done, known)
        self._via(done, known)
        self._membership(done, known)
        self._suppress(done, known)
        self._count(done)
        return done if done.changed else None

    def _whom(self, row: Row, known: Known, twins: list[tuple[str, str]]) -> Person | None:
        said = self.answers.rows.get(row.number, "")
        if said.isdecimal() and int(said) in known.by_pk:
            return known.by_pk[int(said)]
        found = known.people(row)
        if len(found) == 1 and said != NEW:
            return found[0]
        if said == NEW:
            return None
        if found:
            words = _("Several people without an address bear this name.")
            raise Doubt(Field.NAME, words, [_choice(one) for one in found] + [_new()])
        if twins:
            words = _("Somebody on file or in the file may be the same person.")
            raise Doubt(Field.NAME, words, [*twins, _new()])
        return None

    def _once(self, row: Row, done: Done) -> None:
        if done.person.pk is None:
            return
        before = self.taken.setdefault(done.person.pk, row.number)
        if before != row.number:
            words = _("Row {row} is about the same person.")
            raise Doubt(Field.NAME, words.format(row=before))

    def _fill(self, person: Person, row: Row, known: Known) -> dict[str, list[Any]]:
        """Put the row's values into the person; column -> [before, after]. Does not save."""
        wanted: dict[str, Any] = {"name": row.name}
        for column, attribute in PERSON_FIELDS.items():
            if column in row.values:
                wanted[attribute] = row.values[column]
        if wanted.get("joined_on", "") is None and person.joined_on is not None:
            # The first day of membership is known from the periods; an empty cell does not undo it.
            del wanted["joined_on"]
        kept = {key: text for key, text in person.extra.items() if key not in row.extra}
        wanted["extra"] = kept | {key: text for key, text in row.extra.items() if text}
        # A file only ever adds notes: what somebody wrote since stays.
        notes = person.extra.get("notes", [])
        told = [note for note in row.values.get(Field.NOTES, []) if note not in notes]
        if told:
            wanted["extra"]["notes"] = [*notes, *told]
        changed = {
            name: [getattr(person, name), value]
            for name, value in wanted.items()
            if getattr(person, name) != value
        }
        for name, (_before, value) in changed.items():
            setattr(person, name, value)
        derive(person, known.audiences.get(person.pk, {}) if person.pk else {})
        return changed

    def _addresses(self, done: Done, known: Known) -> None:
        has_one = done.person.pk in known.with_letters
        for canonical, written in done.row.addresses.items():
            holder = known.by_key.get(canonical)
            if holder is not None and holder is done.person:
                continue
            if holder is not None:
                words = _("The address {address} belongs to {name}.")
                told = words.format(address=written, name=holder.name)
                raise Doubt(Field.EMAIL, told, [_choice(holder)])
            if not self._may_write_to(done.person):
                words = _("You cannot add an address to {name}, who holds more rights than you.")
                raise Doubt(Field.EMAIL, words.format(name=done.person.name))
            done.emails.append(
                Email(
                    person=done.person, address=written, canonical=canonical,
                    for_letters=not has_one,
                )
            )  # fmt: skip
            has_one = True

    def _death(self, done: Done) -> None:
        """A death comes with somebody new; of somebody on file it is recorded on their page."""
        died = done.row.values.get(Field.DECEASED)
        if died and died > self.today:
            raise Doubt(Field.DECEASED, _("The day lies ahead."))
        if died and done.created:
            done.person.deceased_on = died
        elif died and done.person.deceased_on != died:
            raise Doubt(Field.DECEASED, _("Record this death on the person's own page."))

    def _may_write_to(self, person: Person) -> bool:
        """Whoever adds an address can have a log-in code sent there: not to their betters."""
        if person.pk is None or self.by is None:
            return True
        user = self.by.user
        return user is not None and user.has_perm("members.add_email", person)

    def _via(self, done: Done, known: Known) -> None:
        """Whom the letters go to: now, where that person is on file, else after all rows."""
        row = done.row
        if Field.MAIL_VIA not in row.values:
            return
        key = via_key(row)
        target = known.by_key.get(key)
        if key:
            self.via |= dict.fromkeys(row.keys, (row.number, key))
        if target is done.person or key in row.keys:
            raise Doubt(Field.MAIL_VIA, _("Nobody's letters go to themselves by way of others."))
        if key and target is None:
            done.via = key
        elif done.person.mail_via_id != (target.pk if target else None):
            done.fields["mail_via_id"] = [done.person.mail_via_id, target.pk if target else None]
            done.person.mail_via = target

    def _membership(self, done: Done, known: Known) -> None:
        row, plans = done.row, set(known.plans)
        if self.answers.rows.get(row.number) == KEEP:
            return
        self._tell_plan(row, known)
        made = new_membership(
            row, done.person, known, today=self.today, currency=self.currency,
            lengths=self.answers.plans,
        )  # fmt: skip
        if made is None:
            return
        done.memberships.append(made)
        if done.person.joined_on is None:
            done.fields["joined_on"] = [None, made.period.lower]
            done.person.joined_on = made.period.lower
        self.result.new_plans += [known.plans[key].name for key in known.plans.keys() - plans]

    def _tell_plan(self, row: Row, known: Known) -> None:
        """Note a plan whose length nobody has told."""
        name = row.values.get(Field.PLAN) or ""
        key = plan_key(name)
        plan = known.plans.get(key)
        if not self.answers.ask or not name or (plan is not None and plan.pk is not None):
            return
        told = self.result.plans_to_tell.setdefault(
            key, {"name": name, "count": 0, "said": key in self.answers.plans, "open": False}
        )
        told["count"] += 1
        if row.values.get(Field.END) is None:
            told["open"] = True

    def _suppress(self, done: Done, known: Known) -> None:
        """Opt-out, archived, undeliverable become a suppression; empty ones take it back."""
        values = done.row.values
        flags = [values[column] for column in FLAGS if column in values]
        if Field.SUBSCRIBED in values:
            flags.append(not values[Field.SUBSCRIBED])
        if not flags:
            return
        for address in done.row.addresses:
            if any(flags) and address not in known.suppressed:
                done.stop.append(address)
            elif not any(flags) and address in known.imported_stops:
                done.lift.append(address)

    def _count(self, done: Done) -> None:
        if done.created:
            self.result.created += 1
            self.newcomers[_same(done.row)] = done.row.number
        elif done.changed:
            self.result.updated += 1
        else:
            self.result.unchanged += 1
            return
        self.result.note(
            done.row.number, "create" if done.created else "update", done.row.name,
            {} if done.created else _shown(done),
        )  # fmt: skip
        for made in done.memberships:
            last = made.period.upper
            if last is not None and len(self.result.paid) < TO_CONFIRM:
                day = str(last - timedelta(days=1))
                told = (done.row.number, done.row.name, made.plan.name, day)
                self.result.paid.append(told)

    def _likely(self, rows: list[Row], known: Known) -> dict[int, list[tuple[str, str]]]:
        """Row -> choices, of rows that would make somebody new who may be known."""
        new = {
            row.number: Newcomer(row.name, row.values.get(Field.EMPLOYER) or "",
                                 tuple(row.addresses))
            for row in rows
            if not known.people(row) and not self.answers.rows.get(row.number)
        }  # fmt: skip
        found = likely(new.values())
        choices: dict[int, list[tuple[str, str]]] = defaultdict(list)
        by_number = {row.number: row for row in rows}
        for number, newcomer in new.items():
            choices[number] = [_choice(one, why) for one, why in found.get(newcomer, [])]
            key = _same(by_number[number])
            before = self.newcomers.setdefault(key, number) if key[1] else number
            if before != number:
                words = _("Leave this row out: it is the person of row {row}")
                choices[number].append((SKIP, words.format(row=before)))
        return choices

    def _doubt(self, row: Row, doubt: Doubt) -> None:
        if not self.answers.ask:
            self.table.problem(row.number, doubt.column, str(doubt))
            return
        header = self.table.headers.get(doubt.column, doubt.column)
        skip = [] if (SKIP, "") in doubt.choices else [(SKIP, _("Leave this row out"))]
        choices = [one for one in doubt.choices if one[0] != SKIP] + (
            [one for one in doubt.choices if one[0] == SKIP] or skip
        )
        self.result.conflicts.append(Conflict(row.number, header, row.name, str(doubt), choices))


def plan_key(name: str) -> str:
    """How a plan is known."""
    return fold(name)


def _same(row: Row) -> tuple[str, str]:
    """Name and employer, folded."""
    return plan_key(row.name), plan_key(row.values.get(Field.EMPLOYER) or "")


def _choice(person: Person, why: str = "") -> tuple[str, str]:
    parts = [person.name, person.employer, person.city, why]
    told = " · ".join(part for part in parts if part)
    return str(person.pk), _("The same as {who}").format(who=told)


def _new() -> tuple[str, str]:
    return NEW, _("Somebody else: bring in as a new person")


def _shown(done: Done) -> dict[str, list[str]]:
    """Column -> [before, after] in words, further fields one by one."""
    cells: dict[str, list[str]] = {}
    for name, (before, after) in done.fields.items():
        if name == "extra":
            for key in sorted(before.keys() | after.keys()):
                if before.get(key) != after.get(key):
                    cells[key] = [str(before.get(key, "")), str(after.get(key, ""))]
        elif name != "mail_via_id":
            cells[name] = [str(before or ""), str(after or "")]
    for email in done.emails:
        cells["email"] = ["", email.address]
    for made in done.memberships:
        cells["period_end"] = ["", str(made.period.upper or "")]
    if done.via or "mail_via_id" in done.fields:
        cells["mail_via"] = ["", done.row.values.get(Field.MAIL_VIA) or ""]
    for address in done.stop:
        cells["opted_out"] = ["", address]
    for address in done.lift:
        cells["opted_out"] = [address, ""]
    return cells

"""Which period a row of the file adds, if any."""

from collections.abc import Mapping
from datetime import date, timedelta

from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext as _

from kit.text import fold
from members.actions.imports.known import Known
from members.imports import Field, Row
from members.models import Membership, Person, Plan
from members.rules import add_months

DEFAULT_PLAN = "Member"
# Said of a plan that nobody has told the length of yet.
UNSAID = -1


class Unfitting(ValueError):
    """The dates of a row do not fit; `column` is the one to look at.

    `keep` says that leaving what is on file is an answer.
    """

    def __init__(self, column: Field, message: str, *, keep: bool = False) -> None:
        super().__init__(message)
        self.column, self.keep = column, keep


class Untold(Unfitting):
    """Nobody has said how long the plan lasts."""


def new_membership(
    row: Row,
    person: Person,
    known: Known,
    *,
    today: date,
    currency: str,
    lengths: Mapping[str, int | None],
) -> Membership | None:
    """The membership this row adds to what is on file, not yet saved; None if it adds nothing.

    Recorded as of its own start, silent for everything that was due before `today`. May add a
    plan (unsaved) to `known.plans`; `lengths` says how many months new plans last (by their
    folded name; None = without end). Raises Unfitting.
    """
    start, last_day = row.values.get(Field.START), row.values.get(Field.END)
    mine = known.memberships.get(person.pk, []) if person.pk else []
    if start is None and last_day is None and not _is_endless(row, known, lengths):
        if row.values.get(Field.PLAN) and not mine:
            raise Unfitting(
                Field.PLAN, _("A plan needs the day until which it is paid, or a start.")
            )
        return None
    plan = _plan(row, mine, known, currency, lengths)
    begins, ends = _period(row, plan, start, last_day)
    same = [membership for membership in mine if membership.period.upper == ends]
    if same and row.values.get(Field.PLAN) and same[0].plan.pk != plan.pk:
        words = _("On file this period is “{plan}”; the file says otherwise.")
        raise Unfitting(Field.PLAN, words.format(plan=same[0].plan.name), keep=True)
    if same:
        return None
    begins = _after(mine, begins, ends)
    return Membership(
        person=person,
        plan=plan,
        period=DateRange(begins, ends),
        dues_cents=plan.dues_cents,
        currency=plan.currency,
        grace_days=plan.grace_days,
        honorary=plan.honorary,
        recorded_on=min(begins, today),
        silent_until=today,
    )


def _is_endless(row: Row, known: Known, lengths: Mapping[str, int | None]) -> bool:
    key = fold(row.values.get(Field.PLAN) or "")
    plan = known.plans.get(key)
    months = plan.months if plan else lengths.get(key, UNSAID)
    return bool(key) and months is None and bool(row.values.get(Field.JOINED))


def _plan(
    row: Row,
    mine: list[Membership],
    known: Known,
    currency: str,
    lengths: Mapping[str, int | None],
) -> Plan:
    name = row.values.get(Field.PLAN) or ""
    if not name and mine:
        return mine[-1].plan
    if not name:
        if len(known.plans) == 1:
            return next(iter(known.plans.values()))
        name = DEFAULT_PLAN
    key = fold(name)
    if key not in known.plans:
        if key not in lengths and row.values.get(Field.END) is None:
            words = _("The plan “{plan}” is not on file: say how long it lasts, or give its end.")
            raise Untold(Field.PLAN, words.format(plan=name))
        made = Plan(name=name, months=lengths.get(key, 12), currency=currency)
        known.plans[key] = made
    return known.plans[key]


def _period(
    row: Row, plan: Plan, start: date | None, last_day: date | None
) -> tuple[date, date | None]:
    """Half-open; a missing start lies the plan's months before the end, and the other way round."""
    ends = last_day + timedelta(days=1) if last_day else None
    joined = row.values.get(Field.JOINED)
    if start is None and ends is not None:
        start = add_months(ends, -(plan.months or 12))
        if joined and start < joined < ends:
            start = joined
    begins = start or joined
    if begins is None:
        raise Unfitting(Field.START, _("The start is missing."))
    if ends is None and plan.months is not None:
        ends = add_months(begins, plan.months)
    if ends is not None and ends <= begins:
        raise Unfitting(Field.END, _("The end lies before the start."))
    return begins, ends


def _after(mine: list[Membership], begins: date, ends: date | None) -> date:
    """Where the new period begins so that it follows what is on file."""
    last = mine[-1].period.upper if mine else None
    if mine and (last is None or (ends is not None and ends < last)):
        until = (
            _("without end")
            if last is None
            else _("until {day}").format(day=last - timedelta(days=1))
        )
        raise Unfitting(
            Field.END,
            _("On file this membership runs {until}; the file says less.").format(until=until),
            keep=True,
        )
    return max(begins, last) if last else begins

"""Filling seats and emptying them: the only writer of terms.

Days are the association's; periods are half-open. Everything is recorded in history.
"""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kit.queries import value
from members.models import Person
from roles import rules
from roles.actions.errors import LastAppointer, SeatTaken, TermLimit, TermRefused
from roles.models import Seat, Term
from roles.queries.endings import terms_in_row
from roles.queries.rights import can_appoint, fallback_terms, permissions_of

SYSTEM = "system"


@transaction.atomic
def appoint(
    *,
    seat: Seat,
    person: Person,
    period: DateRange,
    kind: str = Term.Kind.APPOINTED,
    by: Person | None,
    at: datetime,
    via: str = "",
    beyond_limit: bool = False,
) -> Term:
    """Put a person into a seat for a half-open period.

    `by` is empty only where `via` names what acts (setup, operator, system). A holdover of the
    seat ends where the new term begins. Raises SeatTaken, TermRefused, and TermLimit unless
    `beyond_limit` says that the limit was seen. Changes terms.
    """
    _lock(seat)
    _check_person(person, seat, period)
    if kind in (Term.Kind.ELECTED, Term.Kind.APPOINTED) and not beyond_limit:
        _check_limit(person, seat, period.lower)
    if kind in Term.FILLING:
        _end_holdovers(seat, period.lower, by, at)
    _check_free(seat, period, kind)
    return Term.objects.create(
        seat=seat, person=person, period=period, kind=kind,
        appointed_by=by, appointed_at=at, via=via,
    )  # fmt: skip


def act_for(
    *, seat: Seat, person: Person, period: DateRange, by: Person | None, at: datetime, via: str = ""
) -> Term:
    """Let a person stand in beside the holder, with the seat's rights. Raises as `appoint`."""
    return appoint(
        seat=seat, person=person, period=period, kind=Term.Kind.ACTING, by=by, at=at, via=via
    )


def shadow(
    *, seat: Seat, person: Person, period: DateRange, by: Person | None, at: datetime, via: str = ""
) -> Term:
    """Let a person look on, reading only. Raises as `appoint`."""
    return appoint(
        seat=seat, person=person, period=period, kind=Term.Kind.SHADOW, by=by, at=at, via=via
    )


def hold_over(*, term: Term, until: date, by: Person | None, at: datetime, via: str = "") -> Term:
    """Keep the holder in the seat after the term, up to and without the day `until`.

    Raises SeatTaken where a successor stands in that time, TermRefused for a day before the end.
    """
    if until <= term.period.upper:
        raise TermRefused(
            _("The term runs to %(day)s anyway. Choose a later day.") % {"day": last_day(term)}
        )
    return appoint(
        seat=term.seat, person=term.person, period=DateRange(term.period.upper, until),
        kind=Term.Kind.HOLDOVER, by=by, at=at, via=via,
    )  # fmt: skip


@transaction.atomic
def end_early(
    *, term: Term, ends_on: date, reason: str, by: Person | None, at: datetime
) -> Term | None:
    """End a term: `ends_on` is the first day without it. A term that never began is voided.

    Raises LastAppointer where nobody could appoint afterwards, TermRefused without a reason or
    for a day past the end. Changes the term.
    """
    _lock(term.seat)
    term = Term.objects.select_related("seat__role", "person").get(pk=term.pk)
    if not reason.strip():
        raise TermRefused(_("Say in a few words why the term ends early."))
    if ends_on >= term.period.upper:
        raise TermRefused(
            _("The term ends by itself after %(day)s. Choose an earlier day.")
            % {"day": last_day(term)}
        )
    _check_somebody_left(term, max(ends_on, term.period.lower))
    term.end_reason = reason.strip()
    if ends_on <= term.period.lower:
        _void(term, by, at)
        return None
    term.period = DateRange(term.period.lower, ends_on)
    term.save(update_fields=["period", "end_reason"])
    return term


@transaction.atomic
def keep(*, today: date, at: datetime) -> int:
    """Where nobody can appoint any more, write down that the last holder holds over.

    The rights are kept by the backend anyway; this makes it visible and gives it an end. Returns
    the number of holdovers made: 0 or 1. A second run adds nothing.
    """
    last = fallback_terms(today).select_related("seat").first()
    if last is None:
        return 0
    _lock(last.seat)
    if fallback_terms(today).first() is None:
        return 0
    until = today + timedelta(days=value(rules.HOLDOVER_DAYS))
    period = _free_part(last, today, until)
    if period is None:
        return 0
    appoint(
        seat=last.seat, person=last.person, period=period, kind=Term.Kind.HOLDOVER,
        by=None, at=at, via=SYSTEM,
    )  # fmt: skip
    return 1


def last_day(term: Term) -> str:
    """The last day of a term, written for a person."""
    return date_format(term.period.upper - timedelta(days=1))


def _lock(seat: Seat) -> None:
    Seat.objects.select_for_update(no_key=True).get(pk=seat.pk)


def _check_person(person: Person, seat: Seat, period: DateRange) -> None:
    if not period.lower or not period.upper or period.lower >= period.upper:
        raise TermRefused(_("A term needs a first day and a later last day."))
    if person.deceased_on or person.merged_into_id:
        raise TermRefused(_("%(name)s cannot hold a seat.") % {"name": person.name})
    if seat.abolished_on and seat.abolished_on < period.upper:
        raise TermRefused(_("The seat %(seat)s no longer exists then.") % {"seat": seat})


def _check_limit(person: Person, seat: Seat, start: date) -> None:
    role = seat.role
    if rules.over_limit(terms_in_row(person, role, start), role.term_limit):
        raise TermLimit(
            _("That is one term more in a row than the %(limit)d this role allows.")
            % {"limit": role.term_limit}
        )


def _check_free(seat: Seat, period: DateRange, kind: str) -> None:
    if kind == Term.Kind.SHADOW:
        return
    kinds = Term.FILLING if kind in Term.FILLING else (Term.Kind.ACTING,)
    other = (
        Term.objects.filter(seat=seat, kind__in=kinds, period__overlap=period)
        .select_related("person")
        .first()
    )
    if other:
        raise SeatTaken(
            _(
                "%(name)s holds the seat %(seat)s until %(day)s."
                " Begin after that day, or end that term first."
            )
            % {"name": other.person.name, "seat": seat, "day": last_day(other)}
        )


def _end_holdovers(seat: Seat, start: date, by: Person | None, at: datetime) -> None:
    """A successor stands from `start`: nobody holds the seat over any longer.

    Where the new seat can appoint, what the system had to keep elsewhere ends as well.
    """
    held = Term.objects.filter(seat=seat)
    if rules.APPOINT in permissions_of(seat.role):
        held = held | Term.objects.filter(via=SYSTEM)
    for term in held.filter(kind=Term.Kind.HOLDOVER, period__endswith__gt=start):
        term.end_reason = str(_("a successor stands"))
        if term.period.lower >= start:
            _void(term, by, at)
        else:
            term.period = DateRange(term.period.lower, start)
            term.save(update_fields=["period", "end_reason"])


def _void(term: Term, by: Person | None, at: datetime) -> None:
    term.voided_at, term.voided_by = at, by
    term.save(update_fields=["voided_at", "voided_by", "end_reason"])


def _check_somebody_left(term: Term, day: date) -> None:
    able = can_appoint(day)
    if able.filter(pk=term.pk).exists() and not able.exclude(pk=term.pk).exists():
        raise LastAppointer(
            _("%(name)s is the last who can appoint people. Appoint a successor first.")
            % {"name": term.person.name}
        )


def _free_part(last: Term, today: date, until: date) -> DateRange | None:
    """The part of [end of `last`, until) around today that no other term of the seat fills."""
    start = last.period.upper
    others = Term.objects.filter(
        seat=last.seat, kind__in=Term.FILLING, period__overlap=DateRange(start, until)
    )
    for other in others:
        if other.period.lower <= today < other.period.upper:
            return None
        if other.period.upper <= today:
            start = max(start, other.period.upper)
        else:
            until = min(until, other.period.lower)
    return DateRange(start, until)

"""Elections from the first nomination to the terms.

A vote marks the voter and puts a ballot into the box in one transaction; neither row keeps a time
or names the other. The count writes all ballots anew in random order before anything is read.
"""

from collections.abc import Collection
from datetime import date, datetime

from dateutil.relativedelta import relativedelta
from django.db import connection, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import BigIntegerField, Value
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from members.models import Person
from members.queries import holders
from members.rules.grace import Right
from outbox.actions import letters
from outbox.queries import local_day
from roles.actions import terms
from roles.actions.errors import ElectionRefused, TermRefused
from roles.models import Election, Seat, Term
from roles.queries.elections import (
    UNDER_WAY,
    contests,
    letters_to_voters,
    recount,
    standing,
    turnout,
)

State = Election.State


@transaction.atomic
def begin(
    *, title: str, seats: Collection[Seat], starts_on: date, nominations_until: date,
    method: str = Election.Method.PLURALITY, by: Person | None, at: datetime,
) -> Election:  # fmt: skip
    """Open the nominations for these seats; terms will begin on `starts_on`.

    Raises ElectionRefused without a seat, for one that is gone by then or in another election
    under way, and for a last day of nominations in the past.
    """
    if not seats:
        raise ElectionRefused(_("Choose at least one seat."))
    if nominations_until < local_day(at):
        raise ElectionRefused(_("The last day of nominations has passed. Choose a later one."))
    for seat in Seat.objects.select_for_update(of=("self",), no_key=True).filter(
        pk__in=[one.pk for one in seats]
    ):
        if seat.abolished_on and seat.abolished_on <= starts_on:
            raise ElectionRefused(_("The seat %(seat)s no longer exists then.") % {"seat": seat})
        if seat.elections.filter(state__in=UNDER_WAY).exists():
            raise ElectionRefused(_("The seat %(seat)s is being elected.") % {"seat": seat})
    made = Election.objects.create(
        title=title, starts_on=starts_on, nominations_until=nominations_until, method=method,
        begun_by=by, begun_at=at,
    )  # fmt: skip
    made.seats.set(seats)
    return made


@transaction.atomic
def prolong(*, election: Election, until: date, by: Person | None, at: datetime) -> Election:
    """Take nominations until a later day, also again once the slate was published."""
    election = locked(election)
    _check_state(election, State.NOMINATING, State.SLATE)
    if until < local_day(at):
        raise ElectionRefused(_("The last day of nominations has passed. Choose a later one."))
    election.nominations_until, election.state = until, State.NOMINATING
    election.save(update_fields=["nominations_until", "state"])
    return election


@transaction.atomic
def publish_slate(*, election: Election, by: Person | None, at: datetime) -> Election:
    """Nominations are over: whoever said yes is a candidate.

    Raises ElectionRefused before the last day of nominations, and where nobody stands.
    """
    election = locked(election)
    _check_state(election, State.NOMINATING)
    if local_day(at) < election.nominations_until:
        raise ElectionRefused(
            _("Nominations run until %(day)s.") % {"day": date_format(election.nominations_until)}
        )
    if not standing(election.nominations.all()):
        raise ElectionRefused(_("Nobody stands yet. Let nominations run longer."))
    election.state = State.SLATE
    election.save(update_fields=["state"])
    return election


@transaction.atomic
def open_ballot(
    *, election: Election, record_on: date, closes_at: datetime, by: Person | None, at: datetime
) -> Election:
    """Write down everybody who had a vote on the record date, open the ballot, write to them.

    Raises ElectionRefused for a record date to come, an end in the past, and without any voter.
    """
    election = locked(election)
    _check_state(election, State.SLATE)
    if record_on > local_day(at):
        raise ElectionRefused(_("The record date lies ahead. Choose today or an earlier day."))
    if closes_at <= at:
        raise ElectionRefused(_("The ballot must end later than now."))
    if not standing(election.nominations.all()):
        raise ElectionRefused(_("Nobody stands yet. Let nominations run longer."))
    if not _write_voters(election, record_on):
        raise ElectionRefused(_("Nobody had a vote on that day."))
    election.record_on, election.closes_at = record_on, closes_at
    election.opened_at, election.state = at, State.OPEN
    election.save(update_fields=["record_on", "closes_at", "opened_at", "state"])
    kind = "election.ballot"
    rows = letters_to_voters(election, kind)
    letters.post_many(kind=kind, rows=rows, at=at, valid_until=closes_at, always=True)
    return election


@transaction.atomic
def close(*, election: Election, by: Person | None, at: datetime) -> Election:
    """End the ballot: write all ballots anew in random order, count them, keep and tell the result.

    Raises ElectionRefused before the time, unless everybody has voted.
    """
    election = locked(election)
    _check_state(election, State.OPEN)
    _shuffle()
    voters, voted = turnout(election)
    if election.closes_at and at < election.closes_at and voted < voters:
        raise ElectionRefused(_("The ballot is open until its end, or until everybody has voted."))
    tallies = recount(election)
    for row in standing(election.nominations.all()):
        row.votes = tallies[row.role_id].votes[row.pk]
        row.save(update_fields=["votes"])
    election.ballots, election.closed_at, election.state = voted, at, State.CLOSED
    election.save(update_fields=["ballots", "closed_at", "state"])
    kind = "election.result"
    letters.post_many(kind=kind, rows=letters_to_voters(election, kind), at=at)
    return election


@transaction.atomic
def appoint(*, election: Election, by: Person | None, at: datetime) -> list[Term]:
    """Put everybody who was elected into a seat, all or nobody. Seats that are tied, or for which
    nobody got a vote, stay as they are.

    Raises ElectionRefused before the count, a second time, and where a seat is not free.
    """
    election = locked(election)
    _check_state(election, State.CLOSED)
    if election.appointed_at:
        raise ElectionRefused(_("The terms of this election are made already."))
    made = []
    for contest in contests(election):
        for row, seat in zip(contest.elected, contest.seats, strict=False):
            row.term = _seated(election, seat, row.person, by, at)
            row.save(update_fields=["term"])
            made.append(row.term)
    election.appointed_at, election.appointed_by = at, by
    election.save(update_fields=["appointed_at", "appointed_by"])
    return made


@transaction.atomic
def stop(*, election: Election, reason: str, by: Person | None, at: datetime) -> Election:
    """Call the election off before its ballot opens. Raises ElectionRefused without a reason."""
    election = locked(election)
    _check_state(election, State.NOMINATING, State.SLATE)
    if not reason.strip():
        raise ElectionRefused(_("Say in a few words why it is called off."))
    election.state, election.stop_reason = State.STOPPED, reason.strip()
    election.save(update_fields=["state", "stop_reason"])
    return election


def locked(election: Election) -> Election:
    """The row as it is now, kept from other steps until the end of the transaction."""
    return Election.objects.select_for_update(no_key=True).get(pk=election.pk)


def _check_state(election: Election, *states: str) -> None:
    if election.state not in states:
        raise ElectionRefused(
            _("That is not possible any more, or not yet. The election stands at: %(state)s.")
            % {"state": election.get_state_display()}
        )


def _write_voters(election: Election, day: date) -> int:
    """One INSERT ... SELECT of everybody with a vote on the day; gives how many."""
    rows = holders(Right.VOTING, day).order_by("id")
    rows = rows.annotate(election_=Value(election.pk, output_field=BigIntegerField()))
    sql, params = rows.values_list("election_", "pk").query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO roles_voter (election_id, person_id) {sql}", params)
        return cursor.rowcount


def _shuffle() -> None:
    """Write every ballot of the box anew, in random order; waits for votes on their way."""
    connection.check_constraints()
    with connection.cursor() as cursor:
        cursor.execute("SELECT roles_shuffle_ballots()")


def _seated(
    election: Election, seat: Seat, person: Person, by: Person | None, at: datetime
) -> Term:
    months = relativedelta(months=seat.role.term_months)
    try:
        return terms.appoint(
            seat=seat, person=person, kind=Term.Kind.ELECTED, beyond_limit=True, by=by, at=at,
            period=DateRange(election.starts_on, election.starts_on + months),
            via="" if by else "operator",
        )  # fmt: skip
    except TermRefused as refused:
        raise ElectionRefused(str(refused)) from refused

"""A ballot goes into the box."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext as _

from members.models import Person
from roles.actions.errors import NoVote
from roles.models import Ballot, Election, Voter
from roles.queries.elections import as_rule, contests
from roles.rules import counting


@transaction.atomic
def vote(*, election: Election, person: Person, choices: Sequence[int], at: datetime) -> UUID:
    """Mark the voter and put the ballot in; gives the ballot's id, which is kept with nobody.

    `choices` are ids of nominations; none is an abstention. Raises NoVote where it does not
    count. Changes voters and ballots, and no history.
    """
    with connection.cursor() as cursor:
        # The count locks the box whole: this vote is in it, or sees that the ballot has ended.
        cursor.execute("LOCK TABLE roles_ballot IN ROW EXCLUSIVE MODE")
    now = Election.objects.get(pk=election.pk)
    if now.state != Election.State.OPEN or now.closes_at is None or now.closes_at <= at:
        raise NoVote(_("This ballot is not open."))
    rules = [as_rule(row.seats, row.nominations) for row in contests(now)]
    if not counting.is_valid(choices, rules, now.method):
        raise NoVote(_("There are too many crosses, or some for nobody who stands."))
    _mark(now, person)
    return Ballot.objects.create(election=now, choices=sorted(choices)).pk


def _mark(election: Election, person: Person) -> None:
    rows = Voter.objects.filter(election=election, person=person)
    if not rows.filter(has_voted=False).update(has_voted=True):
        if rows.exists():
            raise NoVote(_("You have voted already. A vote cannot be changed."))
        raise NoVote(_("You had no vote on the record date."))

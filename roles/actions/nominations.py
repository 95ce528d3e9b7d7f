"""People are put forward and say whether they stand."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from members.models import Person
from members.queries import address_for, is_member_on
from outbox.actions import letters
from outbox.queries import local_day
from roles import rules
from roles.actions.elections import locked
from roles.actions.errors import ElectionRefused
from roles.models import Election, Nomination, Role
from roles.queries.elections import may_be_nominated_in
from roles.queries.endings import terms_in_row

State = Nomination.State


@transaction.atomic
def nominate(
    *, election: Election, role: Role, person: Person, by: Person | None, at: datetime,
    statement: str = "",
) -> Nomination:  # fmt: skip
    """Put somebody forward; oneself stands at once, anybody else is asked by letter.

    Once more changes nothing, but oneself may say yes so. Raises ElectionRefused outside the
    nominations, for a post that is not elected, a nominee who is no member or past the term limit.
    """
    election = locked(election)
    _check(election, role, person, at)
    row, new = Nomination.objects.get_or_create(
        election=election, role=role, person=person,
        defaults={"nominated_by": by, "nominated_at": at},
    )  # fmt: skip
    if person == by and row.state != State.ACCEPTED:
        return answer(nomination=row, stands=True, statement=statement, by=by, at=at)
    if new:
        letters.post(
            kind="election.nomination", to=address_for(person), at=at, always=True,
            about={"person": person.pk, "nomination": row.pk}, dedupe_key=f"nomination:{row.pk}",
        )  # fmt: skip
    return row


@transaction.atomic
def answer(
    *, nomination: Nomination, stands: bool, statement: str = "", by: Person | None, at: datetime
) -> Nomination:
    """The nominee stands, with a few words to the voters, or does not.

    A yes, and other words, only while nominations are taken; a no until the ballot opens. Raises
    ElectionRefused.
    """
    election = locked(nomination.election)
    open_until_ballot = election.state in (Election.State.NOMINATING, Election.State.SLATE)
    if stands and not may_be_nominated_in(election, local_day(at)):
        raise ElectionRefused(_("Nominations are over."))
    if not stands and not open_until_ballot:
        raise ElectionRefused(_("The ballot is open: it is too late to step back."))
    nomination.state = State.ACCEPTED if stands else State.DECLINED
    nomination.statement = statement.strip() if stands else ""
    nomination.answered_at = at
    nomination.save(update_fields=["state", "statement", "answered_at"])
    return nomination


def _check(election: Election, role: Role, person: Person, at: datetime) -> None:
    today = local_day(at)
    if not may_be_nominated_in(election, today):
        raise ElectionRefused(_("Nominations are over."))
    if not election.seats.filter(role=role).exists():
        raise ElectionRefused(_("This election is not about that role."))
    if not is_member_on(person, today):
        raise ElectionRefused(_("Only current members can be nominated."))
    if rules.over_limit(terms_in_row(person, role, election.starts_on), role.term_limit):
        raise ElectionRefused(
            _("That is one term more in a row than the %(limit)d this role allows.")
            % {"limit": role.term_limit}
        )

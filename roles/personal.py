"""What the tables of this package know of a person, and what ends before somebody is erased."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from members.models import Person
from members.personal import (
    BLANK,
    PSEUDONYM,
    Refused,
    before_erasure,
    kept,
    refuse_if,
    register,
)
from outbox.queries import local_day
from roles.actions import terms
from roles.models import (
    Ballot,
    Election,
    HandoverLine,
    Nomination,
    Project,
    ProjectHelper,
    ProjectTask,
    Role,
    Seat,
    Term,
    Voter,
)
from roles.queries.rights import can_appoint, fallback_terms

HISTORY = gettext_lazy("Which seats of the board were filled when.")

ELECTED = gettext_lazy("Who was elected by how many votes, and how many voted.")


def register_all() -> None:
    """Fill the socket for every table of roles."""
    refuse_if(refuse_the_last_appointer)
    before_erasure(end_terms)
    register(
        Role,
        neutral="title body purpose duties term_months term_limit position size skills checklist"
        " call_minutes opens_door",
    )
    register(Role.groups.through, neutral="role group")
    register(Seat, neutral="role number abolished_on")
    register(
        Term, whose="person", person=PSEUDONYM, seat=kept(HISTORY), period=kept(HISTORY),
        kind=kept(HISTORY), appointed_by=PSEUDONYM, appointed_at=kept(HISTORY),
        voided_at=kept(HISTORY), voided_by=PSEUDONYM, end_reason=BLANK,
        neutral="via",
    )  # fmt: skip
    register(
        HandoverLine, holder=PSEUDONYM, checked_on=kept(HISTORY), written_at=kept(HISTORY),
        written_by=PSEUDONYM, closed_at=kept(HISTORY), closed_by=PSEUDONYM,
        neutral="seat kind title detail month due_on",
    )  # fmt: skip
    register(
        Project, whose="lead", lead=PSEUDONYM, title=kept(HISTORY), starts_on=kept(HISTORY),
        ends_on=kept(HISTORY), ended_on=kept(HISTORY), ended_by=PSEUDONYM,
        neutral="uid goal call hands state outcome",
    )  # fmt: skip
    register(
        ProjectHelper, whose="person", person=PSEUDONYM, project=kept(HISTORY),
        joined_at=kept(HISTORY), left_at=kept(HISTORY),
    )  # fmt: skip
    register(
        ProjectTask, whose="owner", owner=PSEUDONYM, title=kept(HISTORY), due_on=kept(HISTORY),
        done_at=kept(HISTORY), done_by=PSEUDONYM, neutral="project",
    )  # fmt: skip
    _register_elections()


def _register_elections() -> None:
    register(
        Election, begun_at=kept(ELECTED), begun_by=PSEUDONYM, appointed_at=kept(ELECTED),
        appointed_by=PSEUDONYM,
        neutral="uid title method starts_on nominations_until state record_on opened_at closes_at"
        " closed_at ballots stop_reason",
    )  # fmt: skip
    register(Election.seats.through, neutral="election seat")
    register(
        Nomination, whose="person", person=PSEUDONYM, election=kept(ELECTED), role=kept(ELECTED),
        state=kept(ELECTED), nominated_by=PSEUDONYM, nominated_at=kept(ELECTED),
        answered_at=kept(ELECTED), statement=BLANK, votes=kept(ELECTED), term=kept(ELECTED),
    )  # fmt: skip
    register(
        Voter, whose="person", person=PSEUDONYM, election=kept(ELECTED), has_voted=kept(ELECTED)
    )
    # Whose a ballot is, nothing on file says.
    register(Ballot, neutral="election choices")


def refuse_the_last_appointer(person: Person, at: datetime) -> None:
    """Raises Refused where nobody else could appoint anybody afterwards."""
    today = local_day(at)
    able = can_appoint(today)
    last = able.filter(person=person).exists() and not able.exclude(person=person).exists()
    holding_over = fallback_terms(today).first()
    if last or (holding_over is not None and holding_over.person_id == person.pk):
        raise Refused(
            _("%(name)s is the last who can appoint people. Appoint a successor first.")
            % {"name": person.name}
        )


def end_terms(person: Person, by: Person | None, at: datetime) -> None:
    """Posts end today; those that lie ahead are taken back. Changes terms."""
    today = local_day(at)
    for term in Term.objects.filter(person=person, period__endswith__gt=today, voided_at=None):
        terms.end_early(term=term, ends_on=today, reason=_("gone"), by=by, at=at)

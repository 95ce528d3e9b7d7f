"""Who is asked for what, by whom, and what they said: the only writer of asks.

A yes fills nothing by itself: seats are filled by `roles.actions.terms`, jobs and projects by
their own actions, which `fill` calls. Nothing else in the house reads who was asked or said no.
"""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from events.actions import duties
from events.actions.duties import DutyRefused
from kit.turns import take_turns
from members.models import Person
from network.actions.notes import NotPossible
from network.models import Ask, NeverAsk
from network.queries.candidates import asked
from network.queries.posts import Post
from roles.actions import projects
from roles.actions.projects import ProjectRefused

State = Ask.State
COLUMN = {"seat": "seat", "job": "duty", "project": "project"}


class AskRefused(NotPossible):
    """What was asked for is not possible; `str(error)` says why and what to do."""


@transaction.atomic
def pick(*, post: Post, person: Person, asker: Person, by: Person | None, at: datetime) -> Ask:
    """An officer picks a name; `asker` sees it on the home page and says yes or no first.

    An officer who asks in person has taken it on already. Raises AskRefused for who does not want
    to be asked, is being asked, or was asked for this within the season. Writes Ask.
    """  # fmt: skip
    if by is None:
        raise AskRefused(_("This log-in belongs to nobody on file yet."))
    take_turns("ask", str(person.pk))
    if person == asker or NeverAsk.objects.filter(person=person).exists():
        raise AskRefused(_("%(name)s is not to be asked.") % {"name": person.name})
    if asked(post, at).filter(person=person).exists():
        raise AskRefused(
            _("%(name)s is being asked, or was asked for this already. Give it time.")
            % {"name": person.name}
        )
    own = asker == by
    return Ask.objects.create(
        person=person, asker=asker, picked_by=by, picked_at=at, role=post.role,
        state=State.ACCEPTED if own else State.PROPOSED, said_at=at if own else None,
        **{COLUMN[post.kind]: post.about},
    )  # fmt: skip


def accept(*, ask: Ask, by: Person, at: datetime) -> Ask:
    """ "I will ask." Raises AskRefused once it was passed on or called off."""
    return _step(ask, (State.PROPOSED, State.ACCEPTED), State.ACCEPTED, said_at=at)


def pass_on(*, ask: Ask, by: Person, at: datetime) -> Ask:
    """ "Somebody else should ask." The person never hears of it, and may be picked again."""
    return _step(ask, (State.PROPOSED, State.ACCEPTED), State.PASSED, said_at=at)


def tell_asked(*, ask: Ask, by: Person, at: datetime) -> Ask:
    """The asker has asked; the answer is open."""
    return _step(ask, (State.ACCEPTED, State.ASKED), State.ASKED, asked_at=at)


@transaction.atomic
def answer(
    *, ask: Ask, answer: str, note: str = "", never: bool = False, by: Person | None, at: datetime
) -> Ask:
    """Yes, no or later, with a note; `never`: they asked not to be asked again.

    Raises AskRefused before the asker took it on, and once answered. Writes Ask and NeverAsk.
    """
    if answer not in Ask.ANSWERS:
        raise AskRefused(_("Choose one of the answers."))
    asked_at = {} if ask.asked_at else {"asked_at": at}
    row = _step(ask, (State.ACCEPTED, State.ASKED), answer, answered_at=at, note=note, **asked_at)
    if never:
        never_ask(person=row.person, by=by, at=at)
    return row


def withdraw(*, ask: Ask, by: Person | None, at: datetime) -> Ask:
    """The officer calls it off. Raises AskRefused once it is answered."""
    return _step(ask, (*Ask.OPEN, State.WITHDRAWN), State.WITHDRAWN, ended_at=at)


@transaction.atomic
def fill(*, ask: Ask, by: Person | None, at: datetime) -> None:
    """Who said yes gets the job, or helps with the project, by the action of those.

    Raises AskRefused without a yes, for a seat (which has its own page), and where that action
    refuses. Changes sign-ups for jobs, or helpers.
    """
    if ask.state != State.YES or ask.seat_id:
        raise AskRefused(_("There is no yes to this, or the seat is filled at its own page."))
    try:
        if ask.duty:
            duties.take(duty=ask.duty, person=ask.person, by=by, at=at)
        elif ask.project:
            projects.join(project=ask.project, person=ask.person, by=by, at=at)
    except (DutyRefused, ProjectRefused) as refused:
        raise AskRefused(str(refused)) from refused


@transaction.atomic
def never_ask(*, person: Person, by: Person | None, at: datetime) -> None:
    """ "Never ask me": nobody proposes this person any more; what waits is called off."""
    take_turns("ask", str(person.pk))
    NeverAsk.objects.get_or_create(person=person, defaults={"said_at": at})
    for row in Ask.objects.filter(person=person, state__in=Ask.OPEN):
        withdraw(ask=row, by=by, at=at)


def ask_again(*, person: Person, by: Person | None, at: datetime) -> None:
    """The person may be asked again after all."""
    NeverAsk.objects.filter(person=person).delete()


@transaction.atomic
def _step(ask: Ask, before: tuple[str, ...], after: str, **values: object) -> Ask:
    row = Ask.objects.select_for_update(no_key=True).get(pk=ask.pk)
    if row.state == after:
        return row
    if row.state not in before:
        raise AskRefused(_("That is settled already."))
    row.state = State(after)
    for name, value in values.items():
        setattr(row, name, value)
    row.save(update_fields=["state", *values])
    return row

"""Nominating, saying yes or no, and voting."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from members.models import Person
from members.queries import is_member_on, of_user
from outbox.queries import local_day
from roles.actions import nominations, votes
from roles.actions.errors import NoVote
from roles.forms.elections import AnswerForm, NominateForm, VoteForm
from roles.models import Election, Nomination
from roles.queries import elections as queries
from roles.views.elections import FORM, ask, get, show


@require_http_methods(FORM)
def nominate(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Oneself or somebody else, who is then asked."""
    election, at = get(request, uid), timezone.now()
    by = _member(request)
    form = NominateForm(request.POST or None, election=election, today=local_day(at))

    def act() -> Nomination:
        wish = form.cleaned_data | {"person": form.cleaned_data["person"] or by}
        row = nominations.nominate(election=election, by=by, at=at, **wish)
        stands = row.state == Nomination.State.ACCEPTED
        messages.success(request, _("You stand.") if row.person == by and stands else _("Noted."))
        return row

    return ask(request, form, act, _("Nominate somebody"), election)


@require_http_methods(FORM)
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Whoever was nominated stands, or does not."""
    row, at = queries.get_nomination(pk, request.user), timezone.now()
    form = AnswerForm(request.POST or None, row=row)

    def act() -> Nomination:
        return nominations.answer(nomination=row, by=row.person, at=at, **form.cleaned_data)

    title = _("Do you stand as %(role)s?") % {"role": row.role.title}
    return ask(request, form, act, title, row.election)


@never_cache
@require_http_methods(FORM)
def vote(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The ballot. The receipt is shown in the very answer and kept nowhere, not in the session."""
    election = get(request, uid)
    mine = queries.voter(election, of_user(request.user))
    if mine is None or election.state != Election.State.OPEN:
        raise Http404
    form = VoteForm(request.POST or None, contests=queries.contests(election))
    if request.method == "POST" and form.is_valid():
        return _cast(request, election, mine.person, form)
    if mine.has_voted:
        return show(request, election, _("You have voted already. A vote cannot be changed."))
    status = 422 if form.errors else 200
    context = {"form": form, "election": election}
    return render(request, "roles/election_vote.html", context, status=status)


def _cast(request: HttpRequest, election: Election, person: Person, form: VoteForm) -> HttpResponse:
    try:
        receipt = votes.vote(
            election=election, person=person, choices=form.choices(), at=timezone.now()
        )
    except NoVote as refused:
        return show(request, election, str(refused))
    return render(request, "roles/election_voted.html", {"election": election, "receipt": receipt})


def _member(request: HttpRequest) -> Person:
    person = of_user(request.user)
    if person is None or not is_member_on(person, local_day(timezone.now())):
        raise Http404
    return person

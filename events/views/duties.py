"""Jobs at meetings: the grid, one card, and three buttons."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from events.actions import duties
from events.actions.duties import DutyRefused
from events.models import Duty, DutySignup
from events.queries import duties as queries
from events.views.rsvp import SeeOther
from members.queries import of_user

State = DutySignup.State


@require_safe
def grid(request: HttpRequest) -> HttpResponse:
    """The jobs of the next six meetings, and who has taken them."""
    at, person = timezone.now(), of_user(request.user)
    context = {
        "grid": queries.grid(request.user, at),
        "shows_names": queries.may_take(person, at) or request.user.has_perm("events.view_duty"),
        "may_plan": request.user.has_perm("events.manage_meetings"),
    }
    return render(request, "events/duties.html", context)


@require_safe
def card(request: HttpRequest, pk: int) -> HttpResponse:
    """One job: what it is, when to be there, and the buttons."""
    return _card(request, queries.get_duty(pk, request.user))


@require_POST
def take(request: HttpRequest, pk: int) -> HttpResponse:
    """ "I'll do it"."""
    duty, person = queries.get_duty(pk, request.user), of_user(request.user)

    def act() -> str:
        if person is None:
            raise DutyRefused(_("This log-in belongs to nobody on file yet."))
        duties.take(duty=duty, person=person, by=person, at=timezone.now())
        undo = f"undo:{reverse('duty-leave', args=[pk])}"
        messages.success(request, _("It is yours. Thank you!"), extra_tags=undo)
        return reverse("duty", args=[pk])

    return _do(request, duty, act)


@require_POST
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """ "I'll be there", also after having said that one cannot."""
    duty, person, at = queries.get_duty(pk, request.user), of_user(request.user), timezone.now()

    def act() -> str:
        duties.confirm(signup=_mine(request, pk), by=person, at=at)
        messages.success(request, _("Confirmed. See you there."))
        return reverse("duty", args=[pk])

    return _do(request, duty, act)


@require_POST
def leave(request: HttpRequest, pk: int) -> HttpResponse:
    """ "I can't make it"."""
    duty, person, at = queries.get_duty(pk, request.user), of_user(request.user), timezone.now()

    def act() -> str:
        left = duties.leave(signup=_mine(request, pk), by=person, at=at)
        given = left.state == State.LEFT
        words = _("Given back.") if given else _("Thank you for saying so. We ask others now.")
        messages.success(request, words)
        return reverse("duties")

    return _do(request, duty, act)


def _mine(request: HttpRequest, pk: int) -> DutySignup:
    person = of_user(request.user)
    held = DutySignup.objects.exclude(state=State.LEFT)
    return get_object_or_404(held, duty=pk, person=person)


def _do(request: HttpRequest, duty: Duty, act: Callable[[], str]) -> HttpResponse:
    try:
        return SeeOther(act())
    except DutyRefused as refused:
        return _card(request, queries.get_duty(duty.pk, request.user), note=refused)


def _card(request: HttpRequest, duty: Duty, note: object = "") -> HttpResponse:
    at, person = timezone.now(), of_user(request.user)
    context = {
        "duty": duty,
        "card": queries.card(duty, person, at),
        "shows_names": queries.may_take(person, at) or request.user.has_perm("events.view_duty"),
        "may_plan": request.user.has_perm("events.manage_meetings"),
        "note": note,
    }
    return render(request, "events/duty.html", context, status=409 if note else 200)

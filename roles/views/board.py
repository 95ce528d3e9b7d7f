"""The public pages of who does what."""

from django.contrib.auth.decorators import login_not_required, permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from outbox.queries import local_day
from roles.models import Role
from roles.queries import board_on, jobs_by_meeting, past_boards, seats_on, seats_over_time
from roles.queries.staggering import staggering


@login_not_required
@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """Today's board and committees, and the boards of past years."""
    today = local_day(timezone.now())
    context = {
        "today": today,
        "seats": board_on(today),
        "committees": seats_on(today, Role.Body.COMMITTEE),
        "past": past_boards(today),
        "may_appoint": request.user.has_perm("roles.appoint"),
        "may_see_terms": request.user.has_perm("roles.view_seat"),
        "is_officer": request.user.is_authenticated and request.user.is_staff,
    }
    return render(request, "roles/board.html", context)


@require_safe
@permission_required("roles.view_seat", raise_exception=True)
def terms(request: HttpRequest) -> HttpResponse:
    """Who sat where and when, drawn: three years back and what is known of those to come."""
    at = timezone.now()
    today = local_day(at)
    context = {
        "at": at,
        "rows": seats_over_time(today),
        "today": today,
        "seats": seats_on(today, Role.Body.BOARD, Role.Body.COMMITTEE),
        "years": staggering(today),
    }
    return render(request, "roles/terms.html", context)


@login_not_required
@require_safe
def roles(request: HttpRequest) -> HttpResponse:
    """Standing volunteer roles: what they are for and who does them."""
    today = local_day(timezone.now())
    seats = seats_on(today, Role.Body.STANDING)
    context = {"seats": seats, "today": today, "jobs": jobs_by_meeting()}
    return render(request, "roles/roles.html", context)

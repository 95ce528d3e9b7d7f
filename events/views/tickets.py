"""The ticket of a member who is going."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from events.queries.meetings import get_meeting
from events.queries.tickets import get_tickets


@require_safe
def ticket(request: HttpRequest, slug: str) -> HttpResponse:
    """One's own ticket and those of one's guests, to show or to print; 404 for anybody else."""
    meeting = get_meeting(slug, request.user)
    context = {"meeting": meeting, "tickets": get_tickets(meeting, request.user)}
    return render(request, "events/ticket.html", context)

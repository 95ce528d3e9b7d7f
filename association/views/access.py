"""What this site does for people who see, hear, move or read differently."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@login_not_required
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """What was tested, against which standard, what is missing, and whom to tell."""
    return render(request, "association/accessibility.html")

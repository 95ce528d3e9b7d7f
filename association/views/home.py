"""The first page: for a stranger, a member, an officer."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from association.queries import home as queries


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What concerns this reader now."""
    context = queries.context(request.user, timezone.now())
    name = "home" if request.user.is_authenticated else "welcome"
    return render(request, f"association/{name}.html", context)

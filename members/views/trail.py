"""Who changed what is on file about me, and who took it out."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from members.models import Person
from members.queries.trail import Trail, exports_of
from members.views.own import own_page

PER_PAGE = 25


@require_safe
@own_page
def changes(request: HttpRequest, person: Person) -> HttpResponse:
    """Every change, newest first, with who made it."""
    page = Paginator(Trail(person), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "members/trail.html", {"page": page})


@require_safe
@own_page
def files(request: HttpRequest, person: Person) -> HttpResponse:
    """Every file that was taken out with me in it."""
    page = Paginator(exports_of(person), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "members/trail_files.html", {"page": page})

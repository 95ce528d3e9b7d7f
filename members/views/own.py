"""Pages of one's own: for whoever is signed in as somebody on file."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render

from members import queries


def own_page(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Decorator: the view gets the person of the log-in after the request; a log-in that belongs
    to nobody on file sees a page that says so."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        person = queries.of_user(request.user)
        if person is None:
            return render(request, "members/no_person.html")
        return view(request, person, *args, **kwargs)

    return guarded

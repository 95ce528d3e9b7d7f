"""Who may look: a member who takes part; everybody else is told how."""

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from members.models import Person
from members.queries import of_user
from network.actions.notes import NotPossible
from network.queries.people import met_people, takes_part


def taking_part(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The view gets the person as `viewer`; who does not take part comes to the choice."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        viewer = of_user(request.user)
        if not takes_part(viewer):
            return HttpResponseRedirect(reverse("network-privacy"), status=303)
        return view(request, *args, viewer=viewer, **kwargs)

    return guarded


def other(uid: uuid.UUID, viewer: Person, day: Any) -> Person:
    """Somebody the viewer has met and may be shown; Http404 for anybody else."""
    found = met_people(viewer, "", day).filter(uid=uid).first()
    if found is None:
        raise Http404
    return found


@contextmanager
def telling(request: HttpRequest, words: str = "") -> Iterator[None]:
    """What is done inside is told with these words; what is refused there, with the reason."""
    try:
        yield
    except NotPossible as refused:
        messages.error(request, str(refused))
    else:
        if words:
            messages.success(request, words)

"""How often something may be tried, by whom it is asked: counted in the cache, in plain windows."""

from collections.abc import Callable
from functools import wraps
from hashlib import sha256
from time import time
from typing import Any

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from kit.turns import take_turns


def within(name: str, key: str, *, limit: int, seconds: int) -> bool:
    """Count one try; True while no more than `limit` were made in this window of `seconds`.

    Of tries made at once each is counted: the cache lives in the database, and one waits for the
    other. Always True where limits are off (the demo, some tests).
    """
    if settings.ACCOUNT_RATE_LIMITS is False:
        return True
    window = int(time() // seconds)
    place = f"limit:{name}:{window}:{sha256(key.encode()).hexdigest()[:32]}"
    with transaction.atomic():
        take_turns(place)
        tries = cache.get(place, 0) + 1
        cache.set(place, tries, seconds)
    return tries <= limit


def limited(name: str, *, limit: int, seconds: int) -> Callable[..., Any]:
    """Decorator of a view: more POSTs than that from one network address are answered 429."""

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.method == "POST":
                caller = get_adapter().get_client_ip(request)
                if not within(name, caller, limit=limit, seconds=seconds):
                    return render(request, "429.html", status=429)
            return view(request, *args, **kwargs)

        return guarded

    return decorate

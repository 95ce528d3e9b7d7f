"""Tries are counted per window, each key for itself."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from types import SimpleNamespace

import pytest
from django.core.cache import cache
from django.db import connection
from django.http import HttpResponse
from django.test import RequestFactory

from kit import limits
from kit.limits import limited, within

pytestmark = pytest.mark.django_db


def tries(key: str, number: int) -> list[bool]:
    return [within("knock", key, limit=2, seconds=60) for _ in range(number)]


def test_what_goes_beyond_the_limit_is_refused():
    assert tries("a", 4) == [True, True, False, False]


def at_once(number: int, barrier: Barrier, key: str) -> list[bool]:
    """That many tries of a key, each on a connection of its own, all begun together."""

    def one(_nth: int) -> bool:
        try:
            barrier.wait(10)
            return within("rush", key, limit=2, seconds=3600)
        finally:
            connection.close()

    with ThreadPoolExecutor(number) as pool:
        return list(pool.map(one, range(number)))


@pytest.mark.broad
@pytest.mark.django_db(transaction=True)
def test_of_eight_tries_at_once_two_pass():
    assert at_once(8, Barrier(8), "in turn").count(True) == 2


@pytest.mark.broad
@pytest.mark.django_db(transaction=True)
def test_without_taking_turns_all_eight_would_pass(monkeypatch):
    read, seen = cache.get, Barrier(8)

    def together(*args):
        found = read(*args)
        seen.wait(10)
        return found

    monkeypatch.setattr(limits, "take_turns", lambda *words: None)
    monkeypatch.setattr(limits, "cache", SimpleNamespace(get=together, set=cache.set))

    assert at_once(8, Barrier(8), "together").count(True) == 8


def test_another_key_has_a_window_of_its_own():
    tries("a", 3)

    assert tries("b", 1) == [True]


def test_where_limits_are_off_everything_passes(settings):
    settings.ACCOUNT_RATE_LIMITS = False

    assert tries("a", 4) == [True] * 4


def test_a_view_answers_429_to_too_many_posts_and_still_shows_itself():
    view = limited("page", limit=1, seconds=60)(lambda request: HttpResponse("fine"))
    make = RequestFactory()

    answers = [view(make.post("/x/")).status_code for _ in range(2)]

    assert answers == [200, 429]
    assert view(make.get("/x/")).status_code == 200

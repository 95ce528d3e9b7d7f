"""Tries are counted per window, each key for itself."""

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from kit.limits import limited, within

pytestmark = pytest.mark.django_db


def tries(key: str, number: int) -> list[bool]:
    return [within("knock", key, limit=2, seconds=60) for _ in range(number)]


def test_what_goes_beyond_the_limit_is_refused():
    assert tries("a", 4) == [True, True, False, False]


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

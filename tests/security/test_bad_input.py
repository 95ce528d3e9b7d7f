"""No address answers bad input with a fault: every query, every form, every part of every path.

What a page takes is read off the page; `access.toml` says who gets in. Nothing is by chance: the
same examples each time, so that a fault found once is found again.
"""

import logging
import os
import re
from urllib.parse import quote
from zlib import crc32

import pytest
from django.db import DatabaseError, connection
from django.http import HttpResponse
from django.urls import get_resolver, path, reverse
from hypothesis import HealthCheck, Phase, given, seed, settings

from tests.security import fuzz
from tests.security import scene as scenes
from tests.security.sweep import addresses, patterns

pytestmark = pytest.mark.django_db
PARTS = 10
# How many examples each query and each form gets; more, and others, when somebody goes hunting.
ASKS, SENDS = 2, 3
MORE = int(os.environ.get("BAD_INPUT_MORE", "0"))
HOUSE = settings(
    derandomize=True, database=None, deadline=None, phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)  # fmt: skip
BODIES = [
    b"", b"{", b"null", b"[]", b'"x"', b"1e999", b"[" * 5000, b'{"a":' * 5000, b"\xff\xfe\x00",
    b'{"sent": "\\ud800", "rows": "\\u0000"}', b'{"entries": [null, 1, {"nonce": "\\ud800"}]}',
    b'[{"person": 9223372036854775808, "at": "0000-00-00"}]', b"NaN", b'{"type": []}',
]  # fmt: skip
TYPES = [
    "application/json", "text/plain", "application/x-www-form-urlencoded; charset=hex",
    "application/x-www-form-urlencoded; charset=utf-16", "multipart/form-data; boundary=x",
    "multipart/form-data; boundary=x; charset=hex", "multipart/form-data", "x/y; charset=nonsense",
]  # fmt: skip
HEADERS = [
    {"Accept-Language": "x" * 9000}, {"Accept-Language": "de;q=nan,\ud7ff"},
    {"Referer": "http://[::1"},
    {"If-Modified-Since": "Sat, 32 Foo 99999 25:61:61 GMT"}, {"Range": "bytes=-1-,9-1"},
    {"If-None-Match": '"' * 900}, {"Cookie": "sessionid=" + "\x01" * 9 + "; csrftoken=;;="},
    {"HX-Request": "true", "HX-Current-URL": "//[", "HX-Target": "\x7f"},
    {"X-Forwarded-For": "::%"},
]  # fmt: skip

NUMBERS = [str(2**63), "9" * 400, "9" * 5000, "0", "-1", "\u0661"]
WORDS = ["-" * 300, "\ud800", "a\u202eb", "..%2f..", "%27--", "_", "x" * 5000, "\u200b", "%0d%0aX"]
SIGNED_IN = ("door-sync", "rsvp")
PLACE = re.compile(r"<(?:\w+:)?\w+>|\(\?P<\w+>(?:[^()]|\([^()]*\))*\)")


@pytest.fixture
def scene(settings):
    settings.ACCOUNT_RATE_LIMITS = False
    logging.disable(logging.CRITICAL)
    yield scenes.build()
    logging.disable(logging.NOTSET)


def share(scene, part: int) -> tuple[list[fuzz.Target], list[fuzz.Target]]:
    """The pages of this part, and all that may be posted, what this part's pages tell known."""
    paths = addresses(scene)
    gets = fuzz.targets(paths, "get")[part::PARTS]
    posts = fuzz.targets(paths, "post")
    fuzz.learn(scene, gets, posts)
    mine = {one.name for one in posts[part::PARTS]}
    return gets, [one for one in posts if one.found or one.name in mine]


def wrong_queries(scene, target: fuzz.Target, examples: int) -> list[str]:
    """What goes wrong when this address is asked nonsense."""
    found: list[str] = []
    names = sorted({*target.asked, *fuzz.ALWAYS}) + 3 * sorted(target.asked)

    @seed(MORE + crc32(target.name.encode()))
    @settings(HOUSE, max_examples=examples)
    @given(fuzz.queries(names))
    def ask(pairs):
        path = f"{target.path}?{fuzz.encoded(pairs)}"
        told = fuzz.faults(scene.browsers[target.role], "GET", path)
        found.extend(f"GET {target.name} {pairs!r:.500}: {one}" for one in told)

    ask()
    return found


def wrong_form(scene, target: fuzz.Target, entries: list[fuzz.Entry], examples: int) -> list[str]:
    """What goes wrong when this form comes back with nonsense in it."""
    found: list[str] = []
    client = scene.browsers[target.role]

    @seed(MORE + crc32(f"{target.name} {entries[0].name}".encode()))
    @settings(HOUSE, max_examples=examples)
    @given(fuzz.posts(entries))
    def send(pairs):
        body, kind = fuzz.body(pairs)
        told = fuzz.faults(client, "POST", target.path, data=body, content_type=kind)
        found.extend(f"POST {target.name} {pairs!r:.900}: {one}" for one in told)

    send()
    return found


def wrong_forms(scene, target: fuzz.Target, examples: int) -> list[str]:
    """The same for every form that leads to this address."""
    return [
        one for entries in target.forms() for one in wrong_form(scene, target, entries, examples)
    ]


def spoilt(route: str) -> list[str]:
    """Three paths of a route with numbers, words and keys that no page of ours would write."""
    found = []
    for turn in range(crc32(route.encode()), crc32(route.encode()) + 3):
        path = re.sub(r"<int:\w+>", NUMBERS[turn % len(NUMBERS)], route)
        word = quote(WORDS[turn % len(WORDS)], safe="%", errors="surrogatepass")
        path = PLACE.sub(word, path)
        found += ["/" + re.sub(r"[\^$\\]", "", path)] if path != route else []
    return found


@pytest.mark.broad
@pytest.mark.parametrize("part", range(PARTS))
def test_no_page_answers_nonsense_with_a_fault(scene, part):
    gets, posts = share(scene, part)

    wrong = [one for target in gets for one in wrong_queries(scene, target, ASKS + MORE)]
    wrong += [one for target in posts for one in wrong_forms(scene, target, SENDS + MORE)]

    assert "\n".join(wrong) == ""


@pytest.mark.broad
def test_no_path_is_a_fault(scene):
    client = scene.browsers["superuser"]

    routes = [route for _name, route, _one in patterns(get_resolver().url_patterns)]
    paths = [one for route in routes for one in spoilt(route)]
    wrong = [(one[:200], told) for one in paths for told in fuzz.faults(client, "GET", one)]

    assert wrong == []


@pytest.mark.broad
def test_no_body_is_a_fault(scene):
    paths = addresses(scene)
    wrong = []

    for name in ("door-sync", "card-webhook", "mail-bounces", "account_login", "rsvp"):
        for kind in TYPES:
            for body in BODIES:
                client = scene.browsers[
                    "superuser" if name in ("door-sync", "rsvp") else "stranger"
                ]
                told = fuzz.faults(client, "POST", paths[name], data=body, content_type=kind)
                wrong += [(name, kind, body[:40], one) for one in told]

    assert wrong == []


@pytest.mark.broad
def test_no_header_is_a_fault(scene):
    paths = addresses(scene)
    wrong = []

    for name in ("home", "meetings", "directory", "account_login", "admin:index", "attendance-csv"):
        for headers in HEADERS:
            told = fuzz.faults(scene.browsers["superuser"], "GET", paths[name], headers=headers)
            wrong += [(name, headers, one) for one in told]

    assert wrong == []


def test_a_few_pages_answer_nonsense_with_a_page():
    visitor = scenes.Scene(browsers={"stranger": scenes.browser()})
    pages = [fuzz.Target(name, reverse(name), "stranger", {"q"}) for name in ("home", "meetings")]
    login = fuzz.Target("login", reverse("account_login"), "stranger", {"login", "next"})

    wrong = [one for page in pages for one in wrong_queries(visitor, page, 3)]

    assert wrong + wrong_forms(visitor, login, 3) == []


def _raise(request):
    return HttpResponse(str(int(request.GET.get("q", "0"))))


def _hide(request):
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT %s::int", [request.GET.get("q", "0")])
    except DatabaseError:
        pass
    return HttpResponse("fine")


urlpatterns = [path("raise/", _raise), path("hide/", _hide)]


@pytest.mark.parametrize("twin", ["/raise/", "/hide/"])
def test_a_page_that_trusts_what_it_is_sent_is_found_out(settings, twin):
    settings.ROOT_URLCONF = __name__
    settings.MIDDLEWARE = []
    client = scenes.browser()

    assert list(fuzz.faults(client, "GET", f"{twin}?q=1")) == []
    assert len(list(fuzz.faults(client, "GET", f"{twin}?q=x"))) == 1

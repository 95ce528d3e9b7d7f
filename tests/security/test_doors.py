"""The ways in: where a log-in leads, whose form is believed, what a link scanner can do."""

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client, override_settings
from django.urls import get_resolver, reverse

from tests.security import scene as scenes
from tests.security.sweep import addresses, patterns, undone

pytestmark = pytest.mark.django_db
ELSEWHERE = [
    "https://evil.example/", "http://evil.example", "//evil.example", "///evil.example",
    "////evil.example/%2e%2e", "\\\\evil.example", "/\\evil.example", "\\/evil.example",
    "/\\/evil.example", "https:evil.example", "https:/evil.example", "https:\\\\evil.example",
    "javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "vbscript:x",
    "https://testserver@evil.example/", "https://testserver.evil.example/", "ftp://evil.example",
    "\thttps://evil.example", " //evil.example", "/\t/evil.example", "//evil.example\r\nX-A: b",
    "http://[::1", "//testserver:80@evil.example",
    "https://evil。example/", "/\x0d\x0a/evil.example",
]  # fmt: skip
# Their messages prove themselves: a signed link by RFC 8058, the provider's signature.
SIGNED = {"unsubscribe", "card-webhook", "mail-bounces"}


@pytest.fixture
def scene(settings):
    settings.ACCOUNT_RATE_LIMITS = False
    cache.clear()
    return scenes.build()


def is_here(location: str) -> bool:
    """Whether a browser stays on this site."""
    return location.startswith("/") and location[1:2] not in ("/", "\\", "\t")


@pytest.mark.broad
def test_no_log_in_leads_to_another_site(scene):
    member = scene.people["member"]
    member.user.set_password("a long password")
    member.user.save()
    form = {"login": "member@example.org", "password": "a long password"}
    away = []

    for target in ELSEWHERE:
        entered = scenes.browser().post(reverse("account_login"), form | {"next": target})
        client = scenes.browser(member)
        again = client.get(reverse("account_login"), {"next": target})
        left = client.post(reverse("account_logout"), {"next": target})
        places = [answer.headers["Location"] for answer in (entered, again, left)]
        away += [(target, place) for place in places if not is_here(place)]

    assert away == []


def test_the_host_a_visitor_claims_is_not_believed(scene):
    answer = Client(headers={"host": "evil.example"}).get("/")

    assert answer.status_code == 400


@pytest.mark.broad
def test_every_form_wants_its_token_and_only_mail_programs_do_without(scene):
    strict = {r: scenes.browser(scene.people[r], enforce_csrf_checks=True) for r in ("superuser",)}
    strict["stranger"] = scenes.browser(enforce_csrf_checks=True)
    unguarded = set()

    for name, path in addresses(scene).items():
        for client in strict.values():
            response, tables = undone(client, "post", path)
            if tables:
                unguarded.add((name, response.status_code))
    stopped, tables = undone(
        strict["stranger"], "post", addresses(scene)["unsubscribe"],
        data={"List-Unsubscribe": "One-Click"},
    )  # fmt: skip

    assert unguarded == set()
    assert (stopped.status_code, tables != []) == (200, True)


def test_only_messages_that_prove_themselves_are_exempt_from_tokens():
    exempt = {
        name
        for name, _route, pattern in patterns(get_resolver().url_patterns)
        if getattr(pattern.callback, "csrf_exempt", False)
    }

    assert exempt == SIGNED


@pytest.mark.broad
@pytest.mark.parametrize("method", ["get", "head", "options"])
def test_a_scanner_that_opens_every_link_changes_nothing(scene, method):
    public = {name: path for name, path in addresses(scene).items() if "admin" not in path}
    wrong = []

    for name, path in public.items():
        for extra in ("", "?answer=going", "?List-Unsubscribe=One-Click&action=stop_all"):
            _response, tables = undone(scene.browsers["stranger"], method, path + extra)
            wrong += [(name, tables)] if tables else []

    assert wrong == []


@pytest.mark.broad
@pytest.mark.parametrize("used", ["answer", "renew", "unsubscribe"])
@pytest.mark.parametrize("meant", ["answer-by-mail", "renew", "renew-leave", "unsubscribe"])
def test_a_link_works_for_its_purpose_only(scene, used, meant):
    token = scenes.tokens(scene)[used]
    fits = meant.split("-")[0] == used
    method = "post" if meant == "renew-leave" else "get"

    answer, tables = undone(scene.browsers["stranger"], method, reverse(meant, args=[token]))

    assert (answer.status_code != 404, tables) == (fits, [])


@pytest.mark.broad
def test_a_link_stops_working_when_links_are_revoked(scene):
    member = scene.people["member"]
    tokens = scenes.tokens(scene)
    type(member).objects.filter(pk=member.pk).update(link_epoch=member.link_epoch + 1)

    answers = [
        scenes.browser().post(reverse(name, args=[tokens[key]]), {"answer": "cancelled"})
        for name, key in [("answer-by-mail", "answer"), ("renew-leave", "renew")]
    ]

    assert [answer.status_code for answer in answers] == [404, 404]


def test_a_session_of_before_the_log_in_is_worth_nothing_after_it(scene):
    client = scenes.browser()
    session = client.session
    session["planted"] = 1
    session.save()
    planted = session.session_key
    user = scene.people["member"].user
    user.set_password("a long password")
    user.save()

    client.post(reverse("account_login"), {"login": user.email, "password": "a long password"})

    assert client.session["_auth_user_id"] == str(user.pk)
    assert client.session.session_key != planted
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM django_session WHERE session_key = %s", [planted])
        assert cursor.fetchone() == (0,)


@override_settings(DEMO=True)
@pytest.mark.parametrize(
    "address", ["203.0.113.9", "10.0.0.5", "::ffff:203.0.113.9", "2001:db8::1", ""]
)
def test_the_demo_answers_nobody_elsewhere(address):
    assert Client(REMOTE_ADDR=address).get("/").status_code == 403


@override_settings(DEMO=True)
@pytest.mark.parametrize("address", ["127.0.0.1", "127.8.8.8", "::1", "::ffff:127.0.0.1"])
def test_the_demo_answers_on_this_machine(address):
    assert Client(REMOTE_ADDR=address).get("/").status_code == 200


@override_settings(DEMO=True)
def test_the_demo_is_not_opened_by_a_proxy_on_this_machine():
    asked = Client(headers={"x-forwarded-for": "203.0.113.9"}).get("/accounts/login/")

    assert asked.status_code == 403


def test_one_tap_log_ins_are_shown_in_the_demo_only():
    assert "demo@" not in scenes.browser().get("/accounts/login/").content.decode()
    assert "demo.example" not in scenes.browser().get("/accounts/login/").content.decode()

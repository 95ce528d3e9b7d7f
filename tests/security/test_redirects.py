"""No address leads to another site, whatever its query, its form or the page before say.

Every address is asked with the payloads under every name that means "and then"; those that answer
with a redirect, in the header of browsers or of htmx, must stay here.
"""

import logging
import re
from html import unescape
from urllib.parse import urlencode

import pytest
from django.contrib.admin import AdminSite
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.base import Template
from django.urls import path

from tests.security import fuzz
from tests.security import scene as scenes
from tests.security.sweep import addresses, undone
from tests.security.test_doors import ELSEWHERE

pytestmark = pytest.mark.django_db
MORE = [
    "https:evil.example//", "%09//evil.example", "//evil%E3%80%82example", "/%5cevil.example",
    "\u2044\u2044evil.example", "\uff0f\uff0fevil.example", "/.//evil.example",
    "//evil.example\\@testserver", "http:\\\\evil.example", "blob:https://evil.example/x",
    "\x00//evil.example",
]  # fmt: skip
NAMES = (
    "next", "back", "return", "return_to", "returnUrl", "redirect", "redirect_to", "url", "to",
    "from", "goto", "continue", "referer", "came_from", "_changelist_filters", "return_url",
)  # fmt: skip
WISH = "/meetings/?wished"
# Where the wish is heard, among others; where a log-in that succeeds leads: `test_doors.py`.
OBEDIENT = {"get": {"account_login"}, "post": {"account_login", "set_language"}}
LEADS = ("Location", "HX-Redirect", "HX-Location", "HX-Push-Url", "HX-Replace-Url", "Refresh")


WITHIN = re.compile(r"""\b(?:href|action|formaction|src|content)=["']([^"']*evil[^"']*)["']""")


def leaves(answer: HttpResponse) -> list[str]:
    """What in this answer leads a browser to another site: its headers, its links and forms."""
    led = [answer.headers[name] for name in LEADS if name in answer.headers]
    led += (
        []
        if answer.streaming
        else map(unescape, WITHIN.findall(answer.content.decode(errors="replace")))
    )
    return [one for one in led if not stays(one)]


def stays(address: str) -> bool:
    """Whether browsers, which drop blanks and read backslashes as slashes, stay on this site."""
    plain = "".join(c for c in address if c > " ").replace("\\", "/")
    if re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", plain):
        return plain.startswith("http://testserver/")
    return not plain.startswith("//")


def answer_to(scene, target: fuzz.Target, method: str, wish: str) -> HttpResponse:
    """What this address answers when every name, and the page before, wish to go there."""
    pairs = urlencode([(name, wish) for name in NAMES])
    headers = {"referer": re.sub(r"[\r\n\x00]", "", wish)}
    client = scene.browsers[target.role]
    if method == "get":
        return undone(client, "get", f"{target.path}?{pairs}", headers=headers)[0]
    form = [(e.name, fuzz.plain(e)) for e in (target.forms() or [[]])[0] if e.name not in NAMES]
    body = f"{fuzz.encoded(form)}&{pairs}"
    return undone(client, "post", target.path, data=body, content_type=fuzz.FORM, headers=headers)[
        0
    ]


def honours(scene, target: fuzz.Target, method: str) -> bool:
    """Whether this address goes where it is told, on this site."""
    answer = answer_to(scene, target, method, WISH)
    return any(WISH in answer.headers.get(name, "") for name in LEADS)


@pytest.fixture
def scene(settings):
    settings.ACCOUNT_RATE_LIMITS = False
    logging.disable(logging.CRITICAL)
    yield scenes.build()
    logging.disable(logging.NOTSET)


@pytest.mark.broad
@pytest.mark.parametrize("method", ["get", "post"])
def test_no_address_leads_to_another_site(scene, monkeypatch, method):
    pages, targets = fuzz.targets(addresses(scene), "get"), fuzz.targets(addresses(scene), method)
    fuzz.learn(scene, pages if method == "post" else [], targets)
    draw = Template._render
    monkeypatch.setattr(Template, "_render", lambda self, context: "")
    monkeypatch.setattr(AdminSite, "get_app_list", lambda *args: [])

    found = led_away(scene, targets, method, ["//evil.example/"])
    obedient = [one for one in targets if honours(scene, one, method)]
    monkeypatch.setattr(Template, "_render", draw)
    found += led_away(scene, obedient, method, [*ELSEWHERE, *MORE])

    assert found == []
    assert OBEDIENT[method] - {one.name for one in obedient} == set()


@pytest.mark.broad
def test_no_page_links_to_where_somebody_came_from(scene):
    paths = addresses(scene) | {"none": "/nowhere/", "denied": "/admin/members/person/add/"}
    names = ["home", "account_login", "account_logout", "account_signup", "none", "denied", "rsvp"]
    pages = [
        fuzz.Target(name, paths[name], role) for name in names for role in ("member", "stranger")
    ]

    assert led_away(scene, pages, "get", [*ELSEWHERE, *MORE]) == []


def led_away(scene, targets: list[fuzz.Target], method: str, wishes: list[str]) -> list[tuple]:
    """(address, wish, where it leads) of those that lead to another site."""
    return [
        (one.name, wish, away)
        for one in targets
        for wish in wishes
        for away in leaves(answer_to(scene, one, method, wish))
    ]


def _obey(request):
    return redirect(request.GET["next"])


def _link(request):
    return HttpResponse(f'<a href="{request.GET["next"]}">Back</a>')


urlpatterns = [path("obey/", _obey), path("link/", _link)]


@pytest.mark.parametrize(
    ("twin", "evil"),
    [
        ("/obey/", "//evil.example"), ("/obey/", "https:evil.example"),
        ("/link/", "//evil.example"), ("/link/", "/\\evil.example"),
        ("/link/", "\tjavascript:evil"), ("/link/", "data:evil"),
    ],
)  # fmt: skip
def test_a_page_that_goes_where_it_is_told_is_found_out(settings, twin, evil):
    settings.ROOT_URLCONF = __name__
    settings.MIDDLEWARE = []

    assert leaves(scenes.browser().get(twin, {"next": "/evil"})) == []
    assert len(leaves(scenes.browser().get(twin, {"next": evil}))) == 1

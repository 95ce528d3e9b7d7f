"""Every address of the site, opened as everybody who may open it, has no barrier.

The addresses come from the urlconf and the right to open them from `tests/security/access.toml`:
a page that is added is looked at without being named here. What is posted and refused is looked
at too. This is the long run of `make axe`; the quick cut is `test_axe.py`.
"""

import re
import tomllib
from dataclasses import dataclass, field

import pytest
from django.test import Client

from tests.journeys.barriers import barriers
from tests.security import scene as scenes
from tests.security.sweep import addresses, undone
from tests.security.test_access import SEATLESS, TABLE

pytestmark = [pytest.mark.broad, pytest.mark.django_db(transaction=True)]
# What differs from visit to visit and says nothing.
PASSING = re.compile(r'nonce="[^"]*"|csrf\w*[^>]*>|"X-CSRFToken": "\w+"|<header.*?</header>', re.S)
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)"(?: value="([^"]*)")?')
# Nothing to look at there: a picture of a letter, and the door that ends the session.
ASIDE = {"account_logout", "admin:logout", "admin:outbox_message_html"}


@dataclass
class Walk:
    """What has been looked at and found."""

    page: object
    base: str
    seen: set[int] = field(default_factory=set)
    found: list[str] = field(default_factory=list)
    opened: list[str] = field(default_factory=list)

    def look(self, name: str, path: str, client: Client, method: str = "get", **data) -> str:
        """Look at the answer, unless the same page was seen before; gives its text."""
        if method == "get":
            answer = client.get(path, follow=True)
        else:
            answer, _tables = undone(client, method, path, **data)
        text = answer.content.decode() if is_page(answer) else ""
        key = hash(PASSING.sub("", text))
        if text and key not in self.seen:
            self.seen.add(key)
            self.show(path, text)
            own = "/admin/" not in path
            self.found += [f"{name} {path} {one}" for one in barriers(self.page, own=own)]
        return text

    def show(self, path: str, text: str) -> None:
        """Put the answer into the browser, its styles and scripts beside it."""
        address = self.base + path
        self.page.route(
            lambda url: url == address,
            lambda route: route.fulfill(body=text, content_type="text/html; charset=utf-8"),
        )
        self.page.goto(address, wait_until="load")
        self.page.unroute_all()


def is_page(answer) -> bool:
    """Whether somebody sees it: HTML, not a file and not a redirect."""
    kind = answer.headers.get("Content-Type", "")
    return kind.startswith("text/html") and not answer.streaming and answer.content != b""


def open_to(role: str) -> list[str]:
    """The names of the addresses this role may open by access.toml."""
    roles, names = list(scenes.ROLES), []
    for name, row in tomllib.loads(TABLE.read_text()).items():
        words = row["get"].split()
        at_desk = [one for one in roles if one not in SEATLESS]
        columns = roles if len(words) == len(roles) else at_desk
        by_role = dict(zip(columns, words, strict=True)) if len(words) > 1 else {}
        if by_role.get(role, words[0] if len(words) == 1 else "") == "ok" and name not in ASIDE:
            names.append(name)
    return names


def walked(scene, walk: Walk, roles, desk: bool) -> list[str]:
    """Look at everything these roles may open, and at what refuses an empty form."""
    paths = addresses(scene)
    for role in roles:
        client = scene.browsers[role]
        for name in open_to(role):
            if name.startswith("admin") != desk:
                continue
            walk.opened.append(f"{role} {name}")
            text = walk.look(f"{role} {name}", paths[name], client)
            if 'method="post"' in text:
                kept = {key: value for key, value in HIDDEN.findall(text) if "csrf" not in key}
                walk.look(f"{role} {name} refused", paths[name], client, "post", data=kept)
    return walk.found


@pytest.fixture
def walk(visit, live_server, settings) -> Walk:
    settings.ACCOUNT_RATE_LIMITS = False
    page = visit()
    page.set_default_timeout(20000)
    return Walk(page, live_server.url)


@pytest.mark.long
@pytest.mark.parametrize("desk", [False, True], ids=["house", "desk"])
def test_axe_finds_nothing_on_any_page_of_any_role(walk, desk):
    scene = scenes.build()
    expected = [
        f"{role} {name}"
        for role in scenes.ROLES
        for name in open_to(role)
        if name.startswith("admin") == desk
    ]

    found = walked(scene, walk, scenes.ROLES, desk)

    assert walk.opened == expected
    assert found == []


def test_axe_knows_every_address_somebody_may_open():
    opened = {name for role in scenes.ROLES for name in open_to(role)}

    assert opened <= set(addresses(scenes.build()))

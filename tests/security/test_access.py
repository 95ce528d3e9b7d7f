"""Every address x every kind of person x reading and posting: who gets in is written down.

`access.toml` holds one row per address. An address without a row fails, and so does a row without
an address: whoever adds a page says who may open it.
"""

import logging
import tomllib
from pathlib import Path
from typing import Any

import pytest
from django.contrib.admin import AdminSite
from django.template.base import Template
from django.urls import get_resolver

from tests.security import scene as scenes
from tests.security.sweep import addresses, meaning, patterns, undone

pytestmark = [pytest.mark.broad, pytest.mark.django_db]
TABLE = Path(__file__).with_name("access.toml")
METHODS = ("get", "post")
SEATLESS = ("guest", "lapsed")
# What a browser may keep though somebody is signed in: the shell, what the phone needs without
# network, calendars behind their own link, and pictures for an hour.
KEPT = {
    "manifest", "worker", "offline", "next-meeting", "pocket", "healthz", "metrics", "door-kept",
    "photo", "speaker-file", "speak-file", "calendar-feed", "private-feed", "meeting-calendar",
}  # fmt: skip


@pytest.fixture
def scene(monkeypatch, settings):
    """Everybody and everything; pages are not drawn, for the door is what counts here."""
    settings.ACCOUNT_RATE_LIMITS = False
    logging.disable(logging.CRITICAL)
    monkeypatch.setattr(Template, "_render", lambda self, context: "")
    monkeypatch.setattr(AdminSite, "get_app_list", lambda *args: [])
    yield scenes.build()
    logging.disable(logging.NOTSET)


def is_kept(response: Any) -> bool:
    """Whether a browser may keep this answer."""
    said = response.headers.get("Cache-Control", "")
    return response.status_code == 200 and "no-store" not in said


def measured(scene, method: str) -> tuple[dict, list[str]]:
    """Address -> one word per role, and what was written where it must not be."""
    table: dict[str, str] = {}
    wrong: list[str] = []
    for name, path in addresses(scene).items():
        # At the desk a member stands for everybody without a seat.
        roles = [role for role in scenes.ROLES if role not in SEATLESS or "/admin/" not in path]
        words = []
        for role in roles:
            response, tables = undone(scene.browsers[role], method, path)
            words.append(meaning(response))
            if role != "stranger" and is_kept(response) and name not in KEPT:
                wrong.append(f"{method} {name} as {role} may be kept by the browser")
            if tables and (method == "get" or words[-1] != "ok"):
                wrong.append(f"{method} {name} as {role} wrote {sorted(set(tables))}")
        table[name] = words[0] if len(set(words)) == 1 else " ".join(words)
    return table, wrong


def test_no_two_addresses_share_a_name():
    names = [name for name, _route, _one in patterns(get_resolver().url_patterns)]

    assert sorted(names) == sorted(set(names))


@pytest.mark.parametrize("method", METHODS)
def test_everybody_gets_in_where_the_table_says_and_nowhere_else(scene, method: str):
    rows = tomllib.loads(TABLE.read_text())
    expected = {name: row[method] for name, row in rows.items()}

    found, wrong = measured(scene, method)

    assert "\n".join(wrong) == ""
    assert found == expected

"""The site on a phone: manifest, icons, service worker, what is kept and for how long."""

import json
import re
import struct
from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from association.queries import release
from tests.events.cast import browser
from tests.events.scenes import NOON, a_letterhead, a_login, a_meeting, members, say

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def at_noon(time_machine):
    time_machine.move_to(NOON, tick=False)


def manifest() -> dict:
    response = Client().get("/manifest.webmanifest")
    assert response["Content-Type"] == "application/manifest+json"
    return response.json()


def png_size(path: str) -> str:
    """Width x height, from the header of the file."""
    head = Path(path).read_bytes()[:24]
    assert head[:8] == b"\x89PNG\r\n\x1a\n"
    return "{}x{}".format(*struct.unpack(">II", head[16:24]))


def signed_in(person) -> Client:
    a_login(person, person.emails.get().address)
    return browser(person)


def test_the_manifest_has_the_name_of_the_letterhead_and_the_colours_of_the_tokens():
    a_letterhead(name="The Circle of Lamplighters", tagline="Evenings by lamp")

    found = manifest()

    tokens = (ROOT / "static/css/tokens.css").read_text()
    paper = re.search(r"--paper: (#\w+);", tokens)[1]
    icons, shortcuts = found.pop("icons"), found.pop("shortcuts")
    assert found == {
        "id": "/", "name": "The Circle of Lamplighters", "short_name": "The Circle",
        "description": "Evenings by lamp", "lang": "en", "dir": "ltr", "start_url": "/",
        "scope": "/", "display": "standalone", "background_color": paper, "theme_color": paper,
    }  # fmt: skip
    assert {icon["purpose"] for icon in icons} == {"any", "maskable"}
    assert [one["url"] for one in shortcuts] == ["/next/", "/me/"]


def test_every_icon_is_there_in_the_size_it_claims():
    a_letterhead()

    pictures = [icon for icon in manifest()["icons"] if icon["type"] == "image/png"]
    found = {i["src"]: png_size(finders.find(i["src"].removeprefix("/static/"))) for i in pictures}
    assert found == {icon["src"]: icon["sizes"] for icon in pictures}
    assert sorted(found.values()) == ["192x192", "512x512", "512x512"]
    assert png_size(finders.find("img/apple-touch-icon.png")) == "180x180"


def test_a_site_without_letterhead_has_a_manifest_too():
    assert manifest()["name"] == "Our association"


def test_every_page_names_manifest_icon_and_reader():
    a_letterhead()
    html = Client().get("/").content.decode()

    assert '<link rel="manifest" href="/manifest.webmanifest"' in html
    assert '<link rel="apple-touch-icon" href="/static/img/apple-touch-icon.png">' in html
    assert re.search(r'<meta name="reader" content="[0-9a-f]{16}-en">', html)


def test_the_worker_is_asked_for_anew_each_time_and_has_the_whole_site_in_its_reach():
    response = Client().get("/sw.js")

    assert response["Content-Type"] == "text/javascript; charset=utf-8"
    assert response["Cache-Control"] == "no-cache"
    assert response["Service-Worker-Allowed"] == "/"
    first, second = response.content.decode().splitlines()[:2]
    assert re.fullmatch(r'const RELEASE = "[0-9a-f]{16}";', first)
    assert json.loads(second.removeprefix("const SHELL = ").rstrip(";"))[0].endswith("site.css")


def test_a_changed_file_is_a_new_release(monkeypatch):
    before = release._fresh_id()
    assert release._fresh_id() == before
    read = release._read

    monkeypatch.setattr(
        release, "_read", lambda name: read(name) + (b" " if name == "css/site.css" else b"")
    )

    assert release._fresh_id() != before


@pytest.mark.parametrize("template", ["base.html", "parts/kept_styles.html", "alone.html"])
def test_what_is_kept_is_what_the_pages_use(template):
    html = (ROOT / "templates" / template).read_text()

    styles = re.findall(r"(css/\w+\.css)", html)
    assert styles == [name for name in release.SHELL if name.endswith(".css")]


def test_the_kept_page_has_place_time_and_ticket_but_no_form():
    a_letterhead()
    meeting = a_meeting(capacity=5)
    (member,) = members(1)
    say(meeting, member, "going", "A Guest")

    response = signed_in(member).get("/next/pocket/")

    html = response.content.decode()
    assert "Saved on Monday 15 June, 14:00. You are offline; this may have changed." in html
    assert html.count('<svg class="qr"') == 2
    assert re.findall(r"<(?:form|button|input)", html) == []
    path = meeting.get_absolute_url()
    assert response["Saved-For"] == f"/next/ {path} {path}ticket/"
    assert response["Saved-Until"] == (meeting.ends_at + timedelta(hours=12)).isoformat()
    assert response["Cache-Control"] == "private, no-store"


def test_one_keeps_the_meeting_one_goes_to_before_an_earlier_one():
    a_letterhead()
    sooner, later = a_meeting(5), a_meeting(9)
    going, silent = members(2)
    say(later, going)

    assert signed_in(going).get("/next/")["Location"] == later.get_absolute_url()
    assert signed_in(silent).get("/next/")["Location"] == sooner.get_absolute_url()


def test_a_stranger_keeps_the_public_meeting_without_a_ticket():
    a_letterhead()
    a_meeting(3, visibility="members")
    public = a_meeting(9)

    response = Client().get("/next/pocket/")

    assert response["Saved-For"] == f"/next/ {public.get_absolute_url()}"
    assert b'svg class="qr"' not in response.content


def test_without_a_meeting_nothing_is_kept_and_next_leads_to_the_list():
    a_letterhead()

    assert Client().get("/next/pocket/").status_code == 204
    assert Client().get("/next/")["Location"] == "/meetings/"


def test_readers_differ_by_person_and_say_nothing_of_the_id():
    a_letterhead()
    a_meeting()
    found = [signed_in(person).get("/next/pocket/")["Saved-Reader"] for person in members(2)]
    found.append(Client().get("/next/pocket/")["Saved-Reader"])

    assert len(set(found)) == 3


def test_the_offline_page_is_about_nobody():
    a_letterhead()
    (member,) = members(1)

    pages = [client.get("/offline/").content for client in (signed_in(member), Client())]

    assert pages[0] == pages[1]

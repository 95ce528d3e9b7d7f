"""The gallery shows every part, in the demo and nowhere else, and only it may be framed."""

import re
from pathlib import Path

import pytest
from django.test import Client

from association.queries.parts import PARTS, SCHEMES, WIDTHS
from kit.templatetags import charts, codes

pytestmark = [pytest.mark.broad, pytest.mark.django_db]
ROOT = Path(__file__).resolve().parents[2]
# Drawn by the parts that are made of them.
PIECES = {"chart_bars": "bar_chart", "chart_lines": "line_chart", "chart_spark": "sparkline",
          "chart_timeline": "timeline", "chart_frame": "bar_chart", "chart_dot": "line_chart",
          "chart_span": "timeline"}  # fmt: skip
NAMES = [part.name for part in PARTS]


@pytest.fixture
def _demo(settings):
    settings.DEMO = True


def test_every_file_of_the_parts_is_shown():
    files = {path.stem for path in (ROOT / "templates/parts").glob("*.html")}

    assert {PIECES.get(name, name) for name in files} - set(NAMES) == set()


def test_every_chart_and_code_is_shown():
    tags = {*charts.register.tags, *codes.register.tags, "person_row", "face", "icon"}

    assert tags - set(NAMES) == set()


@pytest.mark.parametrize("path", ["/parts/", "/parts/notice/", "/parts/styles.css"])
def test_outside_the_demo_there_is_no_gallery(client: Client, path: str):
    assert client.get(path).status_code == 404


@pytest.mark.usefixtures("_demo")
@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("width", WIDTHS)
def test_the_gallery_frames_each_part_at_the_width_and_scheme_asked_for(client, width, scheme):
    page = client.get("/parts/", {"width": width, "scheme": scheme})

    found = re.findall(r'<iframe [^>]*src="/parts/(\w+)/\?scheme=(\w+)" width="(\d+)"', page.text)
    assert sorted(found) == sorted((name, scheme, str(width)) for name in NAMES)
    assert "frame-src 'self'" in page.headers["Content-Security-Policy"]


@pytest.mark.usefixtures("_demo")
@pytest.mark.parametrize("name", NAMES)
def test_a_part_is_drawn_in_each_of_its_states_for_frames_of_our_own(client: Client, name: str):
    page = client.get(f"/parts/{name}/?scheme=dark")

    states = next(part.states for part in PARTS if part.name == name)
    assert page.text.count('class="gallery-state"') == len(states)
    assert page.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in page.headers["Content-Security-Policy"]


@pytest.mark.usefixtures("_demo")
def test_no_other_page_may_be_framed(client: Client):
    page = client.get("/parts/")

    assert page.headers["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in page.headers["Content-Security-Policy"]


@pytest.mark.usefixtures("_demo")
def test_a_part_that_is_not_there_is_not_found(client: Client):
    assert client.get("/parts/nothing/").status_code == 404


@pytest.mark.usefixtures("_demo")
def test_the_scheme_asked_for_decides_and_the_device_does_not(client: Client):
    light, dark = (client.get(f"/parts/styles.css?scheme={one}").text for one in SCHEMES)

    assert "prefers-color-scheme" not in light + dark
    assert ("@media all {" in dark, "@media not all {" in light) == (True, True)

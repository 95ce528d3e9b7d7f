"""The tags parts are made with: names, colours, times in their zone, undo and navigation."""

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from django import forms
from django.template import Context, Template

from kit.renderers import PartsRenderer
from kit.templatetags import parts

EVENING = datetime(2026, 12, 8, 18, 0, tzinfo=UTC)
END = datetime(2026, 12, 8, 20, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Ada King of Lovelace", "AL"), ("cher", "C"), ("", "?"), ("'- 3", "?"), ("Đorđe Č.", "ĐČ")],
)
def test_initials_are_at_most_two_letters(name, letters):
    assert parts.initials(name) == letters


def test_a_key_keeps_its_colour():
    assert parts.hue("b5f1") == parts.hue("b5f1")
    assert {parts.hue(n) for n in range(200)} == {f"hue-{n}" for n in range(8)}


@pytest.mark.parametrize(
    ("part", "whole", "share"), [(34, 40, 85), (0, 40, 0), (50, 40, 100), (3, None, 0), (3, 0, 0)]
)
def test_a_share_stays_between_nothing_and_all(part, whole, share):
    assert parts.percent(part, whole) == share


@pytest.mark.parametrize(
    ("zone", "words", "stamp"),
    [
        ("Europe/Berlin", "Tuesday 8 December 2026, 7 p.m.–9 p.m. CET", "2026-12-08T19:00+01:00"),
        (
            "Asia/Kathmandu",
            "Tuesday 8 December 2026, 11:45 p.m.–1:45 a.m. +0545",
            "2026-12-08T23:45",
        ),
    ],
)
def test_an_evening_is_told_on_the_wall_clock_of_its_zone(zone, words, stamp):
    told = parts.when(EVENING, END, zone)

    assert words in told
    assert f'<time datetime="{stamp}' in told


def test_a_date_block_shows_the_day_of_the_zone_and_not_of_utc():
    late = datetime(2026, 12, 8, 23, 30, tzinfo=UTC)

    block = parts.date_parts(late, "Europe/Berlin")

    assert (block["weekday"], block["day"], block["stamp"]) == ("Wed", "9", "2026-12-09")


@pytest.mark.parametrize(
    ("tags", "url"),
    [
        ("undo:/me/back/", "/me/back/"),
        ("warm undo:/x/", "/x/"),
        ("undo://elsewhere.example/", ""),
        ("undo:javascript:x", ""),
        (None, ""),
    ],
)
def test_undo_goes_to_an_address_of_our_own_only(tags, url):
    assert parts.undo_url(SimpleNamespace(extra_tags=tags)) == url


def test_a_link_to_an_unknown_address_is_left_out():
    assert parts.nav_link(Context({}), "no-such-address", "Nowhere") == ""


def test_a_link_to_the_page_one_is_on_says_so():
    here = Context({"request": SimpleNamespace(path="/")})

    assert parts.nav_link(here, "home", "<Home>") == (
        '<li><a href="/" aria-current="page">&lt;Home&gt;</a></li>'
    )


class Card(forms.Form):
    name = forms.CharField(help_text="As on the badge.")


def test_a_wrong_field_is_tied_to_its_help_and_its_error():
    html = Card({"name": ""}, renderer=PartsRenderer()).render()

    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert 'id="id_name_helptext"' in html
    assert 'id="id_name_error"' in html
    assert '<a href="#id_name">Name</a>: This field is required.' in html


def test_a_picture_is_hidden_from_screen_readers():
    html = Template('{% icon "calendar" %}').render(Context())

    assert 'aria-hidden="true"' in html


@pytest.mark.parametrize("piece", ["name", "href", "note", "badge", "tone", "photo_url", "symbol"])
def test_nothing_in_a_row_of_people_is_markup(piece: str) -> None:
    given = {"name": "A member", "key": 1, "badge": "new", piece: '"><script>'}

    row = parts.person_row(**given)

    assert ("<script>" in row, "&quot;&gt;&lt;script&gt;" in row) == (False, True)

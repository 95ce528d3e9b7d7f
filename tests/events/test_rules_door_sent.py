"""What a device sends is read strictly."""

import json
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from events.rules.door import runs
from events.rules.door_sent import Unreadable, read_sent
from events.rules.sheets import numbers
from tests.events.cast import evening


def parcel(now=0, **fields):
    one = {"uid": str(uuid4()), "act": "in", "at": evening(5).isoformat(), "person": str(uuid4())}
    found = {"device": str(uuid4()), "owner": "me", "now": evening(now).isoformat()}
    return json.dumps(found | {"acts": [one | fields]}).encode()


def test_a_clock_that_is_wrong_is_put_right():
    (act,) = read_sent(parcel(now=60), evening(10)).acts

    assert act.made_at == evening(5) - timedelta(minutes=50)


def test_no_act_lies_in_the_future():
    (act,) = read_sent(parcel(now=0), evening(2)).acts

    assert act.made_at == evening(2)


@pytest.mark.parametrize(
    "fields",
    [
        {"act": "toggle"}, {"uid": "x"}, {"at": "2026-06-15T19:00"}, {"at": 7}, {"person": 2**63},
        {"act": "walk_in", "name": "\x00"}, {"person": ["a"]},
        {"act": "walk_in", "name": "Ada \ud800", "email": "a@example.org"},
        {"act": "walk_in", "name": "Ada", "email": "a\udfff@example.org"},
    ],
)  # fmt: skip
def test_bad_acts_are_not_read(fields):
    with pytest.raises(Unreadable):
        read_sent(parcel(**fields), evening())


def test_half_a_character_names_no_log_in():
    with pytest.raises(Unreadable):
        read_sent(parcel().replace(b'"me"', b'"\\ud800"'), evening())


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b"\xff", b"[" * 9000, b'{"acts": 1}'])
def test_anything_else_is_not_read(body):
    with pytest.raises(Unreadable):
        read_sent(body, evening())


def test_more_acts_than_an_evening_has_are_not_read():
    one = {"uid": str(UUID(int=1)), "act": "in", "at": evening().isoformat()}
    found = {"device": str(uuid4()), "owner": "me", "now": evening().isoformat()}

    with pytest.raises(Unreadable):
        read_sent(json.dumps(found | {"acts": [one] * 501}).encode(), evening())


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("1 4, 7-9", ([1, 4, 7, 8, 9], [])),
        ("3 \N{EN DASH} 5;3", ([3, 4, 5], [])),
        ("2 x 9-7 1-99999", ([2], ["x", "9-7", "1-99999"])),
        ("  ", ([], [])),
        ("\x00", ([], ["\x00"])),
        ("99999999999999999999", ([], ["99999999999999999999"])),
    ],
)
def test_the_numbers_of_a_sheet(text, found):
    assert numbers(text) == found


@pytest.mark.parametrize(
    ("minute", "running"), [(-31, False), (-30, True), (119, True), (120, False)]
)
def test_a_meeting_runs_from_half_an_hour_before_to_its_end(minute, running):
    assert runs(evening(), evening(120), evening(minute), 30) is running

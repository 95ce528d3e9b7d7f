"""What a device sends from the door: read strictly, for anybody may write such a parcel."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from events.rules.door import put_right
from kit.text import clean
from members.rules import folded_words

MOST, LONGEST = 500, 200
ACTS = ("in", "out", "walk_in")


class Unreadable(ValueError):
    """Not a parcel of a door."""


@dataclass(frozen=True, kw_only=True)
class Sent:
    """One act as a device sends it; `made_at` is put right already. `person` is a person's uid, or
    for a walk-in that is taken back the uid of the act that brought the person in."""

    uid: UUID
    act: str
    made_at: datetime
    person: UUID | None = None
    ticket: UUID | None = None
    name: str = ""
    email: str = ""
    host: UUID | None = None


@dataclass(frozen=True)
class Parcel:
    """What one device sends at once."""

    device: UUID
    owner: str
    acts: list[Sent]


def read_sent(body: bytes, now: datetime) -> Parcel:
    """Read a parcel of at most 500 acts; times are put right by the device's own `now`.

    Raises Unreadable.
    """
    try:
        found = json.loads(body)
        json.dumps(found, ensure_ascii=False).encode()  # half a character is no text
        device_now = _instant(found["now"])
        acts = found["acts"]
        if not isinstance(acts, list) or len(acts) > MOST:
            raise Unreadable
        sent = [_act(one, device_now, now) for one in acts]
        return Parcel(UUID(found["device"]), str(found["owner"])[:LONGEST], sent)
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError):
        raise Unreadable from None


def _act(one: dict[str, Any], device_now: datetime, now: datetime) -> Sent:
    if one["act"] not in ACTS:
        raise Unreadable
    name = clean(str(one.get("name") or ""))[:LONGEST]
    email = clean(str(one.get("email") or ""))[:254]
    if "\0" in name + email or (one["act"] == "walk_in" and not folded_words(name)):
        raise Unreadable
    return Sent(
        uid=UUID(one["uid"]),
        act=one["act"],
        made_at=put_right(_instant(one["at"]), device_now, now),
        person=_uuid(one.get("person")),
        ticket=_uuid(one.get("ticket")),
        name=name,
        email=email,
        host=_uuid(one.get("host")),
    )


def _uuid(text: Any) -> UUID | None:
    return UUID(text) if text else None


def _instant(text: str) -> datetime:
    at = datetime.fromisoformat(text)
    if at.tzinfo is None:
        raise Unreadable
    return at

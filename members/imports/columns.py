"""Which header means which field, also in the exports of other products."""

from collections.abc import Callable
from enum import StrEnum
from functools import partial
from typing import Any

from kit.text import clean, fold
from members.imports import cells


class Field(StrEnum):
    """What a column can hold."""

    NAME = "name"
    FIRST = "first"
    LAST = "last"
    EMAIL = "email"
    PHONE = "phone"
    PLAN = "plan"
    START = "start"
    END = "period_end"
    JOINED = "joined_on"
    EMPLOYER = "employer"
    CITY = "city"
    SKILLS = "skills"
    HEADLINE = "headline"
    POSTAL = "postal_address"
    OPTED_OUT = "opted_out"
    SUBSCRIBED = "subscribed"
    ARCHIVED = "archived"
    UNDELIVERABLE = "undeliverable"
    KNOWN_AS = "known_as"


ALIASES: dict[Field, tuple[str, ...]] = {
    Field.NAME: ("name", "full name", "member", "member name", "display name"),
    Field.FIRST: ("first name", "firstname", "given name", "vorname"),
    Field.LAST: ("last name", "lastname", "surname", "family name", "nachname"),
    Field.EMAIL: ("email", "e-mail", "email address", "e-mail address", "mail"),
    Field.PHONE: ("phone", "telephone", "phone number", "mobile", "mobile phone"),
    Field.PLAN: ("plan", "membership level", "membership type", "membership", "level"),
    Field.START: ("start", "period start", "start date", "valid from"),
    Field.END: (
        "period end", "paid through", "paid until", "renewal due", "expires", "expiry",
        "expiry date", "expiration date", "end", "end date", "valid until",
    ),
    Field.JOINED: ("joined on", "joined", "member since", "join date", "first joined"),
    Field.EMPLOYER: ("employer", "company", "organization", "organisation"),
    Field.CITY: ("city", "town"),
    Field.SKILLS: ("skills", "skill", "expertise"),
    Field.HEADLINE: ("headline", "job title", "title", "position"),
    Field.POSTAL: ("postal address", "address", "mailing address"),
    Field.OPTED_OUT: ("opted out", "opt out", "optout", "unsubscribed", "do not mail",
                      "do not email", "email opted out"),
    Field.SUBSCRIBED: ("subscribed", "subscribed to emails", "email subscribed"),
    Field.ARCHIVED: ("archived",),
    Field.UNDELIVERABLE: ("undeliverable", "bounced", "email undeliverable",
                          "email delivery disabled"),
    Field.KNOWN_AS: ("known as", "nickname", "preferred name"),
}  # fmt: skip
BY_HEADER = {alias: field for field, aliases in ALIASES.items() for alias in aliases}

READERS: dict[Field, Callable[[str], Any]] = {
    Field.NAME: partial(cells.text, limit=200),
    Field.FIRST: partial(cells.text, limit=100),
    Field.LAST: partial(cells.text, limit=99),
    Field.EMAIL: cells.address,
    Field.PHONE: partial(cells.text, limit=40),
    Field.PLAN: partial(cells.text, limit=100),
    Field.START: cells.day_or_never,
    Field.END: cells.day_or_never,
    Field.JOINED: cells.day_or_never,
    Field.EMPLOYER: partial(cells.text, limit=200),
    Field.CITY: partial(cells.text, limit=120),
    Field.SKILLS: partial(cells.text, limit=1000),
    Field.HEADLINE: partial(cells.text, limit=200),
    Field.POSTAL: cells.lines,
    Field.OPTED_OUT: cells.flag,
    Field.SUBSCRIBED: cells.unless_no,
    Field.ARCHIVED: cells.flag,
    Field.UNDELIVERABLE: cells.flag,
    Field.KNOWN_AS: partial(cells.text, limit=100),
}


# Never brought in, not even as a further field.
SECRET = {"password", "passwort", "kennwort", "password hash"}


def is_secret(header: str) -> bool:
    """Whether a column holds what nobody may take along."""
    return fold(clean(header).replace("_", " ")) in SECRET


def field_of(header: str) -> Field | None:
    """The field a header names, whatever its case, accents, blanks and underscores."""
    return BY_HEADER.get(" ".join(fold(clean(header).replace("_", " ")).split()))

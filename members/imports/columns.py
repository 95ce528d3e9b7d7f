"""Which header means which field, also in the exports of other products."""

from collections.abc import Callable
from enum import StrEnum
from functools import partial
from typing import Any

from django.utils.translation import gettext_lazy as _

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
    OTHER_EMAILS = "other_emails"
    MAIL_VIA = "mail_via"
    LANGUAGE = "language"
    DECEASED = "deceased_on"
    NOTES = "notes"
    UID = "uid"


DAYS = frozenset({Field.START, Field.END, Field.JOINED, Field.DECEASED})
LABELS: dict[Field, Any] = {
    Field.NAME: _("Name"),
    Field.FIRST: _("First name"),
    Field.LAST: _("Last name"),
    Field.EMAIL: _("E-mail address"),
    Field.PHONE: _("Phone"),
    Field.PLAN: _("Plan"),
    Field.START: _("Period begins"),
    Field.END: _("Paid through"),
    Field.JOINED: _("First joined on"),
    Field.EMPLOYER: _("Employer"),
    Field.CITY: _("City"),
    Field.SKILLS: _("Skills"),
    Field.HEADLINE: _("Headline"),
    Field.POSTAL: _("Postal address"),
    Field.OPTED_OUT: _("Wants no letters (yes or no)"),
    Field.SUBSCRIBED: _("Wants letters (yes or no)"),
    Field.ARCHIVED: _("Archived (yes or no)"),
    Field.UNDELIVERABLE: _("Undeliverable (yes or no)"),
    Field.KNOWN_AS: _("Known as"),
    Field.OTHER_EMAILS: _("Further e-mail addresses"),
    Field.MAIL_VIA: _("Letters go to (whose address)"),
    Field.LANGUAGE: _("Language"),
    Field.DECEASED: _("Died on"),
    Field.NOTES: _("Notes"),
    Field.UID: _("Number in our own export"),
}

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
    Field.OTHER_EMAILS: ("other emails", "further addresses", "secondary email"),
    Field.MAIL_VIA: ("mail via",),
    Field.LANGUAGE: ("language",),
    Field.DECEASED: ("deceased on", "died on"),
    Field.NOTES: ("notes",),
    Field.UID: ("uid",),
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
    Field.OTHER_EMAILS: cells.addresses,
    Field.MAIL_VIA: partial(cells.text, limit=320),
    Field.LANGUAGE: cells.language,
    Field.DECEASED: cells.day_or_never,
    Field.NOTES: cells.notes,
    Field.UID: cells.uid,
}


# What a column may be besides a field: kept as a further field, or left out.
KEEP, LEAVE = "+", "-"

# Never brought in, not even as a further field.
SECRET = {"password", "passwort", "kennwort", "password hash"}


def is_secret(header: str) -> bool:
    """Whether a column holds what nobody may take along."""
    return fold(clean(header).replace("_", " ")) in SECRET


def meaning_of(header: str) -> str:
    """What a column is taken for where nobody said: a field's value, KEEP or LEAVE."""
    if is_secret(header) or not clean(header):
        return LEAVE if clean(header) else KEEP
    return field_of(header) or KEEP


def field_of(header: str) -> Field | None:
    """The field a header names, whatever its case, accents, blanks and underscores."""
    return BY_HEADER.get(" ".join(fold(clean(header).replace("_", " ")).split()))

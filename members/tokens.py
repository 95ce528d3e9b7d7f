"""Links that work for one person without a log-in; raising `link_epoch` revokes them all."""

from datetime import datetime, timedelta

from kit import tokens
from kit.tokens import TokenExpired, TokenInvalid
from members.models import Application, Person
from members.rules.joining import LINK_DAYS

__all__ = [
    "TokenExpired",
    "TokenInvalid",
    "application_link",
    "person_link",
    "read_application_link",
    "read_person_link",
]


def person_link(purpose: str, person: Person, *, at: datetime, days: int, about: int = 0) -> str:
    """A token ("answer", "renew", "speak") for this person, good for `days` from `at`."""
    return tokens.sign(
        purpose,
        subject=person.uid,
        epoch=person.link_epoch,
        expires_at=at + timedelta(days=days),
        about=about,
    )


def read_person_link(purpose: str, token: str, *, at: datetime) -> tuple[Person, int]:
    """Whose token it is and what it is about. Raises TokenInvalid or TokenExpired."""
    claim = tokens.read(purpose, token, at=at)
    person = Person.objects.filter(uid=claim.subject, link_epoch=claim.epoch).first()
    if person is None:
        raise TokenInvalid
    if person.merged_into is not None:
        person = person.merged_into
    return person, claim.about


def application_link(application: Application, *, at: datetime) -> str:
    """A token that proves the address an application was typed with; good for some days."""
    expires_at = at + timedelta(days=LINK_DAYS)
    return tokens.sign("join", subject=application.uid, epoch=0, expires_at=expires_at)


def read_application_link(token: str, *, at: datetime) -> Application:
    """The application of a token, with plan and person. Raises TokenInvalid or TokenExpired."""
    uid = tokens.read("join", token, at=at).subject
    found = Application.objects.select_related("plan", "person").filter(uid=uid).first()
    if found is None:
        raise TokenInvalid
    return found

"""People and seats for the tests of roles."""

from datetime import UTC, date, datetime

from django.db.backends.postgresql.psycopg_any import DateRange

from kit.text import canonical_email, fold
from members.models import Email, Person, User
from roles.actions import groups, terms
from roles.models import Role, Seat, Term

AT = datetime(2026, 5, 1, 12, tzinfo=UTC)
TODAY = date(2026, 5, 1)


def person(name: str, *, log_in: bool = True) -> Person:
    """Somebody with an address and (unless told) a log-in."""
    email = f"{fold(name).replace(' ', '.')}@example.org"
    user = User.objects.create_user(email) if log_in else None
    found = Person.objects.create(name=name, sort_name=fold(name), user=user)
    Email.objects.create(
        person=found, address=email, canonical=canonical_email(email), for_letters=True
    )
    return found


def seat(title: str, *group_names: str, body: str = Role.Body.BOARD, **fields) -> Seat:
    """The first seat of a role with these default groups."""
    role, _new = Role.objects.get_or_create(title=title, defaults={"body": body, **fields})
    named = groups.ensure()
    role.groups.set([named[name] for name in group_names])
    return Seat.objects.get_or_create(role=role, number=1)[0]


def term(where: Seat, who: Person, start: str, end: str, **fields) -> Term:
    """A term from one ISO day up to and without another."""
    period = DateRange(date.fromisoformat(start), date.fromisoformat(end))
    return terms.appoint(
        seat=where, person=who, period=period, by=None, at=AT, via="setup", **fields
    )


def log_in(who: Person) -> User:
    """A fresh user object, as a new request has."""
    return User.objects.get(pk=who.user_id)

"""The first hour of an association: letterhead, plans, roles, the first officer, a test letter.

And the operator's way back in, where nobody who could let others in is left.
"""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import available_timezones

from allauth.account.models import EmailAddress
from dateutil.relativedelta import relativedelta
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from kit.text import canonical_email, clean
from kit.turns import take_turns
from members.actions import people
from members.models import Email, Person, Plan, User
from outbox.actions import letters
from outbox.models import Letterhead
from outbox.queries import local_day
from roles.actions import groups, posts, terms
from roles.models import Role, Seat, Term
from roles.queries import seats_on

# One transaction sets up, the other finds it done.
FIRST_ROLE = "President"
# Board roles: title, default group, months of a term, what it is for
ROLES = [
    (FIRST_ROLE, "Board admin", 24, gettext_noop("Speaks for us and leads the board.")),
    ("Secretary", "Secretary", 24, gettext_noop("Keeps the records and the door.")),
    ("Treasurer", "Treasurer", 24, gettext_noop("Looks after dues and money.")),
    ("Membership chair", "Membership", 24, gettext_noop("Welcomes people and keeps them.")),
    ("Organizer", "Organizer", 12, gettext_noop("Finds speakers and runs the meetings.")),
]
# name, dues in cents, months, honorary, open to new members
PLANS = [
    ("Member", 8000, 12, False, True),
    ("Reduced", 3000, 12, False, True),
    ("Honorary", 0, None, True, False),
]


class SetupRefused(Exception):
    """What was entered cannot be used, or it is too late; the text says what to do."""


@dataclass(frozen=True, kw_only=True)
class Founding:
    """What one has to say to begin. Empty `sender` and `reply_to` = the officer's address."""

    name: str
    person_name: str
    email: str
    timezone: str = "UTC"
    sender: str = ""
    reply_to: str = ""
    tagline: str = ""
    postal_address: str = ""
    currency: str = "EUR"
    locale: str = "en"
    password: str = ""


@transaction.atomic
def found(founding: Founding, *, at: datetime) -> Person:
    """Set an empty association up and return its first officer.

    It is quiet: business letters are held until an officer releases them. A test letter goes to
    the officer at once. Raises SetupRefused. Changes letterhead, plans, groups, roles, people,
    log-ins and terms.
    """
    lock()
    if Term.objects.exists():
        raise SetupRefused(_("This association is set up already. Log in, or use `appoint`."))
    _check(founding)
    write_letterhead(founding, at=at)
    ensure_plans(currency=founding.currency)
    roles = ensure_roles(at=at)
    officer = ensure_person(email=founding.email, name=founding.person_name, at=at)
    ensure_log_in(person=officer, email=founding.email, password=founding.password or None)
    _seat(roles[FIRST_ROLE].seats.get(number=1), officer, today=local_day(at), at=at, via="setup")
    send_test_letter(to=founding.email, at=at)
    return officer


@transaction.atomic
def let_in(
    *, email: str, role_title: str, at: datetime, name: str = "", extra_seat: bool = False
) -> Term:
    """Put the person of that address into a free seat of a role: the operator's way back in.

    Makes person and log-in where missing. A holdover gives way. Raises SetupRefused for an unknown
    role (naming the known ones), a bad address, or a role without a free seat.
    """
    lock()
    check_email(email)
    groups.ensure()
    role = Role.objects.filter(title__iexact=role_title.strip()).first()
    if role is None:
        titles = Role.objects.values_list("title", flat=True)
        known = ", ".join(titles) or _("none, run `setup` first")
        raise SetupRefused(
            _("There is no role %(title)s. Roles: %(known)s.")
            % {"title": role_title, "known": known}
        )
    today = local_day(at)
    seat = posts.add_seat(role=role, by=None, at=at) if extra_seat else _free_seat(role, today)
    person = ensure_person(email=email, name=name, at=at)
    ensure_log_in(person=person, email=email)
    return _seat(seat, person, today=today, at=at, via="operator")


def lock() -> None:
    """Wait until no other transaction sets the association up."""
    take_turns("setup")


def write_letterhead(founding: Founding, *, at: datetime) -> Letterhead:
    """The letterhead, quiet. One that exists is kept. Changes the letterhead."""
    email = clean(founding.email)
    return Letterhead.objects.get_or_create(
        singleton=True,
        defaults={
            "name": clean(founding.name),
            "tagline": clean(founding.tagline),
            "timezone": founding.timezone,
            "locale": founding.locale,
            "currency": founding.currency.upper(),
            "postal_address": founding.postal_address.strip(),
            "sender": clean(founding.sender) or email,
            "reply_to": clean(founding.reply_to) or email,
            "signer_name": clean(founding.person_name),
            "founded_at": at,
        },
    )[0]


def ensure_plans(*, currency: str) -> dict[str, Plan]:
    """The default plans by name; existing ones are left as they are. Changes plans."""
    for name, cents, months, honorary, is_open in PLANS:
        Plan.objects.get_or_create(
            name=name,
            defaults={
                "dues_cents": cents, "months": months, "honorary": honorary,
                "open_to_new": is_open, "currency": currency.upper(),
            },
        )  # fmt: skip
    return {plan.name: plan for plan in Plan.objects.all()}


def ensure_roles(*, at: datetime) -> dict[str, Role]:
    """The default roles by title, one seat each, with their groups. Changes groups and roles."""
    rights = groups.ensure()
    return {
        title: posts.ensure(
            title=title, body=Role.Body.BOARD, groups=[rights[group]], by=None, at=at,
            term_months=months, purpose=_(purpose), position=place * 10,
        )
        for place, (title, group, months, purpose) in enumerate(ROLES, start=1)
    }  # fmt: skip


def ensure_person(*, email: str, name: str, at: datetime) -> Person:
    """The person of that address, made where nobody has it (named after it without a name)."""
    known = Email.objects.filter(canonical=canonical_email(email)).select_related("person").first()
    if known:
        return known.person
    by_address = email.partition("@")[0].replace(".", " ").replace("_", " ").title()
    return people.create(name=clean(name) or by_address, email=clean(email), by=None, at=at)


def ensure_log_in(*, person: Person, email: str, password: str | None = None) -> User:
    """A log-in for the person at that address, taken as proven: the operator vouches for it.

    Without a password a mailed code opens it. Changes log-ins and addresses.
    """
    canonical = canonical_email(email)
    user = person.user or User.objects.filter(email=canonical, person__isnull=True).first()
    if user is None:
        user = User.objects.create_user(canonical, password)
    if not user.is_active:
        user.is_active = True
        user.save(update_fields=["is_active"])
    if person.user_id != user.pk:
        person.user = user
        person.save(update_fields=["user"])
    EmailAddress.objects.update_or_create(
        email=canonical,
        defaults={
            "user": user,
            "verified": True,
            "primary": not EmailAddress.objects.filter(user=user, primary=True)
            .exclude(email=canonical)
            .exists(),
        },
    )
    return user


def send_test_letter(*, to: str, at: datetime) -> None:
    """Send one letter at once, quiet or not, to show that letters leave."""
    letters.post_sealed(
        kind="account.test",
        to=clean(to),
        content={
            "subject": _("Your association is set up"),
            "text": _(
                "This letter shows that your association can write letters.\n\n"
                "Everything else is held until you release it at the board's desk, so that"
                " nobody is written to by surprise.\n"
            ),
        },
        dedupe_key=f"test:{canonical_email(to)}:{at.isoformat()}",
        at=at,
    )


def check_email(address: str) -> None:
    """Raises SetupRefused where the text is no address."""
    try:
        validate_email(clean(address))
    except ValidationError:
        raise SetupRefused(_("“%(text)s” is no e-mail address.") % {"text": address}) from None


def _check(founding: Founding) -> None:
    for text, label in [
        (founding.name, _("The association")),
        (founding.person_name, _("The first officer")),
    ]:
        if not clean(text):
            raise SetupRefused(_("%(label)s needs a name.") % {"label": label})
    for address in filter(None, [founding.email, founding.sender, founding.reply_to]):
        check_email(address)
    check_email(founding.email)
    if founding.timezone not in available_timezones():
        raise SetupRefused(
            _("“%(zone)s” is no time zone. Write one like Europe/Berlin or America/New_York.")
            % {"zone": founding.timezone}
        )
    if len(founding.currency) != 3 or not founding.currency.isalpha():
        raise SetupRefused(_("Write the currency as three letters, like EUR or USD."))


def _free_seat(role: Role, today: date) -> Seat:
    views = [view for view in seats_on(today) if view.seat.role_id == role.pk]
    for view in views:
        if view.needs_successor:
            return view.seat
    holders = ", ".join(view.term.person.name for view in views if view.term)
    raise SetupRefused(
        _("Every seat of %(role)s is held (%(names)s). Add --extra-seat to make one more.")
        % {"role": role.title, "names": holders}
    )


def _seat(seat: Seat, person: Person, *, today: date, at: datetime, via: str) -> Term:
    end = today + relativedelta(months=seat.role.term_months)
    try:
        return terms.appoint(
            seat=seat, person=person, period=DateRange(today, end), by=None, at=at, via=via
        )
    except terms.TermRefused as refused:
        raise SetupRefused(str(refused)) from refused

"""Log-ins: made ready when a code is asked for, joined to a person on proof of the address."""

from datetime import datetime

from allauth.account.models import EmailAddress
from django.db import transaction

from kit.text import canonical_email
from members.models import Email, Person, User


@transaction.atomic
def prepare(*, address: str, at: datetime) -> None:
    """Make a code for this address possible, if it is on file with a living person.

    A person without a log-in gets an unproven one, joined to nobody; one who has a log-in gets
    the address added to it, unproven. Nothing happens for other addresses. Writes User and
    EmailAddress.
    """
    canonical = canonical_email(address)
    on_file = Email.objects.select_related("person__user").filter(
        canonical=canonical,
        person__deceased_on__isnull=True,
        person__merged_into__isnull=True,
    )
    found = on_file.first()
    if found is not None:
        _drop_claims(canonical, found.person)
    if found is None or EmailAddress.objects.filter(email__iexact=canonical).exists():
        return
    user = found.person.user or User.objects.filter(email=canonical).first()
    if user is None:
        user = User.objects.create_user(email=canonical)
    primary = not EmailAddress.objects.filter(user=user, primary=True).exists()
    EmailAddress.objects.create(user=user, email=canonical, verified=False, primary=primary)


@transaction.atomic
def join_on_proof(*, user: User, at: datetime) -> Person | None:
    """Join a log-in to the person whose address it has proven; gives the person, if there is one.

    Proof is an address allauth has verified: e-mail equality alone joins nothing. Further proven
    addresses go on file. Writes Person.user, Email.verified_at, Email.
    """
    proven = {
        canonical_email(address)
        for address in EmailAddress.objects.filter(user=user, verified=True).values_list(
            "email", flat=True
        )
    }
    if not proven:
        return None
    person = Person.objects.filter(user=user).first() or _claim(user, proven)
    if person is None:
        return None
    Email.objects.filter(person=person, canonical__in=proven, verified_at__isnull=True).update(
        verified_at=at
    )
    for canonical in proven - set(
        Email.objects.filter(canonical__in=proven).values_list("canonical", flat=True)
    ):
        Email.objects.create(
            person=person, address=canonical, canonical=canonical, verified_at=at,
            for_letters=not Email.objects.filter(person=person, for_letters=True).exists(),
        )  # fmt: skip
    return person


def _drop_claims(canonical: str, person: Person) -> None:
    """Who typed somebody else's address without proving it must not receive their log-in."""
    claims = EmailAddress.objects.filter(email__iexact=canonical, verified=False)
    claims.exclude(user__email=canonical).exclude(user__person=person).delete()


def _claim(user: User, proven: set[str]) -> Person | None:
    """The living person without a log-in whose address was proven becomes this user's."""
    free = Person.objects.select_for_update(no_key=True, of=("self",)).filter(
        emails__canonical__in=proven,
        user__isnull=True,
        deceased_on__isnull=True,
        merged_into__isnull=True,
    )
    person = free.order_by("pk").first()
    if person is not None:
        person.user = user
        person.save(update_fields=["user"])
    return person

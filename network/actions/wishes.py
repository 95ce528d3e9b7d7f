"""In the rounds or not, how often and where; whom never to sit with."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from members.models import Person
from network.actions.notes import NotPossible
from network.models import Avoidance, CoffeeWish
from network.queries.people import takes_part

MOST_AVOIDED = 100


@transaction.atomic
def join(*, person: Person, rhythm: int, city: str, at: datetime) -> CoffeeWish:
    """In the rounds from the next one on, or otherwise from now on; ends a pause.

    Raises NotPossible for who does not take part in the network. Writes CoffeeWish.
    """
    if not takes_part(person):
        raise NotPossible(_("{name} does not take part.").format(name=person.first_name))
    values = {"rhythm": rhythm, "city": city.strip()[:120], "paused_at": None, "silences": 0}
    return CoffeeWish.objects.update_or_create(
        person=person, defaults=values, create_defaults=values | {"joined_at": at}
    )[0]


def leave(*, person: Person) -> None:
    """Out of the rounds; what was agreed stands. Deletes CoffeeWish."""
    CoffeeWish.objects.filter(person=person).delete()


def pause(*, person: Person, at: datetime) -> None:
    """In no round until the person comes back. Writes CoffeeWish."""
    CoffeeWish.objects.filter(person=person, paused_at=None).update(paused_at=at)


def come_back(*, person: Person) -> bool:
    """In the next round again; False where there is no wish any more. Writes CoffeeWish."""
    return bool(CoffeeWish.objects.filter(person=person).update(paused_at=None, silences=0))


@transaction.atomic
def avoid(*, writer: Person, person: Person) -> None:
    """Never at one table in a round, and no proposals from them; nobody learns of it.

    Raises NotPossible for oneself or beyond a hundred. Writes Avoidance.
    """
    if writer.pk == person.pk:
        raise NotPossible(_("You cannot avoid yourself."))
    if Avoidance.objects.filter(writer=writer).count() >= MOST_AVOIDED:
        raise NotPossible(_("That are too many people. Leave the rounds instead."))
    Avoidance.objects.get_or_create(writer=writer, person=person)


def allow(*, writer: Person, person: Person) -> None:
    """No longer avoided. Deletes Avoidance."""
    Avoidance.objects.filter(writer=writer, person=person).delete()

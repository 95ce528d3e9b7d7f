"""One member writes to another whose address stays hidden."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from kit.queries import value
from members.models import Person, Relay
from members.queries.addresses import address_for
from members.queries.relays import takes_letters
from members.rules import RELAYS_A_DAY, NotPossible
from outbox.actions import letters
from outbox.models import Message

KEPT = timedelta(days=30)


@transaction.atomic
def send(*, sender: Person, recipient: Person, text: str, at: datetime) -> Message | None:
    """Queue a member's letter to another; answers go to the sender's own address.

    Raises NotPossible. Writes Relay and one letter.
    """
    # One after the other, so that two quick taps are counted as two.
    Person.objects.select_for_update(no_key=True).get(pk=sender.pk)
    if not address_for(sender):
        raise NotPossible(_("We have no address of yours that an answer could go to."))
    if not takes_letters(recipient):
        raise NotPossible(_("{name} takes no letters here.").format(name=recipient.name))
    most = value(RELAYS_A_DAY)
    day = Relay.objects.filter(sender=sender, written_at__gt=at - timedelta(days=1))
    if day.count() >= most:
        words = _("That is enough for a day: at most {most} letters. Please go on tomorrow.")
        raise NotPossible(words.format(most=most))
    relay = Relay.objects.create(sender=sender, recipient=recipient, text=text, written_at=at)
    return letters.post(
        kind="person.relay", to=address_for(recipient), at=at, dedupe_key=f"relay:{relay.uid}",
        about={"person": recipient.pk, "relay": relay.pk},
    )  # fmt: skip


def forget(*, at: datetime) -> int:
    """Empty the words of letters older than thirty days; gives how many. Writes Relay."""
    old = Relay.objects.filter(written_at__lt=at - KEPT).exclude(text="")
    return old.update(text="")

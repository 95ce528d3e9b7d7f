"""Which language somebody reads."""

from collections.abc import Sequence

from django.conf import settings

from kit.text import canonical_email
from members.models import Email, Person
from outbox.models import Message


def language_of(person: Person | None) -> str:
    """The code a person chose, "" for none or one that is no longer offered."""
    chosen = person.language if person else ""
    return chosen if chosen in dict(settings.LANGUAGES) else ""


def language_of_address(address: str) -> str:
    """The code chosen by whom the address belongs to, "" for none."""
    return language_of(Person.objects.filter(emails__canonical=canonical_email(address)).first())


def readers_languages(messages: Sequence[Message]) -> dict[int, str]:
    """By letter's id, the language chosen by whom the letter's address belongs to; for a letter
    to be printed, by whom it is about. One query for addresses, one for letters without."""
    spoken = dict(settings.LANGUAGES)
    addresses = {canonical_email(message.to) for message in messages if message.to}
    people = {_about(message) for message in messages if not message.to} - {0}
    by_address = dict(
        Email.objects.filter(canonical__in=addresses, person__language__in=spoken).values_list(
            "canonical", "person__language"
        )
        if addresses
        else ()
    )
    by_person = dict(
        Person.objects.filter(pk__in=people, language__in=spoken).values_list("pk", "language")
        if people
        else ()
    )
    found = {
        message.pk: by_address.get(canonical_email(message.to), "")
        if message.to
        else by_person.get(_about(message), "")
        for message in messages
    }
    return {key: language for key, language in found.items() if language}


def _about(message: Message) -> int:
    return int(message.about.get("person", 0))

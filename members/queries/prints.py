"""Letters about membership to people without e-mail, waiting for paper."""

from collections.abc import Iterable

from django.db.models import QuerySet

from members.models import Person
from outbox.models import Message
from outbox.queries import to_print

# As many sheets as a PDF draws within a minute.
BATCH = 200


def waiting_for_paper() -> QuerySet[Message]:
    """Letters about membership that nobody has printed yet, oldest first."""
    return to_print().filter(kind__startswith="membership.")


def readers(messages: Iterable[Message]) -> dict[int, Person]:
    """The people these letters are about, by id; one query."""
    return Person.objects.in_bulk({m.about["person"] for m in messages if "person" in m.about})

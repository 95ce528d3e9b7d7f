"""Letters from officers: what was written, to whom, and what became of each copy."""

from datetime import datetime
from typing import Any

from django.db.models import (
    BooleanField,
    CharField,
    Count,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Value,
)
from django.db.models.functions import Cast, Concat, JSONObject, Lower
from django.http import Http404

from kit.memo import remembered
from members.models import Announcement, Person
from members.queries.addresses import address_for, letter_address
from outbox.models import Message, Suppression
from outbox.queries import letterhead

State = Message.State


def get_announcement(pk: int) -> Announcement:
    """The gateway; Http404 where there is no such letter."""
    found = (
        Announcement.objects.select_related("signer", "queued_by", "cancelled_by")
        .filter(pk=pk)
        .first()
        if pk < 2**31
        else None
    )
    if found is None:
        raise Http404
    return found


def written(text: str) -> QuerySet[Announcement]:
    """All letters from officers, newest first, by any part of subject or text."""
    rows = Announcement.objects.select_related("signer")
    return rows.filter(Q(subject__icontains=text) | Q(text__icontains=text)) if text else rows


@remembered
def announcement_of(pk: int) -> Announcement | None:
    """The letter with who signs it."""
    return Announcement.objects.select_related("signer").filter(pk=pk).first()


@remembered
def signer(row: Announcement) -> tuple[str, str]:
    """Name and address of who signs; without an address, answers go to the letterhead's."""
    head = letterhead()
    return row.signer.name, address_for(row.signer) or (head.reply_to if head else "")


def addressed(people: QuerySet[Person], row: Announcement) -> QuerySet[Person]:
    """The people, each with `to_` ("" = no address) and `refuses_` (wants no such letters)."""
    found = people.annotate(to_=letter_address())
    if row.sort == Announcement.Sort.NOTICE:
        return found.annotate(refuses_=Value(False, output_field=BooleanField()))
    stopped = Suppression.objects.filter(
        category__in=["", "announcements"], address=Lower(OuterRef("to_"))
    )
    return found.annotate(refuses_=Exists(stopped))


def reach(people: QuerySet[Person], row: Announcement) -> dict[str, int]:
    """How many are in the set (`all`), get it (`mail`), have no address (`none`) or want none."""
    found: dict[str, int] = addressed(people.order_by(), row).aggregate(
        all=Count("pk"),
        none=Count("pk", filter=Q(to_="")),
        refused=Count("pk", filter=~Q(to_="") & Q(refuses_=True)),
    )
    return found | {"mail": found["all"] - found["none"] - found["refused"]}


def copies_to_write(people: QuerySet[Person], row: Announcement) -> QuerySet:
    """Rows for `post_many`: one a person; people without an address only where it is a notice,
    which has to reach them on paper."""
    found = people.order_by().annotate(to_=letter_address())
    if row.sort != Announcement.Sort.NOTICE:
        found = found.exclude(to_="")
    return found.annotate(
        about_=JSONObject(letter=Value(row.pk), person=F("pk")),
        dedupe_=Concat(Value(f"letter:{row.pk}:"), Cast("pk", CharField())),
    ).values_list("to_", "about_", "dedupe_")


def copies(row: Announcement) -> QuerySet[Message]:
    """Every copy of a letter in the ledger, in the order they were queued."""
    # All states named: the index begins with them.
    return Message.objects.filter(
        kind=row.kind, state__in=State.values, about__contains={"letter": row.pk}
    ).order_by("id")


def addressees(row: Announcement) -> QuerySet[Person]:
    """Everybody a copy of the letter was written for."""
    ids = copies(row).order_by().values_list("about__person", flat=True)
    return Person.objects.filter(pk__in=[int(one) for one in ids])


def states(row: Announcement) -> list[tuple[str, int]]:
    """(state in words, how many copies), in the order of a letter's life."""
    counted = dict(copies(row).order_by().values_list("state").annotate(n=Count("id")))
    return [(str(state.label), counted[state]) for state in State if state in counted]


def waiting(row: Announcement) -> bool:
    """Whether copies have not left yet, so that the letter can be taken back."""
    early = [State.HELD, State.PENDING, State.RETRY, State.CLAIMED]
    return copies(row).filter(state__in=early).exists()


def proof(row: Announcement) -> list[dict[str, Any]]:
    """One row per copy: `person`, `name`, `to`, `state`, `at` (handed over), `reason`, `said`."""
    found = list(copies(row))
    ids = {int(one.about["person"]) for one in found}
    names = dict(Person.objects.filter(pk__in=ids).values_list("pk", "name"))
    return [_line(one, names.get(int(one.about["person"]), "")) for one in found]


def _line(copy: Message, name: str) -> dict[str, Any]:
    at: datetime | None = copy.sent_at or copy.printed_at
    return {
        "name": name,
        "to": copy.to,
        "state": str(copy.get_state_display()),
        "printed": copy.printed_at is not None,
        "at": at,
        "reason": copy.error,
        "id": copy.message_id or "",
        "subject": copy.subject,
        "said": copy.text,
    }

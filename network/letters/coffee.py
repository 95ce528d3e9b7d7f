"""What is said about lunch and coffee. Only subjects without names are kept of these letters."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from members.models import Person
from members.queries import address_for
from members.tokens import person_link
from network import ical
from network.models import Avoidance, CoffeeWish, Kind, PairingSeat, Proposal
from network.queries.coffees import Table, tables, when
from network.queries.people import takes_part
from network.rules.slots import ANSWER_DAYS
from outbox.kinds import Attachment, Letter, Superseded
from outbox.models import Message
from outbox.queries import letterhead

BACK_DAYS = 180


def proposed(message: Message, at: datetime) -> Letter:
    """To the one who is asked: a lunch or a coffee, three times to choose from."""
    row = Proposal.objects.select_related("writer", "person").filter(**_key(message, "uid")).first()
    if row is None or row.state != Proposal.State.ASKED or max(row.times) <= at:
        raise Superseded(_("The proposal is answered, taken back or over."))
    if Avoidance.objects.filter(writer=row.person, person=row.writer).exists():
        raise Superseded(_("The proposal is answered, taken back or over."))
    return _letter(
        row.person, subject=_subject(row.kind, _("A lunch?"), _("A coffee?")),
        template="proposed",
        context={
            "other": row.writer, "kind": row.kind, "words": row.words,
            "times": [when(start) for start in row.times if start > at],
            "action_label": _("Choose a time, or say no"),
            "why": _("You get this letter because a member would like to meet you."),
        },
    )  # fmt: skip


def declined(message: Message, at: datetime) -> Letter:
    """To the one who asked: not this time."""
    rows = Proposal.objects.select_related("writer", "person")
    row = rows.filter(**_key(message, "reply_uid")).first()
    if row is None or row.state != Proposal.State.DECLINED:
        raise Superseded(_("The proposal is gone."))
    return _letter(
        row.writer, subject=_("Not this time"), template="declined",
        context={
            "other": row.person, "kind": row.kind,
            "why": _("You get this letter because it answers your proposal."),
        },
    )  # fmt: skip


def settled(message: Message, at: datetime) -> Letter:
    """To everybody at the table: the time, with the calendar."""
    table = _table(message, at)
    if table.pairing.called_off_at or not table.pairing.agreed_at:
        raise Superseded(_("It does not take place."))
    return _at_table(message, at, table, "settled", "REQUEST")


def called_off(message: Message, at: datetime) -> Letter:
    """To everybody at the table: it does not take place."""
    table = _table(message, at)
    if not table.pairing.called_off_at:
        raise Superseded(_("It takes place."))
    return _at_table(message, at, table, "off", "CANCEL")


def group(message: Message, at: datetime) -> Letter:
    """To everybody at a table of a round: who, and three times, each as a calendar file."""
    table = _table(message, at)
    if table.pairing.agreed_at or table.pairing.times[-1] <= at:
        raise Superseded(_("A time is fixed, or the week is over."))
    ahead = [slot for slot in table.slots if not slot.over]
    files = tuple(
        Attachment(
            f"{slot.start:%Y-%m-%d}.ics", "text/calendar",
            ical.calendar(ical.entry(table, slot.number), at=at),
        )
        for slot in ahead
    )  # fmt: skip
    reader = table.seat.person
    return _letter(
        reader, subject=_("Your coffee this week"), template="group", files=files,
        context={
            "names": table.names, "times": [slot.words for slot in ahead],
            "apart": table.afar,
            "action_label": _("Say which times suit you"),
            "why": _("You get this letter because you are in the rounds of coffee."),
        },
    )  # fmt: skip


def paused(message: Message, at: datetime) -> Letter:
    """To whoever said nothing three times in a row: a rest, and the way back."""
    wishes = CoffeeWish.objects.select_related("person")
    wish = wishes.filter(person=message.about.get("person")).first()
    if wish is None or wish.paused_at is None:
        raise Superseded(_("The reader is back, or has left the rounds."))
    token = person_link("back", wish.person, at=at, days=BACK_DAYS, about=wish.pk)
    return _letter(
        wish.person, subject=_("A rest from coffee"), template="paused", secrets=(token,),
        context={
            "action_url": settings.SITE_URL + reverse("coffee-back", args=[token]),
            "action_label": _("I am back"),
            "why": _("You get this letter because you are in the rounds of coffee."),
        },
    )  # fmt: skip


def did_you_meet(message: Message, at: datetime) -> Letter:
    """To everybody who has not said yet whether they met: two links, each one more tap away."""
    table = _table(message, at)
    if table.seat.met is not None or table.pairing.called_off_at:
        raise Superseded(_("It is told already, or was called off."))
    reader = table.seat.person
    token = person_link("met", reader, at=at, days=ANSWER_DAYS, about=table.seat.pk)
    url = settings.SITE_URL + reverse("coffee-by-mail", args=[token])
    return _letter(
        reader, subject=_("Did you meet?"), template="met", secrets=(token,),
        context={
            "names": table.names, "when": table.when, "kind": table.pairing.kind,
            "no_url": f"{url}?met=no", "action_url": f"{url}?met=yes",
            "action_label": _("Yes, we met"),
            "why": _("You get this letter because you had a lunch or a coffee planned."),
        },
    )  # fmt: skip


def _at_table(message: Message, at: datetime, table: Table, name: str, method: str) -> Letter:
    pairing, reader = table.pairing, table.seat.person
    head = letterhead()
    to, entry = address_for(reader), None
    if head and to and pairing.agreed_at:
        invited = ical.Invited(head.reply_to, head.name, to, reader.name)
        entry = ical.calendar(
            ical.Entry(pairing.uid, pairing.agreed_at, pairing.kind, table.title),
            at=at, method=method, invited=invited,
        )  # fmt: skip
    fixed = _subject(pairing.kind, _("Your lunch is fixed"), _("Your coffee is fixed"))
    off = _subject(pairing.kind, _("Your lunch is called off"), _("Your coffee is called off"))
    return _letter(
        reader, subject=fixed if name == "settled" else off, template=name,
        calendar=entry, calendar_method=method,
        context={
            "names": table.names, "when": table.when, "kind": pairing.kind,
            "others": table.others,
            "why": _("You get this letter because you are one of those who meet."),
        },
    )  # fmt: skip


def _letter(reader: Person, *, template: str, context: dict[str, Any], **more: Any) -> Letter:
    common = {
        "reader": reader,
        "action_url": settings.SITE_URL + reverse("coffee"),
        "action_label": _("Lunch and coffee"),
    }
    return Letter(
        to=address_for(reader), to_name=reader.name, private=True,
        template=f"network/{template}", context=common | context,
        preferences_url=settings.SITE_URL + reverse("me-letters"), **more,
    )  # fmt: skip


def _key(message: Message, name: str) -> dict[str, Any]:
    return {name: message.about.get("coffee")}


def _table(message: Message, at: datetime) -> Table:
    """The table of the reader's seat, while the reader takes part."""
    seats = PairingSeat.objects.select_related("pairing", "person")
    seat = seats.filter(**_key(message, "uid")).first()
    if seat is None or not takes_part(seat.person):
        raise Superseded(_("The reader has left the network."))
    return tables([seat], at)[0]


def _subject(kind: str, lunch: str, coffee: str) -> str:
    return lunch if kind == Kind.LUNCH else coffee

"""One member's lunches and coffees: what is asked, agreed, to be told, and past."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.http import Http404
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kit.clock import hours
from kit.text import fold
from members.models import Person
from network.models import Avoidance, CoffeeWish, Kind, Pairing, PairingSeat, Proposal
from network.rules.slots import ANSWER_DAYS

State = Proposal.State


@dataclass(frozen=True)
class Slot:
    """One time that is offered: its number, instant, words, and who said that it suits."""

    number: int
    start: datetime
    words: str
    suits: list[str]
    mine: bool = False
    over: bool = False


@dataclass(frozen=True)
class Table:
    """One table as one of its people sees it."""

    seat: PairingSeat
    pairing: Pairing
    company: list[tuple[Person, str]]
    slots: list[Slot]
    when: str
    title: str
    afar: bool = False

    @property
    def others(self) -> list[Person]:
        """Who else sits there; `company` names the city they gave for the rounds as well."""
        return [person for person, _city in self.company]

    @property
    def names(self) -> str:
        """Who else sits there, "Ada, Ben and Cleo"."""
        return names([one.name for one in self.others])


@dataclass(frozen=True)
class Asked:
    """One proposal as one of the two sees it."""

    row: Proposal
    other: Person
    title: str
    slots: list[Slot]


def names(found: Sequence[str]) -> str:
    """People in one line."""
    if len(found) < 2:
        return "".join(found)
    return _("{first} and {last}").format(first=", ".join(found[:-1]), last=found[-1])


def when(start: datetime) -> str:
    """Day and time on the association's clock, which pages and letters have as the current one."""
    local = localtime(start)
    day = date_format(local, pgettext("full day", "l j F Y"))
    return f"{day}, {hours(local, with_zone=True)}"


def title(kind: str, found: Sequence[str]) -> str:
    """What it is called: "Lunch with Ada"."""
    words = _("Lunch with {names}") if kind == Kind.LUNCH else _("Coffee with {names}")
    return words.format(names=names(found))


def _over(at: datetime) -> Q:
    """Its time has come: the agreed one, or the last that was offered."""
    return Q(pairing__agreed_at__lte=at) | Q(pairing__agreed_at=None, pairing__times__2__lte=at)


def coming(person: Person, at: datetime) -> QuerySet[PairingSeat]:
    """What is agreed or still to be agreed, the agreed ones first."""
    live = PairingSeat.objects.filter(person=person, pairing__called_off_at=None).exclude(_over(at))
    return live.select_related("pairing").order_by(F("pairing__agreed_at").asc(nulls_last=True))


def to_tell(person: Person, at: datetime) -> QuerySet[PairingSeat]:
    """Those of which the person has not said whether they met, of the last month."""
    since = at - timedelta(days=ANSWER_DAYS)
    over = PairingSeat.objects.filter(_over(at), person=person, pairing__called_off_at=None)
    return (
        over.filter(met=None, pairing__times__2__gt=since)
        .select_related("pairing")
        .order_by("-pairing__times__2", "id")
    )


def something_on(person: Person, at: datetime) -> Q:
    """A condition for any query: a table is laid for this person, a proposal waits, or nobody
    knows yet whether they met."""
    seats = (coming(person, at), to_tell(person, at), _made_to(person) & _waiting(at))
    laid, untold, waiting = (Q(Exists(rows.order_by().values("pk"))) for rows in seats)
    return laid | untold | waiting


def past(person: Person, at: datetime) -> QuerySet[PairingSeat]:
    """What the person has told, newest first."""
    told = PairingSeat.objects.filter(person=person, met__isnull=False)
    return told.select_related("pairing").order_by("-answered_at", "-id")


def tables(seats: Sequence[PairingSeat], at: datetime) -> list[Table]:
    """What the viewer sees of these seats of theirs; one query."""
    found: dict[int, list[PairingSeat]] = {}
    places = CoffeeWish.objects.filter(person=OuterRef("person")).values("city")[:1]
    rows = PairingSeat.objects.filter(pairing__in=[seat.pairing_id for seat in seats])
    rows = rows.annotate(city_=Coalesce(Subquery(places), Value("")))
    for row in rows.select_related("person").order_by("person__sort_name", "id"):
        found.setdefault(row.pairing_id, []).append(row)
    return [_table(seat, found.get(seat.pairing_id, []), at) for seat in seats]


def _table(seat: PairingSeat, rows: list[PairingSeat], at: datetime) -> Table:
    pairing = seat.pairing
    company = [(row.person, row.city_) for row in rows if row.person_id != seat.person_id]  # type: ignore[attr-defined]
    called = [person.name for person, _city in company] or [_("somebody who has left")]
    cities = {fold(row.city_ or row.person.city) for row in rows}  # type: ignore[attr-defined]
    slots = [
        Slot(
            n, start, when(start),
            [row.person.first_name for row in rows if n in row.suits and row.pk != seat.pk],
            n in seat.suits, start <= at,
        )
        for n, start in enumerate(pairing.times)
    ]  # fmt: skip
    agreed = when(pairing.agreed_at) if pairing.agreed_at else ""
    afar = pairing.round_id is not None and len(cities) > 1
    return Table(seat, pairing, company, slots, agreed, title(pairing.kind, called), afar)


def asked_of(person: Person, at: datetime) -> list[Asked]:
    """Proposals to this person that wait for an answer; none of whom they avoid."""
    rows = (_made_to(person) & _waiting(at)).select_related("writer")
    return [_asked(row, row.writer, at) for row in rows]


def asked_by(person: Person, at: datetime) -> list[Asked]:
    """Proposals of this person that wait for an answer."""
    rows = _waiting(at).filter(writer=person).select_related("person")
    return [_asked(row, row.person, at) for row in rows]


def _made_to(person: Person) -> QuerySet[Proposal]:
    """Proposals to this person, none by whom they avoid."""
    avoided = Avoidance.objects.filter(writer=person).values("person")
    return Proposal.objects.filter(person=person).exclude(writer__in=avoided)


def _waiting(at: datetime) -> QuerySet[Proposal]:
    return Proposal.objects.filter(state=State.ASKED, times__2__gt=at)


def _asked(row: Proposal, other: Person, at: datetime) -> Asked:
    slots = [Slot(n, start, when(start), [], over=start <= at) for n, start in enumerate(row.times)]
    return Asked(row, other, title(row.kind, [other.name]), slots)


def proposal_to(person: Person, uid: uuid.UUID) -> Proposal:
    """A proposal made to this person; Http404 for any other."""
    rows = _made_to(person).filter(uid=uid)
    return _or_404(rows.select_related("writer", "person").first())


def proposal_by(person: Person, uid: uuid.UUID) -> Proposal:
    """A proposal that this person made; Http404 for any other."""
    rows = Proposal.objects.filter(uid=uid, writer=person)
    return _or_404(rows.select_related("writer", "person").first())


def seat_at(person: Person, uid: uuid.UUID) -> PairingSeat:
    """This person's seat at the table of that uid; Http404 where they have none."""
    rows = PairingSeat.objects.filter(pairing__uid=uid, person=person)
    return _or_404(rows.select_related("pairing", "person").first())


def seat_by_link(person: Person, pk: int) -> PairingSeat | None:
    """The seat that a mailed link of this person is about."""
    rows = PairingSeat.objects.filter(pk=pk, person=person)
    return rows.select_related("pairing", "person").first()


def _or_404[T](found: T | None) -> T:
    if found is None:
        raise Http404
    return found


def at_tables(person: Person, told: Sequence[PairingSeat], at: datetime) -> dict[str, list[Table]]:
    """All that the page shows of tables: `coming`, `to_tell` and these that are `told`."""
    ahead, asked = list(coming(person, at)), list(to_tell(person, at))
    found = iter(tables([*ahead, *asked, *told], at))
    return {
        "coming": [next(found) for _one in ahead],
        "to_tell": [next(found) for _one in asked],
        "told": list(found),
    }

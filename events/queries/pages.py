"""What the pages of a meeting show to one viewer."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import (
    BigIntegerField,
    Count,
    IntegerField,
    OuterRef,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Coalesce

from events.models import Meeting, Needs, Price, Rsvp, Seating, Speaking, Talk
from events.queries.after import is_open
from events.queries.answers import ACTIVE, Comer, Party, coming, party_of
from events.queries.aside import Aside, aside, is_near
from events.queries.door import TO_SEND
from events.queries.meetings import programme
from events.queries.tickets import Ticket, tickets
from events.rules import closes_at
from events.rules.door import CHECK_IN_UNTIL, PAGE_FROM, SELF_FROM, runs, too_early, too_late
from events.rules.guests import takes_guests
from kit.prepared import Given, PreparedObjects
from kit.queries import value
from members.models import Person
from members.queries import of_user
from members.queries.rights import standing_now
from members.rules import CURRENT, Standing
from members.rules.grace import KEPT, Right

State = Rsvp.State


@dataclass(frozen=True, kw_only=True)
class Panel:
    """The answer of one viewer, and the seats; all a template needs to draw the form."""

    meeting: Meeting
    party: Party | None
    seats: list[Seating]
    closed: bool
    over: bool
    place: int = 0
    note: object = ""
    wish: str = ""
    alone: bool = False

    @property
    def state(self) -> str:
        """The viewer's own state, "" where there is none."""
        return self.party.state if self.party else ""

    @property
    def may_answer(self) -> bool:
        """Whether the form is shown: open, or a seat to take or give back before the start."""
        return not self.over and (not self.closed or self.state in ACTIVE)

    @property
    def may_say_yes(self) -> bool:
        """Whether a yes, or a change of it, is still taken."""
        return not self.over and (not self.closed or self.state == State.OFFERED)

    @property
    def guest_fields(self) -> list[str]:
        """One field per guest allowed, filled with those named already; none for a guest."""
        if self.alone:
            return []
        names = [row.name for row in self.party.guests] if self.party else []
        return names + [""] * max(0, self.meeting.guests_allowed - len(names))

    @property
    def guest_count(self) -> int:
        """How many guests are named already."""
        return len(self.party.guests) if self.party else 0

    @property
    def hosted(self) -> bool:
        """Whether the viewer comes as somebody's guest."""
        return bool(self.party and self.party.own and self.party.own.host_id)

    @property
    def full(self) -> bool:
        """Whether every mode with a limit has no seat left."""
        return bool(self.seats) and all(
            row.capacity is not None and row.taken >= row.capacity for row in self.seats
        )

    @property
    def mode(self) -> str:
        """The mode chosen before, else the first one offered."""
        chosen = self.party.mode if self.party and self.state in ACTIVE else ""
        return chosen or (self.seats[0].mode if self.seats else "")


@dataclass(frozen=True, kw_only=True)
class Page:
    """The meeting's page for one viewer."""

    panel: Panel
    talks: list[Talk]
    speakers: list[Speaking]
    coming: list[Comer] = field(default_factory=list)
    tickets: list[Ticket] = field(default_factory=list)
    shows_coming: bool = False
    online_url: str = ""
    may_run: bool = False
    may_check_in: bool = False
    may_manage: bool = False
    is_member: bool = False
    aside: Aside = field(default_factory=Aside)

    @property
    def price(self) -> Price | None:
        """What a seat costs; None where it costs nothing."""
        return self.aside.price

    @property
    def needs(self) -> Needs | None:
        """What this member told the organizers; None for who is not coming."""
        return self.aside.needs if self.panel.state in ACTIVE else None


def card_panel(meeting: Meeting, person: Person, at: datetime) -> Panel:
    """The panel beside a card, for a meeting as `for_cards` gives it.

    No query for who has no answer yet, one for who has, two for who waits.
    """
    found: list[Rsvp] = getattr(meeting, "mine", [])
    mine = found[0] if found else None
    if mine is None:
        return _panel(meeting, None, list(meeting.seatings.all()), at)
    party = party_of(meeting.pk, person.pk)
    waits = mine.wait_number is not None
    seats = _seats(meeting, party) if waits else list(meeting.seatings.all())
    return _panel(meeting, party, seats, at)


def panel(
    meeting: Meeting, person: Person | None, at: datetime, *, note: object = "", wish: str = ""
) -> Panel:
    """The answer panel in two queries. `note` is a sentence to show, `wish` an answer begun."""
    party = party_of(meeting.pk, person.pk) if person else None
    alone = person is not None and person.joined_on is None
    seats = _seats(meeting, party)
    return _panel(meeting, party, seats, at, note=note, wish=wish, alone=alone)


def _panel(
    meeting: Meeting,
    party: Party | None,
    seats: list[Seating],
    at: datetime,
    *,
    note: object = "",
    wish: str = "",
    alone: bool = False,
) -> Panel:
    own = party.own if party else None
    queue = own.mode if own and own.wait_number else None
    place = next((getattr(row, "before_", 0) + 1 for row in seats if row.mode == queue), 0)
    published = meeting.state == Meeting.State.PUBLISHED
    return Panel(
        meeting=meeting,
        party=party,
        seats=seats,
        closed=not published or at >= closes_at(meeting.starts_at, meeting.answers_until),
        over=not published or at >= meeting.starts_at,
        place=place,
        note=note,
        wish=wish,
        alone=alone,
    )


def page(
    meeting: Meeting, user: Any, at: datetime, *, note: object = "", wish: str = ""
) -> dict[str, Any]:
    """What `events/meeting.html` needs; who is coming is for current members and organizers."""
    person = of_user(user)
    day = at.astimezone(ZoneInfo(meeting.timezone)).date()
    answer = panel(meeting, person, at, note=note, wish=wish)
    more = aside(meeting, person, day) if _has_more(meeting, person, answer, at) else None
    talks, speakers = programme(meeting)
    manages = user.is_authenticated and user.has_perm("events.manage_meetings")
    found = standing_now(person, day) if person else None
    shows = manages or _comes(found, more)
    going = answer.state == State.GOING
    runs_door = user.is_authenticated and user.has_perm("events.run_meeting")
    opens, here = _tonight(meeting, more, at) if person and more else (False, False)
    shown = Page(
        panel=answer,
        talks=talks,
        speakers=speakers,
        coming=coming(meeting) if shows else [],
        shows_coming=shows,
        tickets=tickets(meeting, answer.party),
        online_url=meeting.online_url if going or manages else "",
        may_run=runs_door or opens,
        may_check_in=here,
        may_manage=manages,
        is_member=found in CURRENT,
        aside=more or Aside(),
    )
    asks = takes_guests(meeting, at) and (person is None or (answer.alone and not answer.state))
    return {"meeting": meeting, "page": shown, "panel": answer, "takes_guests": asks, "at": at}


def _has_more(meeting: Meeting, person: Person | None, answer: Panel, at: datetime) -> bool:
    """Whether anything may stand beside: asked of few readers of few meetings."""
    known = [getattr(meeting, name, True) for name in ("priced_", "papered_", "linked_")]
    mine = answer.state in ACTIVE or is_near(meeting, at) or is_open(meeting, at)
    return any(known) or (person is not None and mine)


def _comes(found: Standing | None, more: Aside | None) -> bool:
    """Whether somebody of this standing comes to meetings as a member."""
    if found == Standing.GRACE:
        kept = KEPT[Right.MEETINGS]
        return bool(more.value(kept) if more else value(kept))
    return found in CURRENT


def _tonight(meeting: Meeting, more: Aside, at: datetime) -> tuple[bool, bool]:
    """Whether a job opens the door to this person, and whether they may check themselves in now."""
    if meeting.state != Meeting.State.PUBLISHED:
        return False, False
    early = too_early(meeting.starts_at, at, more.value(PAGE_FROM))
    late = too_late(meeting.starts_at, at, more.value(CHECK_IN_UNTIL) + TO_SEND)
    here = runs(meeting.starts_at, meeting.ends_at, at, more.value(SELF_FROM))
    return more.has_door_job and not early and not late, here and not more.was_seen


def needs_of(party: Party | None) -> Needs | None:
    """What this member told the organizers; no query for who is not coming."""
    if party is None or party.own is None or party.state not in ACTIVE:
        return None
    return Needs.objects.filter(rsvp=party.own.id).first()


def _seats_asked() -> QuerySet[Seating]:
    queue = Rsvp.objects.filter(
        meeting=OuterRef("meeting"), mode=OuterRef("mode"), state=State.WAITLISTED
    ).order_by()
    before = queue.filter(host__isnull=True, wait_number__lt=Given("number", IntegerField()))
    return (
        Seating.objects.filter(meeting=Given("meeting", BigIntegerField()))
        .annotate(waiting=_count(queue), before_=_count(before))
        .order_by("id")
    )


SEATS = PreparedObjects(_seats_asked, extra=["waiting", "before_"])


def _seats(meeting: Meeting, party: Party | None) -> list[Seating]:
    """The seats with how many wait, and how many parties wait before this one."""
    number = party.own.wait_number if party and party.own else None
    return SEATS.objects(meeting=meeting.pk, number=number)


def _count(rows: QuerySet) -> Coalesce:
    counted = rows.values("meeting").annotate(count=Count("id")).values("count")
    return Coalesce(Subquery(counted, output_field=IntegerField()), Value(0))

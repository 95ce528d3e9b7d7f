"""What the examples of `/parts/` are filled with: invented, unsaved, the same every day."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django import forms
from django.core.paginator import Paginator

from association.queries.part_pictures import icon_names
from events.models import Meeting, Rsvp, Seating, Venue
from events.queries.tickets import Ticket
from kit.plots import Span
from members.rules import Standing

LONG = "Wilhelmina-Charlotte Featherstonehaugh-Oppenheimer of the Outer Synthetic Islands"
LONG_WORD = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
AT = datetime(2026, 11, 24, 18, tzinfo=UTC)
TODAY = date(2026, 11, 24)


class ExampleForm(forms.Form):
    """A field of every look."""

    name = forms.CharField(label="Name", max_length=40, help_text="As it is to be printed.")
    email = forms.EmailField(label="E-mail", required=False)
    day = forms.DateField(label="Day", widget=forms.DateInput(attrs={"type": "date"}))
    words = forms.CharField(label="Words", widget=forms.Textarea(attrs={"rows": 3}))
    room = forms.ChoiceField(label="Room", choices=[("a", "Room A"), ("b", "Room B")])
    how = forms.ChoiceField(
        label="How", widget=forms.RadioSelect, choices=[("here", "In the room"), ("far", "Online")]
    )
    fixed = forms.CharField(label="Cannot be changed", disabled=True, initial="Fixed")
    yes = forms.BooleanField(label="I have read it", help_text="All of it.")


@dataclass(frozen=True)
class Reader:
    """Who looks at the head and the foot of a page."""

    is_authenticated: bool = False
    is_staff: bool = False


def meeting(**fields: Any) -> Meeting:
    """An unsaved meeting with its room."""
    known = {
        "slug": "example-2026-11-24", "title": "Example evening", "topic": "An example topic",
        "starts_at": AT, "ends_at": AT + timedelta(hours=2), "timezone": "Europe/Berlin",
        "state": Meeting.State.PUBLISHED, "venue": Venue(name="Room A", city="Exampleton"),
    }  # fmt: skip
    return Meeting(**(known | fields))


def things() -> dict[str, Any]:
    """The context of every example."""
    return {
        "long": LONG, "long_word": LONG_WORD, "at": AT, "zone": "Europe/Berlin", "today": TODAY,
        "meeting": meeting(), "online": meeting(venue=None, online_url="https://example.org/x"),
        "cancelled": meeting(state=Meeting.State.CANCELLED),
        "wordy": meeting(topic=LONG, venue=Venue(name=LONG, city=LONG_WORD)),
        "full": Seating(taken=20, capacity=20), "some": Seating(taken=7, capacity=20),
        "waiting": Rsvp(state=Rsvp.State.WAITLISTED, wait_number=128),
        "answers": Rsvp.State.values, "standings": Standing.values, "icons": icon_names(),
        "form": ExampleForm(), "refused": ExampleForm({"name": "x" * 41, "email": "no address"}),
        "first": Paginator(range(60), 20).page(1), "middle": Paginator(range(60), 20).page(2),
        "last": Paginator(range(98765), 5).page(19753),
        "stranger": Reader(), "member": Reader(True), "officer": Reader(True, True),
        "ticket": Ticket(code="EXAMPLE", name="A. Example", host="", mode="in_person"),
        "guest_ticket": Ticket(code="0" * 38, name=LONG, mode="in_person", host=LONG),
        **drawn(),
    }  # fmt: skip


def drawn() -> dict[str, Any]:
    """Numbers and spans of the charts."""
    months = [(f"{n:02}", 12 + n * 7 % 11, 8 + n * 5 % 9) for n in range(1, 13)]
    spans = [Span(date(2025, 1, 1), date(2026, 6, 1), "A. Example", "elected")]
    return {
        "pairs": [(label, said) for label, said, _came in months[:5]],
        "odd_pairs": [(LONG, 1_234_567), ("Nothing", 0), ("Below nothing", -345_678)],
        "lines": months, "one_line": months[:1], "sparks": [pair[:2] for pair in months],
        "rows": [("Seat 1", spans), (LONG, [])], "nothing": [],
    }  # fmt: skip

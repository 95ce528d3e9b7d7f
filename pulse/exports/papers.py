"""How the association is, on paper: the board pack, and the annual report for everybody."""

from datetime import date

from django.db.models import Count

from outbox.papers import on_letterhead
from pulse.models import FollowUp
from pulse.queries.annual import Annual
from pulse.queries.crowd import by_name
from pulse.queries.exits import reasons
from pulse.queries.overview import CELLS, Overview
from pulse.rules import Waterfall
from roles.models import Term
from roles.queries.endings import ending

# Who came and who went is told by name up to so many people of each sort.
MOST_NAMES = 60
TOLD = ("new", "reinstated", "resigned", "lapsed", "other")


def board_pack(seen: Overview) -> bytes:
    """Signs with their rules, who came and who went and why, the outlook with its assumptions,
    calls by reason, and terms that end. Raises kit.pdf.NoPdf where none can be drawn."""
    context = {
        "seen": seen, "day": seen.day, "moves": _moves(seen.fall, seen.day),
        "calls": _calls(),
        "ending": Term.objects.filter(pk__in=[term.pk for term, _stage in ending(seen.day)])
        .select_related("person", "seat__role").order_by("period", "id"),
    }  # fmt: skip
    return on_letterhead("pulse/pdf/pack.html", context)


def annual_report(seen: Annual) -> bytes:
    """The year for everybody: numbers, talks and who held office, nobody else by name. Raises
    kit.pdf.NoPdf where none can be drawn."""
    return on_letterhead("pulse/pdf/annual.html", {"seen": seen, "day": seen.day})


def _moves(fall: Waterfall, day: date) -> list[tuple[str, int, list[tuple[str, str]]]]:
    """Each part of the waterfall: its words, how many, and the first names with what is on file."""
    found = []
    for key in TOLD:
        ids = getattr(fall, key)
        people = by_name(ids)[:MOST_NAMES]
        why = reasons(key, [person.pk for person in people], day)
        rows = [(person.name, why.get(person.pk, "")) for person in people]
        found.append((str(CELLS[key]), len(ids), rows))
    return found


def _calls() -> list[tuple[str, int]]:
    """How many wait to be called, by reason."""
    waiting = FollowUp.objects.filter(state=FollowUp.State.OPEN).order_by()
    counts = dict(waiting.values_list("reason").annotate(Count("id")))
    return [
        (str(label), counts[value]) for value, label in FollowUp.Reason.choices if value in counts
    ]

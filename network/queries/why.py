"""Why somebody is proposed, in words for the officer; no score, and no tie of anybody's."""

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from members.models import Person
from network.queries.candidates import Candidate
from network.rules.asks import Reason


def why(one: Candidate) -> list[str]:
    """The reasons, a sentence each."""
    sentences = {
        Reason.SKILL: _skill(one),
        Reason.DONE: _("Has done this before."),
        Reason.STEP: _step(one),
        Reason.CAME: ngettext(
            "Came to %(count)d meeting in the past year.",
            "Came to %(count)d meetings in the past year.",
            one.facts.came,
        ) % {"count": one.facts.came},
        Reason.KNOWS: _("Is no stranger to those who are there."),
    }  # fmt: skip
    return [sentences[reason] for reason in one.reasons]


def picked(person: Person, asker: Person, viewer: Person | None) -> str:
    """What the officer reads after having picked a name."""
    if asker == viewer:
        return _("You ask %(name)s. It stands on your home page.") % {"name": person.name}
    words = _("%(asker)s finds on the home page that %(name)s should be asked, and says first"
              " whether that is all right.")  # fmt: skip
    return words % {"asker": asker.name, "name": person.name}


def _skill(one: Candidate) -> str:
    return _("Names as a skill: %(skills)s.") % {"skills": ", ".join(one.skills)}


def _step(one: Candidate) -> str:
    """What the step starts from."""
    before = {
        0: _("comes regularly; a small job would be the next step"),
        1: _("has done a short job; this is the next small step"),
        2: _("has helped for an evening or with a project; this is the next small step"),
        3: _("has had a standing job; this is the next small step"),
        4: _("has served on a committee; this is the next small step"),
    }
    return capfirst(before.get(one.facts.largest, before[0])) + "."

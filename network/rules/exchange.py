"""What somebody looks for and what they can offer, in their own words, and when the two meet."""

from django.utils.translation import gettext_lazy as _

from kit.rules import knob
from kit.text import fold

EXCHANGE_DAYS = knob(
    "network.exchange_days", 60, _("Days after which what a member looks for and offers runs out")
)
NEWCOMER_DAYS = knob(
    "network.newcomer_days", 90, _("Days since joining in which somebody is named as new")
)
# Shorter words ("of", "for") say nothing of what somebody needs.
SAYS_SOMETHING = 4


def parts(text: str) -> list[str]:
    """What stands between commas or line ends, as it was written."""
    return [part for raw in text.replace("\n", ",").split(",") if (part := raw.strip())]


def meets(seeks: str, offers: str) -> str:
    """The first part of `offers` that answers a part of `seeks`, as written; "" where none does.

    Two parts meet where every word of one of them begins like a word of the other ("sail repair"
    and "repair of sails").
    """
    wanted = [_words(part) for part in parts(seeks)]
    for part in parts(offers):
        given = _words(part)
        if any(_cover(one, given) or _cover(given, one) for one in wanted):
            return part
    return ""


def _words(part: str) -> list[str]:
    separated = "".join(char if char.isalnum() else " " for char in fold(part))
    return [word for word in separated.split() if len(word) >= SAYS_SOMETHING]


def _cover(few: list[str], many: list[str]) -> bool:
    return bool(few) and all(any(_alike(word, other) for other in many) for word in few)


def _alike(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)

"""Printed names: who of them is a person with a full name, and what stays text.

A programme prints all sorts of things as a speaker: full names, nicknames, `you!`, an employer
after a comma, several people in one breath. Only a full name makes a person; the rest is kept as
it was printed.
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from kit.text import clean, fold


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


PLACEHOLDERS = _words(
    "tba tbd tbc you everybody everyone anybody all vsichni organizers organisers organizatori"
    " speaker various volunteers members nobody unknown"
) | {"to be announced", "to be confirmed", "various speakers", "all members", "lightning talks"}
TITLES = _words(
    "dj dr prof mr mrs ms mx sir ing mgr bc mudr judr rndr phdr doc dipl-ing msc bsc phd mba csc"
    " jr sr"
)
# Words of offices and firms: a piece that holds one of them is no person.
OFFICES = _words(
    "developer advocate engineer engineering architect head chief manager director founder"
    " cofounder co-founder ceo cto cfo coo lead leader senior junior software professor researcher"
    " scientist analyst consultant specialist president chair chairman chairwoman secretary"
    " treasurer cloud company labs lab inc ltd llc gmbh ag corp corporation group studio studios"
    " systems technologies software solutions university institute college school faculty academy"
    " foundation bank storage hat s.r.o a.s sro of at the in for and @ & team"
)
IN_BRACKETS = re.compile(r"^(?P<name>[^()]+?)\s*\((?P<rest>[^()]+)\)$")
PARTICLES = _words("van von der den de del della di da dos la le el al bin ibn ter ten zu")


@dataclass(frozen=True)
class Printed:
    """One speaker: name as printed, full name of a person ("" = text only), employer."""

    text: str
    name: str = ""
    affiliation: str = ""


def full_name(text: str) -> str:
    """The full name this text is, without titles; "" where a surname or a capital is missing."""
    name = clean(text).strip(" ,.")
    words = [word for word in name.split() if fold(word).strip(".,") not in TITLES]
    if fold(name).strip("!?. ") in PLACEHOLDERS or not 2 <= len(words) <= 6:
        return ""
    carrying = [word for word in words if fold(word) not in PARTICLES]
    if not all(_is_name_word(word) for word in carrying) or len(carrying) < 2:
        return ""
    return " ".join(words) if _is_whole(words[-1]) and _is_whole(carrying[-1]) else ""


def read_speakers(cell: str, first_names: Collection[str] = ()) -> list[Printed]:
    """The speakers of one cell, separated by `;`. `first_names`: folded ones met elsewhere."""
    pieces = [clean(piece) for piece in cell.split(";")]
    return [printed for piece in pieces if piece for printed in _read(piece, first_names)]


def first_names_of(cells: Iterable[str]) -> frozenset[str]:
    """The folded first names of the full names that begin the pieces of these cells."""
    heads = (re.split("[,(]", piece)[0] for cell in cells for piece in cell.split(";"))
    names = (full_name(head) for head in heads)
    return frozenset(fold(name.split()[0]) for name in names if name)


def _read(piece: str, first_names: Collection[str]) -> list[Printed]:
    bracketed = IN_BRACKETS.match(piece)
    if bracketed:
        name = full_name(bracketed["name"])
        return [Printed(piece, name, clean(bracketed["rest"]))] if name else [Printed(piece)]
    head, comma, rest = piece.partition(",")
    if not comma:
        return [Printed(piece, full_name(piece))]
    parts = [clean(part) for part in piece.split(",") if clean(part)]
    if _is_list_of_people(parts, first_names):
        return [Printed(part, full_name(part)) for part in parts]
    name = full_name(head)
    return [Printed(piece, name, clean(rest) if name else "")]


def _is_list_of_people(parts: list[str], first_names: Collection[str]) -> bool:
    """All are full names without words of an office, and what follows the first is known as such.

    Three names or more speak for themselves; of two, the second needs a first name met elsewhere,
    for `Name, Red Hat` looks like two people.
    """
    if len(parts) < 2 or not all(_is_person(part) for part in parts):
        return False
    return len(parts) > 2 or fold(parts[1].split()[0]) in first_names


def _is_person(part: str) -> bool:
    words = {fold(word).strip(".") for word in part.split()}
    return bool(full_name(part)) and not words & OFFICES


def _is_name_word(word: str) -> bool:
    """Begins like a name: a letter that is no small one, and nothing but letters, ' - and dots."""
    letters = [char for char in word if char not in "-'’.`"]
    if not letters or not all(char.isalpha() for char in letters):
        return False
    return not word[0].islower() and not any(char in "ℲꟻƎ" for char in word)


def _is_whole(word: str) -> bool:
    """More than an initial: at least two letters, or one of a script without capitals."""
    letters = word.rstrip(".")
    if word.endswith(".") and len(letters) < 4:
        return False
    return len(letters) > 1 or letters.upper() == letters.lower()

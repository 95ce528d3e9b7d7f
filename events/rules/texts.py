"""Addresses and search text of meetings."""

from collections.abc import Iterable
from datetime import date

from kit.text import fold

SLUG_LENGTH = 80


def slug(series_slug: str, day: date, twin: int = 0) -> str:
    """`<series>-<yyyy-mm-dd>`, with `-2`, `-3` ... where that day has more than one."""
    tail = f"-{day.isoformat()}" + (f"-{twin + 1}" if twin else "")
    return series_slug[: SLUG_LENGTH - len(tail)] + tail


def search_text(pieces: Iterable[str]) -> str:
    """What a search looks through: the pieces folded, each once."""
    return " ".join(dict.fromkeys(fold(piece) for piece in pieces if piece))

"""The letters of one series, set by its organizers."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from events.models import Series, SeriesLetters
from members.models import Person

FIELDS = ("invitation", "first", "last", "going", "soon", "words")


def set_letters(
    *, series: Series, letters: Mapping[str, Any], by: Person | None, at: datetime
) -> None:
    """When the letters of a series leave (`FIELDS`; None = as everywhere, 0 = never) and the
    sentence at their top. Letters queued already stay. Writes SeriesLetters."""
    values = {name: letters[name] for name in FIELDS}
    SeriesLetters.objects.update_or_create(series=series, defaults=values)

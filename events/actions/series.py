"""Series: a rhythm is written down and changed; the last meeting is the pattern of the next."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from events.actions import meetings, occurrences
from events.actions.refusals import NotPossible
from events.models import Meeting, Series
from events.rules.recurrence import canonical
from members.models import Person

FIELDS = (
    "name", "slug", "kind", "rule", "local_time", "duration_minutes", "timezone", "venue",
    "capacity", "guest_limit", "description",
)  # fmt: skip
COPIED = (
    "summary", "venue", "online_url", "guest_limit", "visibility", "contact", "credits_minutes",
    "credit_kind",
)  # fmt: skip


@transaction.atomic
def create(*, by: Person | None, at: datetime, **values: Any) -> Series:
    """A new series of `FIELDS`; an address is made of the name where none is given.

    Raises events.rules.recurrence.RuleInvalid. Writes Series.
    """
    series = Series(**_checked(values))
    series.slug = series.slug or _free_slug(series.name)
    series.save()
    return series


@transaction.atomic
def edit(*, series: Series, by: Person | None, at: datetime, **values: Any) -> bool:
    """Change `FIELDS` of a series; True if anything differed. Meetings made already stay as they
    are: each is moved by itself. Raises RuleInvalid. Writes Series."""
    different = {k: new for k, new in _checked(values).items() if getattr(series, k) != new}
    for key, new in different.items():
        setattr(series, key, new)
    if different:
        series.save(update_fields=list(different))
    return bool(different)


@transaction.atomic
def copy_last(*, series: Series, by: Person | None, at: datetime) -> Meeting:
    """A draft on the next day of the rule that is like the last meeting: place, link, limits,
    who may see it, whom to ask, and its text; not its topic or speaker.

    Raises NotPossible where there is none to copy. Writes Meeting and Occurrence.
    """
    last = series.meetings.exclude(state=Meeting.State.CANCELLED).order_by("-starts_at").first()
    if last is None:
        raise NotPossible(_("This series has not met yet: there is nothing to copy."))
    made = occurrences.draft_next(series=series, by=by, at=at)
    if not made:
        raise NotPossible(_("The rule of this series has come to its end."))
    [draft] = made
    words = {key: getattr(last, key) for key in COPIED}
    place = {key: words.pop(key) for key in ("venue", "online_url")}
    length = last.ends_at - last.starts_at
    meetings.edit(meeting=draft, by=by, at=at, **words)
    meetings.move(meeting=draft, by=by, at=at, ends_at=draft.starts_at + length, **place)
    return draft


def _checked(values: dict[str, Any]) -> dict[str, Any]:
    unknown = values.keys() - set(FIELDS)
    if unknown:
        raise TypeError(f"Not a field of a series: {', '.join(sorted(unknown))}")
    return values | ({"rule": canonical(values["rule"])} if "rule" in values else {})


def _free_slug(name: str) -> str:
    stem, number = slugify(name)[:50] or "series", 1
    text = stem
    while Series.objects.filter(slug=text).exists():
        number += 1
        text = f"{stem}-{number}"
    return text

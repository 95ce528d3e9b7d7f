"""Past meetings as a sheet in the importer's own columns, so that another house can read them."""

from collections.abc import Iterable, Iterator
from zoneinfo import ZoneInfo

from events.models import Meeting, Speaking
from events.rules.columns import COLUMNS
from kit.cells import safe

__all__ = ["COLUMNS", "meeting_cells"]


def meeting_cells(meetings: Iterable[Meeting]) -> Iterator[list[str]]:
    """A row for each talk, and one for speakers without one; `meetings` come `with_programme`."""
    for meeting in meetings:
        start = meeting.starts_at.astimezone(ZoneInfo(meeting.timezone))
        venue = meeting.venue
        head = [
            meeting.series.name, meeting.series.rule,
            start.strftime("%Y-%m-%d" if meeting.time_assumed else "%Y-%m-%d %H:%M"),
            meeting.timezone, "" if meeting.number is None else str(meeting.number), meeting.topic,
            *((venue.name, venue.address, venue.city) if venue else ("", "", "")),
        ]  # fmt: skip
        for title, names in _talks(meeting):
            yield [safe(text) for text in (*head, title, names)]


def _talks(meeting: Meeting) -> Iterator[tuple[str, str]]:
    """(title, speakers) of each talk; of the meeting itself where it has names but no talk."""
    others = _names(meeting.other_speakers)  # type: ignore[attr-defined]
    found = [(talk.title, _names(talk.speakings.all())) for talk in meeting.talks.all()]
    if others or not found:
        found.insert(0, ("", others))
    yield from found


def _names(speakings: Iterable[Speaking]) -> str:
    """As they are printed, employer included."""
    return "; ".join(one.printed_name for one in speakings)

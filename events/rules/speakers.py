"""When a speaker is written to, what is still missing, and which files are taken."""

from datetime import datetime, timedelta
from typing import IO
from zipfile import BadZipFile, ZipFile
from zoneinfo import ZoneInfo

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from events.rules.ladder import days_before
from kit.rules import knob

CHASE_DAYS = knob(
    "events.speaker_chase_days", [42, 14, 7, 1], _("Days before: reminders to speakers")
)
SILENT_DAYS = knob(
    "events.speaker_silent_days", 10, _("Days of silence after which the asking chair is told")
)
THANKS_HOURS = knob("events.speaker_thanks_hours", 18, _("Hours after: thanks to speakers"))
SLIDES_MB = knob("events.slides_megabytes", 40, _("Largest file of slides, in megabytes"))
PHOTO_MB = knob("events.photo_megabytes", 12, _("Largest photo of a speaker, in megabytes"))
THANKS_UNTIL = timedelta(days=7)
# From this step on the slides are missed, too.
SLIDES_FROM = 14

FIELDS: dict[str, str | Promise] = {
    "title": _("the title of your talk"),
    "abstract": _("a few lines about it"),
    "bio": _("a few lines about you"),
    "slides": _("your slides"),
}
PDF, PPTX, ODP = (
    "application/pdf",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "application/vnd.oasis.opendocument.presentation",
)
ENDINGS = {PDF: ".pdf", PPTX: ".pptx", ODP: ".odp"}


def chase_stage(starts_at: datetime, zone: str, days: list[int], at: datetime) -> int | None:
    """The latest step passed, in days before on the meeting's wall clock; None before the first
    and once the meeting has begun."""
    if at >= starts_at:
        return None
    passed = [each for each in days if days_before(starts_at, ZoneInfo(zone), each) <= at]
    return min(passed, default=None)


def missing(have: dict[str, bool], days: int) -> list[str]:
    """Keys of FIELDS a speaker has not given yet, so many days before."""
    wanted = [key for key in FIELDS if key != "slides" or days <= SLIDES_FROM]
    return [key for key in wanted if not have.get(key)]


def slides_type(file: IO[bytes]) -> str:
    """The kind of a file of slides by what is in it, whatever it is called; "" where it is none."""
    file.seek(0)
    head = file.read(8)
    file.seek(0)
    if head.startswith(b"%PDF-"):
        return PDF
    if not head.startswith(b"PK"):
        return ""
    try:
        with ZipFile(file) as packed:
            names = set(packed.namelist())
    except (BadZipFile, OSError, ValueError):
        return ""
    if "ppt/presentation.xml" in names:
        # A presentation that carries programs is not taken.
        return "" if any(name.endswith("vbaProject.bin") for name in names) else PPTX
    return ODP if {"mimetype", "content.xml"} <= names else ""

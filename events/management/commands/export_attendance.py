"""`export_attendance`: who answered and who was there, as CSV or XLSX on standard output."""

import sys
import tempfile
from argparse import ArgumentParser, ArgumentTypeError
from datetime import date
from shutil import copyfileobj
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from events.models import Meeting
from events.queries.reports import attendance_rows
from events.queries.reports.attendance import chosen
from events.queries.reports.cells import COLUMNS, cells
from events.queries.reports.named import named_at
from kit.sheets import as_csv, write_xlsx
from members.actions.exports import note_export


def day(text: str) -> date:
    """A day as ISO 8601 writes it."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError(f"{text!r} is no day: write it like 2026-11-26") from error


class Command(BaseCommand):
    """Writes the file to standard output and nothing else."""

    help = (
        "Write answers and attendance to standard output, a row for each person of each meeting."
        " Days are inclusive and mean the meetings' own wall clocks. Columns: " + ",".join(COLUMNS)
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--from", dest="first", type=day, metavar="D", help="first day")
        parser.add_argument("--to", dest="last", type=day, metavar="D", help="last day")
        parser.add_argument("--meeting", metavar="SLUG", help="one meeting only")
        parser.add_argument("--format", choices=["csv", "xlsx"], default="csv")

    def handle(self, *args: Any, **options: Any) -> None:
        meeting, slug = None, options["meeting"]
        if slug:
            meeting = Meeting.objects.filter(slug=slug).first()
            if meeting is None:
                raise CommandError(f"There is no meeting {slug!r}.")
        rows = cells(attendance_rows(meeting=meeting, first=options["first"], last=options["last"]))
        what = f"{slug or 'all meetings'}: attendance"
        people = named_at(*chosen(meeting=meeting, first=options["first"], last=options["last"]))
        note_export(what=what, via="command line", by=None, at=timezone.now(), people=people)
        target = sys.stdout.buffer
        if options["format"] == "csv":
            target.writelines(piece.encode() for piece in as_csv(COLUMNS, rows))
        else:
            with tempfile.TemporaryFile() as file:
                write_xlsx(file, COLUMNS, rows)
                file.seek(0)
                copyfileobj(file, target)
        target.flush()

"""`import_meetings FILE [--dry-run]`: past and coming meetings from a CSV file."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

import pghistory
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from events.actions.imports import import_meetings
from events.rules.columns import COLUMNS


class Command(BaseCommand):
    """Reads the file, writes all of it or nothing, and says so in a last line of JSON."""

    help = (
        "Bring in series, meetings, venues, talks and speakers from a CSV file: all or nothing; the"
        " same file again changes nothing. Columns: " + ", ".join(COLUMNS) + ". Only series and"
        " starts_at_local are needed. Several rows with the same series and start are talks of one"
        " meeting; speakers are separated by `;`. The last line is JSON, counted in rows of the"
        " file. Exit status 1 means that nothing was imported."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", help="XLSX or CSV")
        parser.add_argument("--dry-run", action="store_true", help="check all, write nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        path = Path(options["file"])
        try:
            data = path.read_bytes()
        except OSError as error:
            raise CommandError(f"{path} cannot be read: {error.strerror}.") from error
        with pghistory.context(by="system", via="import_meetings"):
            result = import_meetings(
                data=data,
                filename=path.name,
                by=None,
                at=timezone.now(),
                dry_run=options["dry_run"],
            )
        for problem in result.errors:
            where = f"row {problem.row}" + (f", {problem.column}" if problem.column else "")
            self.stderr.write(f"{where}: {problem.message}")
        self.stdout.write(json.dumps(result.as_dict(), ensure_ascii=False))
        if result.errors:
            raise SystemExit(1)

"""`export_people`: everybody on file as CSV or XLSX on standard output."""

import sys
import tempfile
from argparse import ArgumentParser
from shutil import copyfileobj
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from kit.sheets import as_csv, write_xlsx
from members.actions.exports import note_export
from members.exports import COLUMNS, people_cells
from members.exports.people import headers
from members.queries.export import everybody, further_columns, on_file


class Command(BaseCommand):
    """Writes the file to standard output and nothing else."""

    help = (
        "Write all people to standard output, in the columns import_members reads: "
        + ",".join(COLUMNS)
        + " and the further fields. The membership shown is the latest one."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--format", choices=["csv", "xlsx"], default="csv")

    def handle(self, *args: Any, **options: Any) -> None:
        further = further_columns()
        rows = people_cells(everybody(), further)
        at = timezone.now()
        note_export(what="people", via="command line", by=None, at=at, people=on_file())
        target = sys.stdout.buffer
        if options["format"] == "csv":
            target.writelines(piece.encode() for piece in as_csv(headers(further), rows))
        else:
            with tempfile.TemporaryFile() as file:
                write_xlsx(file, headers(further), rows)
                file.seek(0)
                copyfileobj(file, target)
        target.flush()

"""Bring in people and memberships from a CSV or XLSX file, all or nothing."""

import json
import sys
from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from kit.text import fold
from members.actions.imports import Answers, Result, import_members

COLUMNS = (
    "name (or First name, Last name), email, phone, plan, start, period_end (paid through), "
    "joined_on, employer, city, skills, headline, postal_address, opted_out, other_emails, mail_via"
)


class Command(BaseCommand):
    help = (
        f"{__doc__} Columns: {COLUMNS}. Others are kept as further fields. "
        "Dates as 2026-12-31. The last line of the output is JSON; exit code 1 on errors."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", help="XLSX or CSV; - = standard input")
        parser.add_argument(
            "--plan", action="append", default=[], metavar="NAME=MONTHS",
            help="how long a new plan lasts; NAME=endless for one without end",
        )  # fmt: skip
        parser.add_argument("--dry-run", action="store_true", help="only say what would happen")

    def handle(self, *args: Any, **options: Any) -> None:
        raw = self._read(options["file"])
        result = import_members(
            raw=raw,
            filename=Path(options["file"]).name,
            by=None,
            at=timezone.now(),
            dry_run=options["dry_run"],
            answers=Answers(plans=self._plans(options["plan"])),
        )
        self._tell(result)
        if result.errors:
            sys.exit(1)

    def _plans(self, told: list[str]) -> dict[str, int | None]:
        found: dict[str, int | None] = {}
        for one in told:
            name, _equals, months = one.rpartition("=")
            if not name or not (months == "endless" or months.isdecimal()):
                raise CommandError(f"{one}: write NAME=12 or NAME=endless.")
            found[fold(name)] = None if months == "endless" else int(months)
        return found

    def _read(self, name: str) -> bytes:
        try:
            return sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
        except OSError as error:
            raise CommandError(f"{name} cannot be read: {error.strerror}.") from error

    def _tell(self, result: Result) -> None:
        for problem in result.errors[:20]:
            where = f"row {problem.row}" + (f", column {problem.column}" if problem.column else "")
            self.stderr.write(f"{where}: {problem.message}")
        for plan in result.new_plans if not result.errors else ():
            self.stderr.write(f"The plan “{plan}” is new: set its dues in the admin.")
        if result.erased:
            self.stderr.write(f"{result.erased} rows left out: these people were erased here.")
        counts = {"created": result.created, "updated": result.updated}
        counts["unchanged"] = result.unchanged
        errors = [asdict(problem) for problem in result.errors]
        self.stdout.write(json.dumps(counts | {"errors": errors}, ensure_ascii=False))

"""`manage.py restore FILE`: a backup into an empty installation."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from association.actions import restores
from association.services.errors import ServiceError


class Command(BaseCommand):
    """Restores and compares; exit code 1 where it could not, 2 where somebody stayed unerased."""

    help = (
        "Puts a backup into an empty database, compares every table with what was written, holds"
        " all letters until an officer releases them, signs everybody out, and erases again who"
        " was erased since. Exit 1: not restored; 2: restored, but somebody could not be erased."
    )
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument(
            "--erasures", type=Path, action="append", default=[], metavar="LIST",
            help="an erasures.jsonl kept elsewhere; that of DATA_DIR is read in any case",
        )  # fmt: skip

    def handle(self, *args: Any, **options: Any) -> None:
        for path in [options["file"], *options["erasures"]]:
            if not path.is_file():
                raise CommandError(f"{path} is not there.")
        try:
            done = restores.restore(
                file=options["file"], lists=options["erasures"], at=timezone.now()
            )
        except (ServiceError, OSError) as error:
            raise CommandError(str(error)) from error
        self._tell(done)
        if done.not_erased:
            sys.exit(2)

    def _tell(self, done: restores.Restored) -> None:
        say = self.stdout.write
        say(f"Restored as of {done.made_at}: {done.tables} tables, {done.rows} rows,"
            f" {done.media} uploads; counts and checksums are equal,"
            f" {done.constraints} constraints hold.")  # fmt: skip
        say(f"{done.erased} erased again. {done.held} letters are held until an officer releases"
            " them; everybody signs in anew.")  # fmt: skip
        if done.keys:
            say(f"The backup's keys, which open its letters and links, are in {done.keys}.")
        for refusal in done.not_erased:
            self.stderr.write(f"NOT erased: {refusal}")

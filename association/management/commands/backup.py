"""`manage.py backup`: everything in one dated file."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from association.actions import backups
from association.services.errors import ServiceError


class Command(BaseCommand):
    """Writes the archive; exit code 1 where it could not."""

    help = (
        "Writes database, uploads and keys into one new file that only its owner can read. The"
        " site may go on meanwhile. The file holds SECRET_KEY and personal data: keep it encrypted."
    )
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--file", type=Path, help="default: backups/association-<instant>.tar in DATA_DIR"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        at = timezone.now()
        file = (options["file"] or backups.default_file(at)).expanduser().absolute()
        try:
            made = backups.make(file=file, at=at)
        except (ServiceError, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"{made.file}: {made.tables} tables, {made.rows} rows, {made.media} uploads,"
            f" {made.size / 1_000_000:.1f} MB."
        )

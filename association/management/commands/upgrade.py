"""`manage.py upgrade`: after new code has come, before web, worker and beat start again."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from association.actions import backups, upgrades
from association.services.errors import ServiceError


class Command(BaseCommand):
    """Backup, migrations, health; exit code 1 and the way back where one of them fails."""

    help = (
        "Backs up, brings the tables up to date without waiting long for a lock, and looks whether"
        " all is well. Where something fails it says how to go back. Exit 1: not upgraded."
    )
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--file", type=Path, help="where the backup goes; see backup --help")

    def handle(self, *args: Any, **options: Any) -> None:
        at = timezone.now()
        file = (options["file"] or backups.default_file(at)).expanduser().absolute()
        try:
            upgrades.upgrade(file=file, at=at, say=self.stdout.write)
        except (ServiceError, OSError) as error:
            raise CommandError(f"Nothing was changed. {error}") from error
        except upgrades.UpgradeFailed as failed:
            raise CommandError(f"{failed}\n{upgrades.way_back(file)}") from failed

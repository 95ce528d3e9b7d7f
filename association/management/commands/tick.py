"""`manage.py tick --at ISO8601`."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from association.actions.tick import run
from association.queries import instants


class Command(BaseCommand):
    """Runs what is due."""

    help = "Runs every business job due at an instant, once; prints the letters queued, by kind."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--at", required=True, metavar="ISO8601", help="without an offset: association's zone"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            at = instants.read(options["at"])
        except ValueError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(json.dumps({"at": at.isoformat(), "queued": run(at=at)}))

"""`manage.py check_promises`: asks the database whether every promise holds."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from association.queries import instants, promises

SHOWN = 3


class Command(BaseCommand):
    """A line for each promise; exit code 1 where one is broken."""

    help = "Asks whether every promise holds: `ok name` or `BROKEN name: detail`, exit 1 if broken."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--at", metavar="ISO8601", help="as of that instant; default: now")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            at = instants.read(options["at"]) if options["at"] else timezone.now()
        except ValueError as error:
            raise CommandError(str(error)) from error
        broken = [name for name, ask in promises.checks(at) if not self._say(name, ask())]
        if broken:
            sys.exit(1)

    def _say(self, name: str, violations: list[str]) -> bool:
        if not violations:
            self.stdout.write(f"ok {name}")
            return True
        more = f" and {len(violations) - SHOWN} more" if len(violations) > SHOWN else ""
        self.stdout.write(f"BROKEN {name}: {'; '.join(violations[:SHOWN])}{more}")
        return False

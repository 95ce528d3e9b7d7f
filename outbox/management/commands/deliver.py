"""Send what is due, in the foreground."""

import json
from argparse import ArgumentParser, ArgumentTypeError
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from outbox import queries
from outbox.actions import letters
from outbox.delivery import deliver_due


def instant(text: str) -> datetime:
    """An ISO 8601 instant; without an offset it is meant in the association's zone."""
    try:
        at = parse_datetime(text)
    except ValueError:
        at = None
    if at is None:
        raise ArgumentTypeError(f"{text!r} is no ISO 8601 instant, like 2026-11-24T19:00+01:00.")
    return at


class Command(BaseCommand):
    help = (
        "Send what is due, in the foreground, until nothing due is left. Held letters stay."
        " Prints one line of JSON: letters taken, and how many letters stand in each state."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--at", type=instant, help="pretend it is this instant (ISO 8601)")

    def handle(self, *, at: datetime | None = None, **options: Any) -> None:
        at = at or timezone.now()
        if timezone.is_naive(at):
            at = at.replace(tzinfo=queries.zone())
        letters.recover(at=at)
        taken = deliver_due(at=at)
        self.stdout.write(json.dumps({"taken": taken, "states": queries.states()}))

"""`manage.py seed`: a synthetic association of any size."""

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from association.actions.seed import SeedRefused, create


class Command(BaseCommand):
    """Adds synthetic members, meetings, answers and attendance."""

    help = (
        "Adds member1..N@demo.example (password `demo`) and a monthly meeting for each of the last"
        " months, with answers and attendance. Refuses where real people are on file."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--members", type=int, required=True, metavar="N")
        parser.add_argument("--months", type=int, required=True, metavar="N")
        parser.add_argument("--seed", type=int, default=1, metavar="K", help="same K, same result")

    def handle(self, *args: Any, **options: Any) -> None:
        if not 1 <= options["members"] <= 1_000_000 or not 1 <= options["months"] <= 600:
            raise CommandError("Give 1 to 1000000 members and 1 to 600 months.")
        start = time.monotonic()
        try:
            made = create(
                members=options["members"], months=options["months"], seed=options["seed"],
                at=timezone.now(),
            )  # fmt: skip
        except SeedRefused as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(
            f"{made.people} people, {made.meetings} meetings, {made.answers} answers and"
            f" {made.attendances} attendances added in {time.monotonic() - start:.1f} s."
        )

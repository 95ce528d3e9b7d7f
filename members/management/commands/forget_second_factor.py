"""`manage.py forget_second_factor EMAIL`: after phone, keys and recovery codes are lost."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from members.actions import second_factors


class Command(BaseCommand):
    """Takes the second factor off a log-in."""

    help = (
        "Removes every second factor (app, keys, recovery codes) of one log-in, so that its owner"
        " can set up a new one. Make sure first, by voice or face, who is asking. Exit 1: nobody"
        " logs in with that address."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", metavar="EMAIL")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            count = second_factors.forget(email=options["email"])
        except second_factors.NoSuchLogIn as error:
            raise CommandError(f"Nobody logs in as {options['email']}.") from error
        self.stdout.write(f"{count} removed. The next visit to the desk asks for a new one.")

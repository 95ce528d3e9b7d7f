"""`manage.py appoint EMAIL ROLE`: the operator's way back in."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from association.actions.setup import SetupRefused, let_in


class Command(BaseCommand):
    """Puts somebody into a seat."""

    help = "Appoints the person of an e-mail address to a role; makes person and log-in if missing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", metavar="EMAIL")
        parser.add_argument("role", metavar="ROLE", help="a role's title, like President")
        parser.add_argument("--name", default="", help="name of a person not on file yet")
        parser.add_argument(
            "--extra-seat", action="store_true", help="make one more seat where all are held"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            term = let_in(
                email=options["email"], role_title=options["role"], name=options["name"],
                extra_seat=options["extra_seat"], at=timezone.now(),
            )  # fmt: skip
        except SetupRefused as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(
            f"{term.person.name} is in the seat {term.seat} from {term.period.lower}"
            f" to {term.period.upper} (that day no longer)."
        )

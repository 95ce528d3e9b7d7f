"""`manage.py setup`: the first letterhead and the first officer."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from association import installation
from association.actions.setup import Founding, SetupRefused, found
from association.queries import setup

# field, flag's help, question, whether it must be answered
QUESTIONS = [
    ("name", "name of the association", True),
    ("person_name", "name of the first officer", True),
    ("email", "e-mail address of the first officer", True),
    ("timezone", "time zone of the association, like Europe/Berlin", True),
    ("sender", "address letters come from (empty: the officer's)", False),
    ("reply_to", "address answers go to (empty: the officer's)", False),
    ("tagline", "what the association is, in one sentence", False),
    ("currency", "currency of the dues, like EUR", False),
]
NEEDED = ("name", "person_name", "email")


class Command(BaseCommand):
    """Asks what it is not told, then sets up."""

    help = (
        "Sets an empty association up: letterhead, plans, roles, the first officer, a test letter."
        " Business letters are held until an officer releases them."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        for field, text, _must in QUESTIONS:
            parser.add_argument(f"--{field.replace('_', '-')}", help=text)
        parser.add_argument("--postal-address", help="postal address under the letters")
        parser.add_argument("--password", help="password of the officer; without one, mailed codes")
        parser.add_argument("--no-input", action="store_true", help="ask nothing")
        parser.add_argument(
            "--web", action="store_true", help="print the one-time address to set up in a browser"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        installation.migrate_if_needed()
        if not setup.is_open():
            raise CommandError(
                "This association is set up already. To let somebody in:"
                " manage.py appoint EMAIL ROLE"
            )
        if options["web"]:
            self.stdout.write(setup.link())
            return
        given = {field: options[field] for field, _text, _must in QUESTIONS}
        given |= {name: options[name] for name in ("postal_address", "password")}
        if not options["no_input"] and sys.stdin.isatty():
            given = self._ask(given)
        missing = [
            f"--{f.replace('_', '-')}" for f, _t, must in QUESTIONS[:3] if must and not given[f]
        ]
        if missing:
            raise CommandError(f"Please give {', '.join(missing)}.")
        self._found({name: text for name, text in given.items() if text})

    def _ask(self, given: dict[str, str]) -> dict[str, str]:
        answers = dict(given)
        for field, text, must in QUESTIONS:
            while answers[field] is None:
                answer = input(f"{text[0].upper()}{text[1:]}: ").strip()
                if answer or not must:
                    answers[field] = answer
        return answers

    def _found(self, given: dict[str, str]) -> None:
        try:
            officer = found(Founding(**given), at=timezone.now())
        except SetupRefused as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(
            f"{given['name']} is set up. {officer.name} is its President and logs in at"
            f" /accounts/login/ as {given['email']}. Letters are held until released."
        )

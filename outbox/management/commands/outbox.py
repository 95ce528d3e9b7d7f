"""The letters of the outbox as JSON lines."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from outbox.models import Message

FIELDS = ("kind", "to", "about", "state", "dedupe_key")


class Command(BaseCommand):
    help = "Print the letters of the outbox, oldest first, one JSON object a line."

    def add_arguments(self, parser: ArgumentParser) -> None:
        states = [state.value for state in Message.State]
        parser.add_argument("--state", choices=states, help="only letters in this state")

    def handle(self, *, state: str | None = None, **options: Any) -> None:
        rows = Message.objects.order_by("id")
        if state:
            rows = rows.filter(state=state)
        for row in rows.values(*FIELDS).iterator(chunk_size=2000):
            self.stdout.write(json.dumps(row, ensure_ascii=False))

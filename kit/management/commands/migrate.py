"""Django's own command, with the classes of a migration made anew only where that is needed."""

from typing import Any

from django.core.management.commands import migrate

from kit.migrating import quickly


class Command(migrate.Command):
    """See `kit.migrating`."""

    def handle(self, *args: Any, **options: Any) -> str | None:
        """Migrate as Django does."""
        with quickly():
            return super().handle(*args, **options)

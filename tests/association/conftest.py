"""The demo association, built once for all tests of a module that only look or undo."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
import time_machine
from django.db import transaction

from association.actions import demo

AT = datetime(2026, 5, 20, 15, tzinfo=UTC)


@pytest.fixture(scope="module")
def demo_of(django_db_setup, django_db_blocker) -> Iterator[Callable[[int], None]]:
    """`demo_of(members)` builds the demo of that size at `AT`; the module's end takes it back.

    Each test's own changes are undone by its own savepoint inside.
    """
    around = transaction.atomic()
    with django_db_blocker.unblock():
        around.__enter__()

    def build(members: int) -> None:
        with django_db_blocker.unblock(), time_machine.travel(AT, tick=False):
            demo.create(members=members, at=AT)

    yield build
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        around.__exit__(None, None, None)

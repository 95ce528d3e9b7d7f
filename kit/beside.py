"""Writing while a long transaction runs: a second connection that others see at once."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection


@contextmanager
def beside() -> Iterator[Callable[[str, Sequence[Any]], None]]:
    """Gives `run(sql, params)`, each call committed by itself. The connection closes at the end.

    It must not write rows that the running transaction holds: it would wait for itself.
    """
    other: Any = connection.copy()

    def run(sql: str, params: Sequence[Any]) -> None:
        with other.cursor() as cursor:
            cursor.execute(sql, params)

    try:
        yield run
    finally:
        other.close()

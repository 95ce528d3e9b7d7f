"""No log holds what opens something: the tokens of links are cut out of every line."""

import logging
from typing import Any

from gunicorn.glogging import Logger

from kit.text import without_tokens


class WithoutTokens(logging.Filter):
    """For handlers: cuts tokens out of a record's message and arguments."""

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.msg, str):
            record.msg = without_tokens(record.msg)
        if isinstance(record.args, tuple):
            record.args = tuple(
                without_tokens(one) if isinstance(one, str) else one for one in record.args
            )
        return True


class AccessLogger(Logger):
    """Gunicorn's log of requests (`--logger-class`), the same way."""

    def atoms(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The pieces a line is made of."""
        found = super().atoms(*args, **kwargs)
        return {
            key: without_tokens(value) if isinstance(value, str) else value
            for key, value in found.items()
        }

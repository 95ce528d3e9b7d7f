"""The web door whose process is killed around the commit of an answer.

FAULT_STEP is `midway` (a seat is taken, the answer is not yet written), `before` or `after` the
commit (then before anything that follows it). FAULT_LOTS is a folder of files: each kill takes one
away. FAULT_CARELESS commits midway: the twin that must leave half an answer.
"""

import os
import signal
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

from association.wsgi import application
from events.actions import seats

STEP, LOTS = os.environ["FAULT_STEP"], Path(os.environ["FAULT_LOTS"])
take, commit = seats.take, BaseDatabaseWrapper.commit


def fault(step: str) -> None:
    if step != STEP:
        return
    for lot in LOTS.iterdir():
        with suppress(FileNotFoundError):
            lot.unlink()
            os.kill(os.getpid(), signal.SIGKILL)


def failing_take(*args: Any, **kwargs: Any) -> Any:
    found = take(*args, **kwargs)
    connection.answers = True
    if os.environ.get("FAULT_CARELESS"):
        connection.connection.commit()
    fault("midway")
    return found


def failing_commit(self: BaseDatabaseWrapper) -> None:
    answers, self.answers = getattr(self, "answers", False), False
    if answers:
        fault("before")
    commit(self)
    if answers:
        fault("after")


seats.take = failing_take
BaseDatabaseWrapper.commit = failing_commit

__all__ = ["application"]

"""The worker, or `deliver`, that is killed or stopped at a named step of one letter.

    python -m celery -A tests.faults.failing worker       python -m tests.faults.failing

FAULT_STEP names the step, FAULT_PASS says at which passing of it in this process, FAULT_LOTS is a
folder of files: each fault takes one away, so that there are so many and no more. FAULT_WHOM is
`child` (this process alone), `tree` (the worker and all it started) or `stop` (SIGSTOP). Leases
last FAULT_LEASE seconds. FAULT_POISON is the address of a letter that kills whoever writes it.
FAULT_CARELESS takes a guard away, for the twin that must fail: `mark`, the committed mark before
handing over, or `count`, the count of workers that died at one letter.
"""

import os
import signal
import smtplib
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import django

django.setup()

from django.utils import timezone  # noqa: E402

from association.celery import app  # noqa: E402
from outbox import claims, delivery  # noqa: E402
from outbox.actions import letters  # noqa: E402
from outbox.models import Message  # noqa: E402

STEPS = ("claimed", "written", "connected", "marked", "half given", "taken", "sent")
STEP = os.environ["FAULT_STEP"]
PASS = int(os.environ.get("FAULT_PASS", "3"))
LOTS = Path(os.environ["FAULT_LOTS"])
WHOM = os.environ["FAULT_WHOM"]
passed = 0


def fault(step: str) -> None:
    """Die or stop here, if this is the step, passed often enough, and a lot is left."""
    global passed
    if step != STEP:
        return
    passed += 1
    if passed < PASS:
        return
    for lot in LOTS.iterdir():
        with suppress(FileNotFoundError):
            lot.unlink()
            strike()
            return


def strike() -> None:
    if WHOM == "tree":
        os.killpg(os.getpgrp(), signal.SIGKILL)
    os.kill(os.getpid(), signal.SIGSTOP if WHOM == "stop" else signal.SIGKILL)


def then(step: str, work: Callable) -> Callable:
    """The same work, and afterwards perhaps the fault."""

    def both(*args: Any, **kwargs: Any) -> Any:
        done = work(*args, **kwargs)
        if done is not None:
            fault(step)
        return done

    return both


def half(self: smtplib.SMTP, given: Any, send: Callable = smtplib.SMTP.send) -> None:
    """Half of a letter's text goes out before the fault."""
    if STEP == "half given" and self.text_given and isinstance(given, bytes):
        self.sock.sendall(given[: len(given) // 2])
        fault("half given")
        self.sock.sendall(given[len(given) // 2 :])
    else:
        send(self, given)


lease = timedelta(seconds=float(os.environ.get("FAULT_LEASE", "2")))
claims.LEASE = claims.claim_chunk.__kwdefaults__["lease"] = lease
claims.claim_chunk = then("claimed", claims.claim_chunk)
delivery.Round.write = then("written", delivery.Round.write)
delivery.Round.connect = then("connected", delivery.Round.connect)
claims.mark_sending = then("marked", claims.mark_sending)
smtplib.SMTP.send = half
mark_sent = claims.mark_sent


def taken_and_sent(*args: Any, **kwargs: Any) -> bool:
    fault("taken")
    done = mark_sent(*args, **kwargs)
    fault("sent")
    return done


claims.mark_sent = taken_and_sent
compose = delivery.compose


def perhaps_poisoned(message: Message, *args: Any, **kwargs: Any) -> Any:
    """A text that takes all memory, say, and the process with it."""
    if message.to == os.environ.get("FAULT_POISON"):
        os.kill(os.getpid(), signal.SIGKILL)
    return compose(message, *args, **kwargs)


delivery.compose = perhaps_poisoned
if os.environ.get("FAULT_CARELESS") == "mark":
    claims.mark_sending = lambda *args, **kwargs: True
if os.environ.get("FAULT_CARELESS") == "count":
    claims.EXPIRED_CLAIMS = claims.EXPIRED_CLAIMS.replace("= 1 AS begun", "= 0 AS begun")

if __name__ == "__main__":
    letters.recover(at=timezone.now())
    delivery.deliver_due(at=timezone.now())

__all__ = ["app"]

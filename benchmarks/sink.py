"""A mail server that takes every letter and throws it away: `python -m benchmarks.sink PORT`."""

import signal
import sys
from typing import Any

from aiosmtpd.controller import Controller


class Sink:
    """Says yes."""

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        """The letter is taken."""
        return "250 OK"


def main(port: int) -> None:
    """Serve until a signal comes."""
    controller = Controller(Sink(), hostname="127.0.0.1", port=port)
    controller.start()
    signal.pause()
    controller.stop()


if __name__ == "__main__":
    main(int(sys.argv[1]))

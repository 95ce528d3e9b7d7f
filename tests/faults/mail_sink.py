"""A real mail server as a process of its own, whose log is the oracle.

    python -m tests.faults.mail_sink LOG PAUSE [HELD]

Prints its port. Each accepted letter's Message-ID goes to LOG before the server says so; PAUSE
seconds lie between both, so that a kill can land exactly there. The letter of number HELD gets no
answer for a minute.
"""

import asyncio
import sys
from email import message_from_bytes

from aiosmtpd.smtp import SMTP, Envelope


class Sink:
    """Takes everything and remembers it."""

    def __init__(self, path: str, pause: float, held: int) -> None:
        self.log = open(path, "a", buffering=1)  # noqa: SIM115 - as long as the process lives
        self.pause, self.held, self.taken = pause, held, 0

    async def handle_DATA(self, server: SMTP, session: object, envelope: Envelope) -> str:
        self.log.write(f"{message_from_bytes(envelope.content)['Message-ID']}\n")
        self.taken += 1
        await asyncio.sleep(60 if self.taken == self.held else self.pause)
        return "250 taken"


async def serve(path: str, pause: float, held: int = 0) -> None:
    sink = Sink(path, pause, held)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(sink, hostname="sink"), "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(sys.argv[1], float(sys.argv[2]), *map(int, sys.argv[3:])))

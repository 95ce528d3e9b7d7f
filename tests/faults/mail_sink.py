"""A real mail server as a process of its own, whose log is the oracle.

    python -m tests.faults.mail_sink LOG [PAUSE]

Prints its port. Each accepted letter's Message-ID goes to LOG before the server says so; PAUSE
seconds lie between both, so that a kill can land exactly there.
"""

import asyncio
import sys
from email import message_from_bytes

from aiosmtpd.smtp import SMTP, Envelope


class Sink:
    """Takes everything and remembers it."""

    def __init__(self, path: str, pause: float) -> None:
        self.log = open(path, "a", buffering=1)  # noqa: SIM115 - as long as the process lives
        self.pause = pause

    async def handle_DATA(self, server: SMTP, session: object, envelope: Envelope) -> str:
        self.log.write(f"{message_from_bytes(envelope.content)['Message-ID']}\n")
        await asyncio.sleep(self.pause)
        return "250 taken"


async def serve(path: str, pause: float) -> None:
    sink = Sink(path, pause)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(sink, hostname="sink"), "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(sys.argv[1], float(sys.argv[2]) if len(sys.argv) > 2 else 0.0))

"""A mail server on loopback that answers as told and keeps what it accepted: the oracle."""

import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field


@dataclass
class MailServer:
    """Answers per verb (`HELLO`, `RCPT`, `DATA`, `TEXT`): a line, SILENCE until the other side
    gives up, or None to hang up without a word. `slow`: the pause before each byte, in seconds."""

    answers: dict[str, str | None] = field(default_factory=dict)
    accepted: list[bytes] = field(default_factory=list)
    connections: int = 0
    port: int = 0
    slow: float = 0
    tls: ssl.SSLContext | None = None


OK = "250 fine"
SILENCE = "silence"
GO_ON = "354 go on"


@contextmanager
def mail_server(
    *, slow: float = 0, tls: ssl.SSLContext | None = None, **answers: str | None
) -> Iterator[MailServer]:
    """A running server; its thread ends with the block."""
    server = MailServer(answers=answers, slow=slow, tls=tls)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.1)
        server.port = listener.getsockname()[1]
        done = threading.Event()
        thread = threading.Thread(target=_serve, args=(server, listener, done.is_set))
        thread.start()
        yield server
        done.set()
        thread.join()


def _serve(server: MailServer, listener: socket.socket, is_done: Callable[[], bool]) -> None:
    while not is_done():
        try:
            connection, _ = listener.accept()
        except TimeoutError:
            continue
        server.connections += 1
        connection.settimeout(30)
        with suppress(OSError):
            _serve_one(server, connection)


def _serve_one(server: MailServer, connection: socket.socket) -> None:
    if server.tls:
        connection = server.tls.wrap_socket(connection, server_side=True)
    with connection, connection.makefile("rwb") as stream:
        _talk(server, stream)


def _talk(server: MailServer, stream: object) -> None:
    if not say(server, stream, server.answers.get("HELLO", "220 ready")):
        return
    for line in stream:
        verb = line.split()[0].decode().upper()
        if verb == "DATA":
            if not _take(server, stream):
                return
        elif verb == "QUIT":
            say(server, stream, "221 bye")
            return
        elif not say(server, stream, server.answers.get(verb, OK)):
            return


def _take(server: MailServer, stream: object) -> bool:
    answer = server.answers.get("DATA", GO_ON)
    if not say(server, stream, answer):
        return False
    if answer != GO_ON:
        return True
    text = b"".join(iter(stream.readline, b".\r\n"))
    answer = server.answers.get("TEXT", OK)
    if answer in (OK, SILENCE, None):
        server.accepted.append(text)
    return say(server, stream, answer)


def say(server: MailServer, stream: object, answer: str | None) -> bool:
    """One line; False where the server hangs up instead, or nobody waits for it any more."""
    if answer == SILENCE:
        stream.read()
    if answer in (None, SILENCE):
        return False
    line = f"{answer}\r\n".encode()
    for piece in (line[at : at + 1] for at in range(len(line))) if server.slow else [line]:
        time.sleep(server.slow)
        stream.write(piece)
        stream.flush()
    return not answer.startswith("421")

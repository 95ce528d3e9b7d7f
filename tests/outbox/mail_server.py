"""A mail server on loopback that answers as told and keeps what it accepted: the oracle."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass
class MailServer:
    """Answers per verb (`RCPT`, `DATA`, `TEXT`): a line, or None to hang up without a word."""

    answers: dict[str, str | None] = field(default_factory=dict)
    accepted: list[bytes] = field(default_factory=list)
    connections: int = 0
    port: int = 0


OK = "250 fine"
GO_ON = "354 go on"


@contextmanager
def mail_server(**answers: str | None) -> Iterator[MailServer]:
    """A running server; its thread ends with the block."""
    server = MailServer(answers=answers)
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
        connection.settimeout(5)
        with connection, connection.makefile("rwb") as stream:
            _talk(server, stream)


def _talk(server: MailServer, stream: object) -> None:
    say(stream, server.answers.get("HELLO", "220 ready"))
    for line in stream:
        verb = line.split()[0].decode().upper()
        if verb == "DATA":
            if not _take(server, stream):
                return
        elif verb == "QUIT":
            say(stream, "221 bye")
            return
        elif not say(stream, server.answers.get(verb, OK)):
            return


def _take(server: MailServer, stream: object) -> bool:
    answer = server.answers.get("DATA", GO_ON)
    if not say(stream, answer):
        return False
    if answer != GO_ON:
        return True
    text = b"".join(iter(stream.readline, b".\r\n"))
    answer = server.answers.get("TEXT", OK)
    if answer == OK or answer is None:
        server.accepted.append(text)
    return say(stream, answer)


def say(stream: object, answer: str | None) -> bool:
    """One line; False where the server hangs up instead."""
    if answer is None:
        return False
    stream.write(f"{answer}\r\n".encode())
    stream.flush()
    return not answer.startswith("421")
